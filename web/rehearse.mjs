// node rehearse.mjs PYODIDE PROGRAM START.zip MODULES.txt MEMORY.bin
// Starts Python from the byte code in START.zip as worker.js does, has PROGRAM (rehearse.py)
// rehearse a session, and writes down which modules that took and what is in memory then.
import { readFile, writeFile } from "node:fs/promises";
import { load } from "./pyodide.mjs";

const [folder, program, start, modules, target] = process.argv.slice(2);

delete WebAssembly.Suspending; // as worker.js does

// What there is before Python has touched anything: worker.js finds it so as well.
let fresh;
let places;
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  const { exports } = result.instance ?? result;
  if (exports.memory) {
    fresh = new Uint8Array(exports.memory.buffer.slice(0));
    places = placesInTable(exports);
  }
  return result;
};

const pyodide = await load(folder, {
  stdLibURL: start,
  env: { MSGPACK_PUREPYTHON: "1", PYTHONHASHSEED: "0" },
  _sysExecutable: "./this.program", // what it is called in a browser, and no path of this machine
  _makeSnapshot: true,
});
pyodide.runPython("import sys; sys.modules['flet_js'] = type(sys)('flet_js'); del sys");
const globals = pyodide.runPython("{}");
const code = `${await readFile(program, "utf8")}\nawait rehearsed()`;
await writeFile(modules, await pyodide.runPythonAsync(code, { globals }));
globals.destroy();

// What was freed still holds what was there; as zeros it takes no room. Takes memory piece by
// piece, ever smaller ones, until there is none left but at the end.
const { _malloc, _free, _sbrk } = pyodide._module;
const end = _sbrk(0);
const taken = [];
for (let size = 2 ** 18; size >= 16; size /= 2) {
  let place;
  do {
    place = _malloc(size);
    pyodide._module.HEAPU8.fill(0, place, place + size);
    taken.push(place);
  } while (place + size <= end);
}
taken.forEach(_free);

await writeFile(target, file(pyodide.makeMemorySnapshot(), pyodide._module.HEAPU8.length));
process.exit(0); // Pyodide keeps Node waiting

// The exported functions that are in the table, and where. Pyodide finds that out by comparing
// functions, and so gives addresses to the others; memory is full of these addresses. WebKit takes
// a function out of the table for another one than the same function exported.
function placesInTable({ __indirect_function_table: table, ...exports }) {
  const found = new Map();
  for (let place = 0; place < table.length; place++) found.set(table.get(place), place);
  const functions = Object.entries(exports).filter(([, value]) => typeof value === "function");
  const inTable = functions.filter(([, value]) => found.has(value));
  return Object.fromEntries(inTable.map(([name, value]) => [name, found.get(value)]));
}

// Four numbers of 32 bits: how long the snapshot is, how much of that is in front of the memory,
// how long the JSON is, how many stretches follow. The JSON (the places in the table), filled up to
// a multiple of four bytes. Of each stretch that differs from fresh memory, where it begins and how
// long it is. Then what is in them.
function file(snapshot, memorySize) {
  const BLOCK = 256;
  const front = snapshot.length - memorySize;
  const image = new Uint8Array(snapshot.length);
  image.set(fresh, front);
  const stretches = [];
  for (let at = 0; at < snapshot.length; at += BLOCK) {
    const block = snapshot.subarray(at, at + BLOCK);
    if (Buffer.compare(block, image.subarray(at, at + BLOCK)) === 0) continue;
    const last = stretches.at(-1);
    if (last && last[0] + last[1] === at) last[1] += block.length;
    else stretches.push([at, block.length]);
  }
  const json = JSON.stringify(places);
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4));
  return Buffer.concat([
    numbers(snapshot.length, front, text.length, stretches.length),
    text,
    numbers(...stretches.flat()),
    ...stretches.map(([at, length]) => snapshot.subarray(at, at + length)),
  ]);
}

function numbers(...values) {
  return Buffer.from(new Uint32Array(values).buffer);
}
