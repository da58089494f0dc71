// Put into the page by the build. Has sw.js keep Willows for offline use, follows how far it is,
// and knows of new versions: they wait until the patient says so or every tab is closed.
//
// `offline.state` in full, for the app (device/offline.py):
//   state     starting, unavailable, storing, ready or failed
//   percent   how much is stored; why: what sw.js says of a failure
//   release   of this version; newer: the same of a newer version, or null
"use strict";
(() => {
  const HOUR = 3_600_000;
  const READY = { state: "ready", percent: 100, why: null };
  const root = document.documentElement;
  const workers = navigator.serviceWorker;
  const { version, release } = root.dataset;

  let registration = null;
  let looked = Date.now();
  const now = { state: "starting", percent: 0, why: null, release, newer: null };

  const change = (news) => {
    Object.assign(now, news);
    root.dataset.offline = now.state;
    showProgress();
    tellPython("offline.state", now);
  };

  // Nobody has to look at it: a line at the top edge, which says its name when asked.
  const showProgress = () => {
    const line = document.getElementById("storing");
    line.hidden = now.state !== "storing";
    if (!line.hidden) learnWords();
    line.style.width = `${now.percent}%`;
    line.setAttribute("aria-valuenow", now.percent);
  };

  // One version or the newer one: whichever is being stored now.
  const told = (worker, news) => change(worker.first ? news : { newer: { ...now.newer, ...news } });

  const follow = (worker) => {
    const storing = { worker, first: !registration.active };
    workers.onmessage = ({ data }) => {
      if ("storing" in data) told(storing, { state: "storing", percent: data.storing });
      if ("notStored" in data) told(storing, { state: "failed", why: data.notStored });
    };
    worker.onstatechange = async () => {
      if (worker.state === "redundant") giveUp(storing);
      if (worker.state === "activated" && storing.first) await takeHold(worker);
      if (worker.state === "installed" && !storing.first) offer(worker);
    };
    told(storing, { state: "storing", percent: 0, why: null });
  };

  // From now on this page is served from the device as well, and no newer version begins under it.
  const takeHold = async (worker) => {
    await ask(worker, "serve");
    change(READY);
  };

  // Why, sw.js has said already, unless the browser itself ended it.
  const giveUp = (storing) => {
    const { state } = (storing.first ? now : now.newer) ?? {};
    if (state === "storing") told(storing, { state: "failed", why: { reason: "interrupted" } });
  };

  const offer = async (worker) =>
    change({ newer: { state: "ready", release: await ask(worker, "release") } });

  const ask = (worker, question) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ ask: question, version }, [port2]);
    });

  // Only what this browser runs on is stored: see `only` in the list of sw.js.
  const kind = () => (globalThis._flutter_skwasmInstance ? "skwasm" : "canvaskit");

  const register = async () => {
    registration = await workers.register(`sw.js?for=${kind()}`, { updateViaCache: "none" });
    registration.onupdatefound = () => follow(registration.installing);
    if (registration.installing) follow(registration.installing);
    else if (registration.active) change(READY);
  };

  // Called by boot.js when the first screen is there.
  const keep = async () => {
    if (!workers) {
      change({ state: "unavailable" }); // not a secure address, or a private window
      return;
    }
    let served = Boolean(workers.controller);
    workers.oncontrollerchange = () => {
      if (served) restart(); // another version serves now
      served = true;
    };
    try {
      await register();
      if (workers.controller) await cameUp(workers.controller);
      if (registration.waiting) await offer(registration.waiting);
    } catch (error) {
      console.warn("Willows could not be stored for offline use.", error);
      change({ state: "failed", why: { reason: "unknown", message: String(error) } });
    }
  };

  const cameUp = async (worker) => {
    await ask(worker, "cameUp");
    if (await ask(worker, "refused")) {
      change({ newer: { state: "refused", release: await ask(worker, "release") } });
    }
  };

  // Called by boot.js when there will be no first screen. A version on trial makes way for the
  // former one, which did start.
  const didNotStart = async () => {
    const worker = workers?.controller;
    if (worker && (await ask(worker, "didNotStart"))) restart();
  };

  // What failed is tried again, and a new version looked for, when the app is looked at again.
  const lookAgain = async () => {
    const failed = now.state === "failed" || now.newer?.state === "failed";
    const due = failed || (registration && Date.now() - looked > HOUR);
    if (document.hidden || !due) return;
    looked = Date.now();
    try {
      await register();
      await registration.update();
    } catch (error) {
      console.info("No new version was looked for: the host cannot be reached.", error);
    }
  };
  document.addEventListener("visibilitychange", lookAgain);
  addEventListener("online", lookAgain);

  const takeOver = async () => {
    if (now.newer?.state !== "ready") throw new Error("There is no new version yet.");
    const worker = registration.waiting;
    if (!worker) return restart(); // it took over: no version serves a page loaded past them all
    worker.onstatechange = () => worker.state === "activated" && restart();
    await ask(worker, "takeOver");
  };

  // Once, however many events ask for it: each start of a version on trial counts.
  let restarting = false;
  const restart = () => {
    if (!restarting) location.reload();
    restarting = true;
  };

  globalThis.offline = { keep, didNotStart, takeOver, state: () => now };
})();
