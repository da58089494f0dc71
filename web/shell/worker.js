// Runs Python. Everything comes from our own origin, next to this file, and is loaded at once.
// Says {ready: true} or {failed: "why"}; after that, messages are bytes of Flet's protocol, or
// objects between device/bridge.py and bridge.js.
import { files } from "./storage.js";
import { loadPyodide } from "./pyodide/pyodide.mjs";

const at = (path) => new URL(path, import.meta.url).href;

const bytesOf = async (path) => {
  const response = await fetch(at(path));
  if (!response.ok) throw new Error(`${path} could not be loaded (HTTP ${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
};

// The names in here are Flet's: its Python side imports this object as a module.
const flet_js = {};

self.files = files; // for device/browser.py

let tellPageUrl;
const pageUrl = new Promise((resolve) => (tellPageUrl = resolve));

self.onmessage = ({ data }) => {
  if (data instanceof Uint8Array) flet_js.send(data);
  else if (data.documentUrl) tellPageUrl(data.documentUrl);
  else self.fromPage(data); // set by device/bridge.py, which speaks first
};

const sendToFlutter = (message) => {
  const bytes = message.toJs();
  self.postMessage(bytes, [bytes.buffer]);
};

// The app is unpacked, because it reads its data as plain files; it is small. Packages stay in
// their archive.
const START = `
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zipfile import ZipFile

sys.dont_write_bytecode = True
ZipFile("/lib/app.zip").extractall("/app")
sys.path[:0] = ["/app/src", "/app", "/lib/packages.zip"]
spec = spec_from_file_location("__main__", next(Path("/app").glob("main.py*")))
sys.modules["__main__"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["__main__"])
`;

// When its WebAssembly cannot be had, Pyodide warns and waits for ever: so listen in.
const noWebAssembly = new Promise((_, reject) => {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...args) => {
    const started = instantiate(...args);
    started.catch(reject);
    return started;
  };
});

const run = async () => {
  const [pyodide, packages, app] = await Promise.all([
    loadPyodide({
      indexURL: at("pyodide/"),
      stdLibURL: at("python/stdlib.zip"),
      // No package is ever installed at run time, so Pyodide's index of them stays away.
      lockFileContents: {
        info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
        packages: {},
      },
      packageBaseUrl: at("pyodide/"),
      env: { MSGPACK_PUREPYTHON: "1" }, // its C part cannot be loaded out of an archive
      stdout: (text) => console.log(text),
      stderr: (text) => console.warn(text),
    }),
    bytesOf("python/packages.zip"),
    bytesOf("python/app.zip"),
  ]);
  pyodide.FS.writeFile("/lib/packages.zip", packages);
  pyodide.FS.writeFile("/lib/app.zip", app);
  flet_js.documentUrl = await pageUrl;
  pyodide.registerJsModule("flet_js", flet_js);
  await pyodide.runPythonAsync(START);
  if (!flet_js.start_connection) throw new Error("main.py ended without a call of ft.run().");
  await flet_js.start_connection(sendToFlutter);
};

Promise.race([run(), noWebAssembly]).then(
  () => self.postMessage({ ready: true }),
  (error) => self.postMessage({ failed: String(error.message ?? error) }),
);
