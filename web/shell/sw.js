// The service worker: keeps the whole app on the device and serves it from there, sealed.
//
// The build puts `const PRECACHE = {version, release, store, headers, pagePolicy, files}` in front,
// and reminders.js behind.
//
// Files are stored under their path and hash. So a new version is stored beside the old one,
// shares with it what did not change, and goes on after an interrupted download. It takes over
// when the patient says so, or when no tab of the app is open any more. Until it has shown its
// first screen it is on trial: if it cannot, the version that last could is served again.
"use strict";

const SCOPE = new URL(registration.scope);
const OURS = `willows ${SCOPE.pathname} `;
const RECORD = `${OURS}record`;
const PAGE = "index.html";
const LINES = 4; // downloads at a time
const STARTS = 3; // that a version on trial has, to show its first screen
const ROOM_TO_LIVE = 5_000_000; // bytes that the log and the browser itself need beside the app

// What a kind of browser alone needs has that kind's name; the page knows which kind this is.
const KINDS = new URL(location).searchParams.getAll("for");
const neededOf = ({ files }) =>
  Object.keys(files).filter((path) => !files[path].only || KINDS.includes(files[path].only));

const keyOf = (path, { hash }) => new URL(`${path}?${encodeURIComponent(hash)}`, SCOPE).href;
const storeOf = (list) => caches.open(OURS + list.store);

self.addEventListener("install", (event) => event.waitUntil(storeOrSay()));
self.addEventListener("activate", (event) => event.waitUntil(beginTrial()));

// ---- Storing -------------------------------------------------------------------------------

class NotStored extends Error {
  constructor(reason, details) {
    super(`Willows ${PRECACHE.version} is not stored: ${reason}.`);
    this.notStored = { reason, ...details };
  }
}

// Complete or not at all: one failure, and the browser drops this version and keeps the old one.
const storeOrSay = async () => {
  try {
    await storeEverything();
  } catch (error) {
    tell({ notStored: error.notStored ?? { reason: "unknown", message: String(error) } });
    throw error;
  }
};

const storeEverything = async () => {
  const store = await storeOf(PRECACHE);
  const wanted = neededOf(PRECACHE);
  const sizeOf = (paths) => paths.reduce((sum, path) => sum + PRECACHE.files[path].bytes, 0);
  const there = new Set((await store.keys()).map(({ url }) => url));
  const missing = wanted.filter((path) => !there.has(keyOf(path, PRECACHE.files[path])));
  const needed = sizeOf(missing);
  await makeSureOfRoom(needed);

  const progress = progressOf(sizeOf(wanted), sizeOf(wanted) - needed);
  const waiting = missing[Symbol.iterator]();
  let failure;
  const line = async () => {
    for (const path of waiting) {
      if (failure) return;
      const file = PRECACHE.files[path];
      const response = (await copied(path, file)) ?? (await download(path, file, progress(path)));
      await store.put(keyOf(path, file), sealed(path, response, PRECACHE)).catch((error) => {
        throw error.name === "QuotaExceededError" ? new NotStored("no room", { needed }) : error;
      });
      progress(path)(file.bytes);
    }
  };
  // What is under way when one fails comes to its end: it need not be fetched again.
  const ending = () => line().catch((error) => (failure ??= error));
  await Promise.all(Array.from({ length: LINES }, ending));
  if (failure) throw failure;
};

// Some browsers do not say how much room there is, and refuse when there is no more.
const makeSureOfRoom = async (needed) => {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota === undefined || needed === 0) return;
  const free = Math.max(0, quota - usage);
  if (free < needed + ROOM_TO_LIVE) throw new NotStored("no room", { needed, free });
};

// Another version stored the same file with other headers: the content need not be fetched again.
const copied = async (path, file) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith(OURS) || name === RECORD) continue;
    const found = await (await caches.open(name)).match(keyOf(path, file));
    if (found) return found;
  }
};

// What is wrong is usually a stale copy in the browser's own cache: the second try goes past it.
const download = async (path, file, progress) => {
  let wrong;
  for (const cache of ["default", "reload"]) {
    const response = await fetch(new URL(path, SCOPE), { cache }).catch((error) => {
      throw new NotStored("no network", { path, message: String(error) });
    });
    if (!response.ok) {
      wrong = new NotStored("not there", { path, status: response.status });
      continue;
    }
    const content = await contentOf(response, progress).catch((error) => {
      throw new NotStored("no network", { path, message: String(error) });
    });
    if ((await hashOf(content)) === file.hash) {
      return new Response(content, { headers: response.headers });
    }
    wrong = new NotStored("spoilt", { path });
  }
  throw wrong;
};

const contentOf = async (response, progress) => {
  const parts = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    progress(bytes);
  }
  return new Blob(parts);
};

const hashOf = async (blob) => {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
};

// Stored with the policy, so that serving is handing over and the browser can keep compiled code.
const sealed = (path, response, list) => {
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  const policy = path === PAGE ? { "Content-Security-Policy": list.pagePolicy } : {};
  return new Response(response.body, {
    headers: { ...list.headers, ...policy, "Content-Type": type },
  });
};

// Tells every page how much of the app is stored, once for each whole percent.
const progressOf = (total, before) => {
  const stored = new Map();
  let told = -1;
  return (path) => (bytes) => {
    stored.set(path, bytes);
    let sum = before;
    for (const each of stored.values()) sum += each;
    const percent = Math.min(100, Math.floor((100 * sum) / total));
    if (percent !== told) tell({ storing: (told = percent) });
  };
};

// A page that is not served by us yet is told as well: the first visit is watched from there.
const tell = async (message) => {
  for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    page.postMessage({ version: PRECACHE.version, ...message });
  }
};

// ---- Which version is served ----------------------------------------------------------------

// The record says which version last showed its first screen (`list`), how often the one after it
// has tried to (`starts`), and which one could not (`refused`).
let kept;
const readRecord = () => (kept ??= findRecord());
const findRecord = async () =>
  (await (await caches.match(SCOPE, { cacheName: RECORD }))?.json()) ?? cameUp;
const cameUp = { list: PRECACHE, starts: 0, refused: null };
readRecord(); // while the browser still gets ready to ask for the page
const writeRecord = async (record) => {
  kept = Promise.resolve(record);
  await (await caches.open(RECORD)).put(SCOPE, new Response(JSON.stringify(record)));
};

const isOnTrial = (record) =>
  record.list.version !== PRECACHE.version && record.refused !== PRECACHE.version;
const servedBy = (record) => (record.refused === PRECACHE.version ? record.list : PRECACHE);

// There is nothing to try on a first visit: the page that registers this has come up already.
const beginTrial = async () => writeRecord({ ...(await findRecord()), starts: 0, refused: null });

const countStart = async (record) => {
  const starts = record.starts + 1;
  const refused = starts > STARTS ? PRECACHE.version : null;
  await writeRecord({ ...record, starts, refused });
  return readRecord();
};

// What a page may ask for, and the page's own version: see offline.js.
const answers = {
  release: () => PRECACHE.release,
  refused: async () => (await readRecord()).refused !== null,
  takeOver: () => self.skipWaiting(),
  serve: (version) => version === PRECACHE.version && self.clients.claim(),
  cameUp: async (version) => {
    if (version === PRECACHE.version && isOnTrial(await readRecord())) await writeRecord(cameUp);
    await forgetWhatNobodyNeeds();
  },
  didNotStart: async (version) => {
    const record = await readRecord();
    if (version !== PRECACHE.version || !isOnTrial(record)) return false;
    console.warn(`Willows ${version} did not start; ${record.list.version} goes on.`);
    await writeRecord({ ...record, refused: version });
    return true; // the former one is served from now on
  },
};

self.addEventListener("message", (event) => {
  const { ask, version, value } = event.data;
  const answer = async () =>
    event.ports[0].postMessage(await answers[ask](version, value, event.source));
  event.waitUntil(answer());
});

// A version that is being stored, waits or is on trial has files beside those of the one that
// came up last.
const forgetWhatNobodyNeeds = async () => {
  const record = await readRecord();
  if (registration.installing || registration.waiting || isOnTrial(record)) return;
  const { list } = record;
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && ![RECORD, OURS + list.store].includes(name)) {
      await caches.delete(name);
    }
  }
  const store = await storeOf(list);
  const needed = new Set(neededOf(list).map((path) => keyOf(path, list.files[path])));
  for (const request of await store.keys()) {
    if (!needed.has(request.url)) await store.delete(request);
  }
};

// ---- Serving -------------------------------------------------------------------------------

// Nothing leaves the device: another origin is refused, and what is not in the list does not
// exist. Only opening some other page of the same host is left to the network.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== SCOPE.origin || request.method !== "GET") {
    event.respondWith(Response.error());
  } else if (pathOf(url) === CALENDAR) {
    event.respondWith(serveCalendar());
  } else if (request.mode !== "navigate" || pathOf(url) in PRECACHE.files) {
    event.respondWith(serve(pathOf(url), request));
  }
});

const pathOf = (url) =>
  url.pathname.startsWith(SCOPE.pathname)
    ? decodeURIComponent(url.pathname.slice(SCOPE.pathname.length)) || PAGE
    : "";

const serve = async (path, request) => {
  let record = await readRecord();
  if (request.mode === "navigate" && isOnTrial(record)) record = await countStart(record);
  const list = servedBy(record);
  const file = list.files[path];
  if (!file) return new Response(null, { status: 404, headers: list.headers });
  const store = await storeOf(list);
  return (await store.match(keyOf(path, file))) ?? downloadAgain(path, request, list);
};

// A file that the browser dropped from its storage is fetched again, and must match its hash.
// The host may have a newer version by now. A page of it is better than none: it brings its own.
const downloadAgain = async (path, request, list) => {
  try {
    return sealed(path, await download(path, list.files[path], () => {}), list);
  } catch (error) {
    if (request.mode === "navigate") return fetch(request);
    throw error;
  }
};
