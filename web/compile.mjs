// node compile.mjs PYODIDE PROGRAM SOURCE.zip TARGET.zip MOUNTED_AT
// Runs PROGRAM (compile_archive.py) in Pyodide: it makes TARGET.zip out of SOURCE.zip.
import { readFile, writeFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const [pyodideFolder, program, source, target, mountedAt] = process.argv.slice(2);

// Under Node, Pyodide imports the npm package "ws" for web sockets. Compiling opens none.
registerHooks({
  resolve: (name, context, next) =>
    name === "ws" ? { url: "data:text/javascript,", shortCircuit: true } : next(name, context),
});

const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: pyodideFolder, env: { MOUNTED_AT: mountedAt } });
pyodide.FS.writeFile("/source.zip", await readFile(source));
await pyodide.runPythonAsync(await readFile(program, "utf8"));
await writeFile(target, pyodide.FS.readFile("/target.zip"));
