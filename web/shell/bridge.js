// Put into the page by the build. What Python, which runs in a worker, may have the page do for
// it, and what the page tells Python of. Its other end is device/bridge.py.
//
//   to the page:  {ask: OPERATION, id, value}; without an id nobody waits for an answer
//   to Python:    {answer: id, value} or {answer: id, error: "why"}; {event: EVENT, value}
//
// Values are what JSON can say, and bytes; for nothing, undefined: Python has no null.
"use strict";
(() => {
  const KEPT = 100; // events, at most, of a kind that Python does not listen to yet

  const standalone = () =>
    matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

  // An iPad calls itself a Mac.
  const ios = () =>
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);

  // Whether the browser has promised to keep what is stored here.
  const persisted = async () => ({
    supported: Boolean(navigator.storage?.persist),
    persisted: Boolean(await navigator.storage?.persisted?.()),
    standalone: standalone(),
    ios: ios(),
  });

  // Asks it to; some browsers then ask the patient.
  const persist = async () => {
    const before = await persisted();
    return before.persisted || !before.supported
      ? before
      : { ...before, persisted: await navigator.storage.persist() };
  };

  const estimate = async () => {
    const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    return { usage, quota };
  };

  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

  // By the share sheet where there is one under the finger, else as a download.
  const save = async ({ name, type, bytes }) => {
    const file = new File([bytes], name, { type });
    const touched = matchMedia("(pointer: coarse)").matches;
    if (touched && navigator.canShare?.({ files: [file] })) {
      try {
        await navigator.share({ files: [file] });
        return "shared";
      } catch (error) {
        if (error.name === "AbortError") return "cancelled";
        console.warn(`${name} could not be shared, so it is downloaded.`, error);
      }
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow disk may still read it
    return "saved";
  };

  // Loaded when it is first needed: no start waits for reminders.
  const notify = (what) => async (value) => (await import("./notify.js"))[what](value);

  const files = (what) => async (value) => (await import("./drop.js"))[what](value);

  // What is dropped on a page would be opened in its place.
  for (const kind of ["dragover", "drop"])
    addEventListener(kind, (event) => {
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    });

  const listen = (event, worker) => {
    if (!events.has(event)) throw new Error("The page has no event of this name.");
    const { waiting } = events.get(event);
    events.get(event).worker = worker;
    for (const value of waiting.splice(0)) worker.postMessage({ event, value });
  };

  const operations = new Map([
    ["listen", listen],
    ["storage.persist", persist],
    ["storage.persisted", persisted],
    ["storage.estimate", estimate],
    ["file.save", save],
    ["files.take", files("take")],
    ["files.read", files("read")],
    ["motion.reduced", () => reducedMotion.matches],
    ["sound.prepare", (files) => sound.prepare(files)],
    ["sound.play", (what) => sound.play(what)],
    ["sound.stop", () => sound.stop()],
    ["vibrate", (how) => sound.vibrate(how)],
    ["today.keep", (glance) => keepToday(glance)],
    ["notify.state", notify("state")],
    ["notify.ask", notify("ask")],
    ["notify.keep", notify("keep")],
    ["notify.test", notify("test")],
    ["calendar.open", notify("openCalendar")],
    ["screen.drawn", () => screenDrawn],
    ["offline.state", () => offline.state()],
    ["version.switch", () => offline.takeOver()],
  ]);

  const events = new Map(
    [
      "files.dropped",
      "motion.changed",
      "notify.tapped",
      "offline.state",
      "page.frozen",
      "session.wanted",
    ].map((name) => [name, { worker: null, waiting: [] }]),
  );

  // Also called by offline.js.
  const tell = (globalThis.tellPython = (event, value) => {
    const { worker, waiting } = events.get(event);
    if (worker) worker.postMessage({ event, value });
    else if (waiting.push(value) > KEPT) waiting.shift();
  });

  if (reducedMotion.matches) tell("motion.changed", true);
  reducedMotion.addEventListener?.("change", ({ matches }) => tell("motion.changed", matches));
  // Chromium stops a page that is out of sight, but not its worker.
  document.addEventListener("freeze", () => tell("page.frozen", true));
  document.addEventListener("resume", () => tell("page.frozen", false));
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data.tapped) tell("notify.tapped"); // a notification, says the service worker
  });

  const answer = async ({ ask, id, value }, worker) => {
    try {
      const operation = operations.get(ask);
      if (!operation) throw new Error("The page has no operation of this name.");
      const result = await operation(value, worker);
      if (id !== undefined) worker.postMessage({ answer: id, value: result });
    } catch (error) {
      const why = String(error?.message ?? error);
      if (id !== undefined) worker.postMessage({ answer: id, error: why });
      else console.warn(`${ask}: ${why}`);
    }
  };

  // Called by boot.js for each worker that it starts.
  globalThis.bridgeTo = (worker) =>
    worker.addEventListener("message", ({ data }) => {
      if (data.ask) answer(data, worker);
    });
})();
