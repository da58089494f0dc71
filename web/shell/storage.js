// Keeps the files of one folder of Python's in IndexedDB, in blocks: a flush writes the blocks that
// changed, in one transaction, and ends when the device has them. The other end is
// device/browser.py.
//
// Reading begins as soon as this is imported, while Python itself is still being loaded.

const NAME = "willows";
const FORMER = "/willows"; // where whole files were kept once, by Emscripten's IDBFS
const LOCK = "willows-log"; // the one tab with the log holds it for as long as it lives
const LETTING_GO = 500; // milliseconds
// Bytes. Chromium keeps values of this size in files of their own: twenty years of a log are then
// read in 25 ms, and with half of it in 220.
const BLOCK = 64 * 1024;

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("it was broken off"));
  });

const numbersOf = (from, to) => {
  const numbers = [];
  for (let n = Math.floor(from / BLOCK); n * BLOCK < to; n++) numbers.push(n);
  return numbers;
};

// ---- What is stored --------------------------------------------------------------------------

let database = null;
const stored = new Map(); // by path: the node of the file as of the last flush, and its size

const connect = async () => {
  const request = indexedDB.open(NAME, 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion === 1) return joinBlocks(request.transaction);
    stored.clear(); // the browser has thrown everything away
    request.result.createObjectStore("sizes"); // by path
    request.result.createObjectStore("blocks"); // by [path, number]
  };
  const opened = await settled(request);
  opened.onclose = () => (database = null);
  opened.onversionchange = () => opened.close();
  return opened;
};

// In the first version a block was half as long.
const joinBlocks = async (transaction) => {
  const blocks = transaction.objectStore("blocks");
  const [keys, halves] = await Promise.all([blocks.getAllKeys(), blocks.getAll()].map(settled));
  try {
    blocks.clear();
    keys.forEach(([path, n], i) => {
      if (n % 2) return;
      const second = keys[i + 1]?.[0] === path ? halves[i + 1] : new Uint8Array();
      const block = new Uint8Array(halves[i].length + second.length);
      block.set(halves[i]);
      block.set(second, halves[i].length);
      blocks.put(block, [path, n / 2]);
    });
  } catch (error) {
    transaction.abort(); // all stays as it is
    throw error;
  }
};

const read = async () => {
  database ??= await connect();
  const transaction = database.transaction(["sizes", "blocks"]);
  const [sizes, blocks] = ["sizes", "blocks"].map((name) => transaction.objectStore(name));
  const answers = [sizes.getAllKeys(), sizes.getAll(), blocks.getAllKeys(), blocks.getAll()];
  const [paths, lengths, keys, contents] = await Promise.all(answers.map(settled));
  const found = new Map(paths.map((path, i) => [path, new Uint8Array(lengths[i])]));
  keys.forEach(([path, n], i) => found.get(path).set(contents[i], n * BLOCK));
  return found;
};

const readFormer = async () => {
  const request = indexedDB.open(FORMER);
  request.onupgradeneeded = () => request.transaction.abort(); // there is none
  const former = await settled(request).catch(() => null);
  if (!former) return new Map();
  hasFormer = true;
  const store = former.transaction("FILE_DATA").objectStore("FILE_DATA");
  const [paths, entries] = await Promise.all([store.getAllKeys(), store.getAll()].map(settled));
  former.close();
  const files = paths.map((path, i) => [path.slice(FORMER.length + 1), entries[i].contents]);
  return new Map(files.filter(([, contents]) => contents));
};

// A tab that was just left, or a worker that was just ended, lets go of it a moment later.
const claim = () =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(LETTING_GO);
    const held = () => {
      resolve(true);
      return new Promise(() => {}); // until the tab is gone
    };
    navigator.locks
      .request(LOCK, { signal }, held)
      .catch((error) => (signal.aborted ? resolve(false) : reject(error)));
  });

let isOurs = false;
let hasFormer = false;

const begin = async () => {
  if (!(isOurs ||= await claim())) return null;
  const found = await read();
  return found.size ? found : readFormer();
};

// ---- Python's folder -------------------------------------------------------------------------

let FS;
let folder;
let early = navigator.locks ? begin() : null;
early?.catch(() => (early = null)); // told when it is tried again

// A file that is stored has the numbers of the blocks that changed since. One that has not is
// stored as a whole.
const noteChanges = ({ stream, node }) => {
  const { write } = stream;
  stream.write = (opened, buffer, offset, length, position, canOwn) => {
    const { changed } = opened.node;
    if (changed) for (const n of numbersOf(position, position + length)) changed.add(n);
    return write(opened, buffer, offset, length, position, canOwn);
  };
  const { setattr } = node;
  node.setattr = (file, attributes) => {
    if (attributes.size !== undefined) file.changed = null;
    setattr(file, attributes);
  };
};

const filesIn = (node, path = "") =>
  Object.entries(node.contents).flatMap(([name, child]) =>
    FS.isDir(child.mode) ? filesIn(child, `${path}${name}/`) : [[path + name, child]],
  );

const nodes = () => new Map(filesIn(FS.lookupPath(folder).node));

const store = async () => {
  database ??= await connect();
  // From here to the last `put` nothing else runs: SQLite is between two transactions.
  const now = nodes();
  const gone = [...stored.keys()].filter((path) => !now.has(path));
  const changes = [];
  for (const [path, node] of now) {
    const known = stored.get(path);
    const isWhole = known?.node !== node || !node.changed;
    const numbers = isWhole ? numbersOf(0, node.usedBytes) : [...node.changed];
    if (isWhole || numbers.length || known.size !== node.usedBytes)
      changes.push({ path, node, isWhole, numbers, size: node.usedBytes });
  }
  if (!changes.length && !gone.length) return;

  for (const { node } of changes) node.changed = new Set();
  try {
    await write(gone, changes);
  } catch (error) {
    for (const { node, isWhole, numbers } of changes)
      if (isWhole) node.changed = null;
      else for (const n of numbers) node.changed?.add(n);
    throw error;
  }
  for (const path of gone) stored.delete(path);
  for (const { path, node, size } of changes) stored.set(path, { node, size });
  if (hasFormer) indexedDB.deleteDatabase(FORMER);
  hasFormer = false;
};

const write = (gone, changes) => {
  const transaction = database.transaction(["sizes", "blocks"], "readwrite", {
    durability: "strict",
  });
  const [sizes, blocks] = ["sizes", "blocks"].map((name) => transaction.objectStore(name));
  try {
    for (const path of gone) {
      sizes.delete(path);
      blocks.delete(IDBKeyRange.bound([path], [path, Infinity]));
    }
    for (const { path, node, numbers, size } of changes) {
      sizes.put(size, path);
      blocks.delete(IDBKeyRange.bound([path, Math.ceil(size / BLOCK)], [path, Infinity]));
      for (const n of numbers)
        blocks.put(node.contents.slice(n * BLOCK, Math.min(size, (n + 1) * BLOCK)), [path, n]);
    }
  } catch (error) {
    transaction.abort(); // or what was put so far would be stored
    throw error;
  }
  transaction.commit(); // now it goes through even if this page is closed
  return committed(transaction);
};

// Put what is stored into this folder of Python's; false while another tab has it.
const openFolder = async (emscripten, path) => {
  if (folder) return true;
  const found = (await early) ?? (await begin()); // a page that was left may have had the lock
  early = null;
  if (!found) return false;
  FS = emscripten;
  FS.mkdirTree(path);
  for (const [name, contents] of found) {
    const file = `${path}/${name}`;
    FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
    FS.writeFile(file, contents, { canOwn: true });
  }
  folder = path;
  noteChanges(FS.filesystems.MEMFS.ops_table.file);
  if (hasFormer) return true;
  for (const [name, node] of nodes()) {
    node.changed = new Set();
    stored.set(name, { node, size: node.usedBytes });
  }
  return true;
};

// One at a time. A connection that was lost, as happens to a phone's page in the background, is
// made anew.
const flushFolder = async () => {
  try {
    await store();
  } catch (error) {
    if (error.name === "QuotaExceededError") throw error;
    database?.close();
    database = null;
    await store();
  }
};

// ---- For Python ------------------------------------------------------------------------------

// The error of a transaction may be of a kind that Pyodide does not take for an error: then whoever
// awaits it in Python waits for ever. A DOMException it knows.
const tell = (error) => {
  throw new DOMException(error.message, error.name);
};

export const files = {
  open: (emscripten, path) => openFolder(emscripten, path).catch(tell),
  flush: () => flushFolder().catch(tell),
};
