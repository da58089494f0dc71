// What the programs that run Pyodide under Node have in common.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

process.on("uncaughtException", (error) => {
  console.error(String(error.message ?? error)); // without a megabyte of Pyodide's own source
  process.exit(1);
});

// Under Node, Pyodide imports the npm package "ws" for web sockets. A build opens none.
registerHooks({
  resolve: (name, context, next) =>
    name === "ws" ? { url: "data:text/javascript,", shortCircuit: true } : next(name, context),
});

export const load = async (folder, options) => {
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
  return loadPyodide({ indexURL: folder, ...options });
};
