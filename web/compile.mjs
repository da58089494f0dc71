// node compile.mjs PYODIDE PROGRAM SOURCE.zip TARGET.zip
// Runs PROGRAM (compile_archive.py) in Pyodide: it makes TARGET.zip out of SOURCE.zip.
import { readFile, writeFile } from "node:fs/promises";
import { load } from "./pyodide.mjs";

const [folder, program, source, target] = process.argv.slice(2);
// Where in a line something failed, a traceback shows beside the source, which is not there.
const pyodide = await load(folder, { env: { PYTHONNODEBUGRANGES: "1" } });
pyodide.FS.writeFile("/source.zip", await readFile(source));
await pyodide.runPythonAsync(await readFile(program, "utf8"));
await writeFile(target, pyodide.FS.readFile("/target.zip"));
