// The service worker: keeps the whole app on the device and serves it from there, sealed.
//
// The build puts `const PRECACHE = {version, policy, pagePolicy, files}` in front.
// Files are stored under their path and hash. So a new version is stored beside the old one,
// shares with it what did not change, and continues after an interrupted download. It takes
// over when the app is next opened with no tab of it left open.
"use strict";

const SCOPE = new URL(registration.scope);
const OURS = `willows ${SCOPE.pathname} `;
const CACHE = OURS + PRECACHE.policy; // what is stored carries the policy: another one, anew
const PAGE = "index.html";

const keyOf = (path) => new URL(`${path}?${encodeURIComponent(PRECACHE.files[path])}`, SCOPE).href;

// ---- Storing -------------------------------------------------------------------------------

self.addEventListener("install", (event) => event.waitUntil(storeEverything()));
self.addEventListener("activate", (event) => {
  console.info(`Willows ${PRECACHE.version} is on this device.`);
  event.waitUntil(forgetFormerVersions());
});

// Complete or not at all: one failure, and the browser drops this version and keeps the old one.
const storeEverything = async () => {
  const cache = await caches.open(CACHE);
  for (const path of Object.keys(PRECACHE.files)) {
    if (!(await cache.match(keyOf(path)))) await cache.put(keyOf(path), await download(path));
  }
};

// The browser itself refuses a file whose hash is not the one in the list. A stale copy in its
// HTTP cache is the usual reason, so the second try goes past that cache.
const download = async (path) => {
  const url = new URL(path, SCOPE).href;
  const integrity = `sha256-${PRECACHE.files[path]}`;
  const response = await fetch(url, { integrity }).catch(() =>
    fetch(url, { integrity, cache: "reload" }),
  );
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return sealed(path, response);
};

// Stored with the policy, so that serving is handing over and the browser can keep compiled code.
const sealed = (path, response) =>
  new Response(response.body, {
    headers: {
      "Content-Type": response.headers.get("Content-Type") ?? "application/octet-stream",
      "Content-Security-Policy": path === PAGE ? PRECACHE.pagePolicy : PRECACHE.policy,
      "Referrer-Policy": "no-referrer",
    },
  });

const forgetFormerVersions = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
  const cache = await caches.open(CACHE);
  const current = new Set(Object.keys(PRECACHE.files).map(keyOf));
  for (const request of await cache.keys()) {
    if (!current.has(request.url)) await cache.delete(request);
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
    return;
  }
  const path = pathInApp(url);
  if (path in PRECACHE.files) event.respondWith(serve(path, request));
  else if (request.mode !== "navigate") event.respondWith(new Response(null, { status: 404 }));
});

const pathInApp = (url) =>
  url.pathname.startsWith(SCOPE.pathname)
    ? decodeURIComponent(url.pathname.slice(SCOPE.pathname.length)) || PAGE
    : "";

// A file that the browser dropped from its storage is fetched again, and must match its hash.
const serve = async (path, request) => {
  const cache = await caches.open(CACHE);
  const response = (await cache.match(keyOf(path))) ?? (await downloadAgain(path, request));
  const range = request.headers.get("Range");
  return range ? partOf(response, range) : response;
};

// The host may have a newer version by now. A page of it is better than none: it brings its own.
const downloadAgain = (path, request) =>
  download(path).catch((error) => {
    if (request.mode === "navigate") return fetch(request);
    throw error;
  });

// Safari plays sounds only from a server that answers with parts.
const partOf = async (response, range) => {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (from === undefined) return response;
  const whole = await response.blob();
  const end = to ? Math.min(Number(to) + 1, whole.size) : whole.size;
  const headers = new Headers(response.headers);
  headers.set("Content-Range", `bytes ${from}-${end - 1}/${whole.size}`);
  return new Response(whole.slice(Number(from), end), { status: 206, headers });
};
