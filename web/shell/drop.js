// Loaded by bridge.js when Python first wants files that are dropped on the page. It tells of each
// by a number, its name and size; Python then asks for the bytes of those that it reads.
const EDGE = 4; // pixels of the frame around the page while a file hovers over it

const files = new Map();
const frame = document.createElement("div");
let taking = false;
let last = 0;
let leaving;

frame.style.cssText = `position: fixed; inset: 0; z-index: 3; pointer-events: none;
  border: ${EDGE}px dashed var(--green); box-sizing: border-box; border-radius: 16px;`;

// Tells whether there is anything to drop with: a finger alone does not.
export const take = (yes) => {
  taking = yes;
  files.clear();
  return matchMedia("(any-pointer: fine)").matches;
};

export const read = async (number) => {
  const file = files.get(number);
  if (!file) throw new Error("This file is not at hand any more.");
  files.delete(number);
  return new Uint8Array(await file.arrayBuffer()); // it fails for a folder
};

const hasFiles = ({ dataTransfer }) => taking && dataTransfer.types.includes("Files");

addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.dataTransfer.dropEffect = "copy"; // bridge.js has said "none"
  document.body.append(frame);
  clearTimeout(leaving);
  leaving = setTimeout(() => frame.remove(), 300); // it is told anew as long as it hovers
});

addEventListener("drop", (event) => {
  frame.remove();
  if (!hasFiles(event)) return;
  const dropped = [...event.dataTransfer.files].map((file) => {
    files.set(++last, file);
    return { number: last, name: file.name, size: file.size };
  });
  tellPython("files.dropped", dropped);
});
