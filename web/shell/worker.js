// Runs Python. Everything comes from our own origin, next to this file.
// Says {ready: true} or {failed: "why", asleep}, where `asleep` says that it was the snapshot's
// fault; and {mark, at} at each stage. Other messages are bytes of Flet's protocol, or objects
// between device/bridge.py and bridge.js.
//
// Python wakes up from a snapshot of its memory that the build made (web/snapshot.py), or starts
// from byte code, as "?boot=" in the address of this worker says; or it wakes up only to warm the
// browser up (warmup.js). A build without Node has neither snapshot nor rare.zip and report.zip.

// Put in by the build: of the file, the SHA-256 and how long a memory it makes. Empty: there is none.
const SNAPSHOT = "{{snapshot}}";
const [intact, size] = SNAPSHOT.split(" ");
const asked = new URL(import.meta.url).searchParams.get("boot");
const forWarmth = asked === "warmth";
const fromSnapshot = SNAPSHOT !== "" && (asked === "snapshot" || forWarmth);

// Some engines can let Python wait within a call, and some cannot. A snapshot suits all of them, and
// Python does the same in all of them, if none can.
delete WebAssembly.Suspending;

// The page is told of each stage, for those who measure.
new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries())
    self.postMessage({ mark: name, at: performance.timeOrigin + startTime });
}).observe({ type: "mark", buffered: true });
performance.mark("worker-runs");

// ---- What is needed, asked for at once and side by side ----------------------------------------

const at = (path) => new URL(path, import.meta.url).href;
const WASM = at("pyodide/pyodide.asm.wasm");
const BYTE_CODE = at("python/start.zip");
const RARE = at("python/rare.zip");
const REPORT = at("python/report.zip");
const WHILE_NOBODY_WAITS = 3000; // milliseconds after the first screen
const ROUNDS = 15; // by which Chromium has kept a megabyte

const image = new Uint8Array(fromSnapshot ? size : 0);
const underWay = new Map([[WASM, fetch(WASM)]]);
if (!fromSnapshot) underWay.set(BYTE_CODE, fetch(BYTE_CODE));
const compiled = WebAssembly.compileStreaming(underWay.get(WASM));
const storage = import("./storage.js");
const scripts = Promise.all([import("./pyodide/pyodide.mjs"), import("./pyodide/pyodide.asm.mjs")]);

const loadSnapshot = async () => {
  const response = await fetch(at("python/snapshot.bin"));
  if (!response.ok) throw new Error(`The snapshot could not be loaded (HTTP ${response.status}).`);
  const file = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== intact) throw new Error("The snapshot is damaged.");
  performance.mark("snapshot-loaded");
  // What rehearse.mjs wrote; it says what all that is.
  const [, front, textSize, count] = new Uint32Array(file, 0, 4);
  const places = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 16, textSize)));
  const stretches = new Uint32Array(file, 16 + textSize, 2 * count);
  const contents = new Uint8Array(file, 16 + textSize + stretches.byteLength);
  return { front, places, stretches, contents };
};
let snapshot = fromSnapshot ? loadSnapshot() : undefined;

// Pyodide wants an image of the whole memory at once, and reads it after it got its WebAssembly. Until
// then it is filled in: fresh memory, and what differs from it.
const fillIn = ({ front, stretches, contents }, memory) => {
  const wanted = image.length - front;
  image.set(new Uint8Array(memory.buffer).subarray(0, wanted), front);
  let from = 0;
  for (let i = 0; i < stretches.length; i += 2) {
    const [place, length] = [stretches[i], stretches[i + 1]];
    image.set(contents.subarray(from, (from += length)), place);
  }
  const missing = wanted - memory.buffer.byteLength;
  if (missing > 0) memory.grow(missing / 65536);
};

const instantiate = async (imports) => {
  const module = await compiled;
  const { exports: own } = await WebAssembly.instantiate(module, imports);
  const exports = { ...own };
  if (fromSnapshot) {
    const { places } = await snapshot;
    for (const name in places) exports[name] = own.__indirect_function_table.get(places[name]);
    fillIn(await snapshot, own.memory);
  }
  return { module, instance: { exports } };
};

// Pyodide is given what is under way already. When its WebAssembly cannot be had, it warns and waits
// for ever: so listen in.
const noWebAssembly = new Promise((_, reject) => {
  const plainFetch = self.fetch;
  self.fetch = (resource, options) =>
    underWay.get(String(resource)) ?? plainFetch(resource, options);
  WebAssembly.instantiateStreaming = (_response, imports) => {
    const started = instantiate(imports);
    started.catch(reject);
    return started;
  };
});

// ---- Messages ----------------------------------------------------------------------------------

// The names in here are Flet's: its Python side imports this object as a module.
const flet_js = {};


let tellPageUrl;
const pageUrl = new Promise((resolve) => (tellPageUrl = resolve));
let tellFirstScreen;
const firstScreen = new Promise((resolve) => (tellFirstScreen = resolve));

self.onmessage = ({ data }) => {
  if (data instanceof Uint8Array) flet_js.send(data);
  else if (data.documentUrl) tellPageUrl(data.documentUrl);
  else if (data.shown) tellFirstScreen();
  else self.fromPage(data); // set by device/bridge.py, which speaks first
};

const sendToFlutter = (message) => {
  const bytes = message.toJs();
  self.postMessage(bytes, [bytes.buffer]);
};

// ---- Go ----------------------------------------------------------------------------------------

const wakeUp = async () => {
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts;
  const pyodide = await loadPyodide({
    createPyodideModule,
    indexURL: at("pyodide/"),
    stdLibURL: fromSnapshot ? "data:," : BYTE_CODE,
    // No package is ever installed at run time, so Pyodide's index of them stays away.
    lockFileContents: {
      info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
      packages: {},
    },
    packageBaseUrl: at("pyodide/"),
    env: { MSGPACK_PUREPYTHON: "1" }, // its C part cannot be loaded out of an archive
    stdout: (text) => console.log(text),
    stderr: (text) => console.warn(text),
    _loadSnapshot: fromSnapshot ? image : undefined,
  });
  // Neither is needed any more; Pyodide holds on to the image for nothing.
  snapshot = undefined;
  structuredClone(image.buffer, { transfer: [image.buffer] });
  performance.mark("python-runs");
  pyodide.registerJsModule("flet_js", flet_js);
  return pyodide;
};

const warmUp = async () => {
  const pyodide = await wakeUp();
  pyodide.pyimport("begin").wake_up();
  await pyodide.pyimport("rehearsal").warm_up(ROUNDS);
};

const run = async () => {
  const pyodide = await wakeUp();
  self.files = (await storage).files; // for device/browser.py
  self.bringReport = () => bringReport(pyodide.FS); // for device/late.py
  flet_js.documentUrl = await pageUrl;
  const begin = pyodide.pyimport("begin");
  if (fromSnapshot) begin.wake_up();
  begin.begin(RARE, REPORT);
  begin.destroy();
  if (!flet_js.start_connection) throw new Error("The app did not call ft.run().");
  await flet_js.start_connection(sendToFlutter);
  if (SNAPSHOT) firstScreen.then(() => setTimeout(bringRare, WHILE_NOBODY_WAITS, pyodide.FS));
};

// An import cannot wait as a fetch can, and without waiting not every browser gets what the service
// worker has. So it is there before it is asked for.
const bring = async (FS, address, file) => {
  if (FS.analyzePath(file).exists) return;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  FS.writeFile(file, new Uint8Array(await response.arrayBuffer()));
};

const bringReport = async (FS) => {
  if (SNAPSHOT) await bring(FS, REPORT, "/lib/report.zip");
};

const bringRare = (FS) =>
  bring(FS, RARE, "/lib/rare.zip").catch((error) =>
    console.warn("What is rarely needed did not come; it is fetched when it is needed.", error),
  );

Promise.race([forWarmth ? warmUp() : run(), noWebAssembly]).then(
  () => self.postMessage({ ready: true }),
  (error) => self.postMessage({ failed: String(error.message ?? error), asleep: fromSnapshot }),
);
