// Loaded by boot.js a while after a start from the snapshot. Once for each version, while nobody touches
// anything, a second worker rehearses starts of the app (rehearsal.py). Then Chromium keeps what it
// compiled of Python's WebAssembly for the next start. It does so only when a megabyte of that has been
// used often, to which who looks at Today and goes never gets.

const QUIET = 5000; // milliseconds without a touch
const MEMORY = 2; // gigabytes: a second Python takes one tenth of one for some seconds
const TOUCHES = ["pointerdown", "keydown"];
const WARM = "willows.warm";
const { version } = document.documentElement.dataset;

let waiting;
let worker;

const wait = () => {
  clearTimeout(waiting);
  worker?.terminate();
  waiting = setTimeout(begin, QUIET);
};

const begin = () => {
  if (document.hidden || location.hash.startsWith("#/session")) return wait();
  worker = new Worker("worker.js?boot=warmth", { type: "module" });
  worker.onerror = () => end("its worker did not load");
  worker.onmessage = ({ data }) => {
    if (data.ready || data.failed) end(data.failed);
  };
};

// A failure would only come again.
const end = (failure) => {
  if (failure) console.warn(`The browser could not be warmed up: ${failure}`);
  worker.terminate();
  for (const touch of TOUCHES) removeEventListener(touch, wait, true);
  localStorage.setItem(WARM, version);
  performance.mark("warm");
};

// Only Chromium says how much memory there is, and only it keeps code by how often it was used.
if (navigator.deviceMemory >= MEMORY && localStorage.getItem(WARM) !== version) {
  for (const touch of TOUCHES) addEventListener(touch, wait, true);
  wait();
}
