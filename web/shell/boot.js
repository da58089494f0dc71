// Put into the page by the build. Starts Python before anything else, connects it to Flutter,
// takes the loading screen away when the app's own first screen is there, and then lets the
// service worker store the app for offline use.
"use strict";
(() => {
  const root = document.documentElement;
  const folder = new URL(".", document.baseURI);

  // What Flet's client reads of its page; the names are Flet's.
  globalThis.flet = {
    pyodide: true,
    multiView: false,
    noCdn: true,
    webRenderer: "auto",
    routeUrlStrategy: "hash", // any static host can serve it: one page, whatever the route
    webSocketEndpoint: "",
    entrypointBaseUrl: folder.pathname,
    assetBase: folder.pathname,
    canvasKitBaseUrl: new URL("canvaskit/", folder).pathname,
    fontFallbackBaseUrl: new URL("assets/fonts/", folder).pathname,
  };

  // Flet's client asks a CDN for the player of animations that we do not have. The policy would
  // refuse it; this way it is not even asked for.
  const scriptUrl = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src");
  Object.defineProperty(HTMLScriptElement.prototype, "src", {
    ...scriptUrl,
    set(url) {
      if (new URL(url, document.baseURI).origin === location.origin) scriptUrl.set.call(this, url);
    },
  });

  // It also fills style elements with text, which the policy refuses: no style is inline but our
  // own. The same rules as a sheet made by script are allowed.
  if (document.adoptedStyleSheets) {
    HTMLStyleElement.prototype.append = (text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text.data);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    };
  }

  // ---- Python ------------------------------------------------------------------------------

  // From the snapshot of Python's memory only once it is stored here: a first visit has more to
  // load with it than it saves. The address may say which, for those who measure.
  const howToBoot = () =>
    new URLSearchParams(location.search).get("boot") ??
    (navigator.serviceWorker?.controller ? "snapshot" : "bytecode");

  // Anew, and past the snapshot.
  const startSafely = () => {
    const address = new URL(location);
    address.searchParams.set("boot", "bytecode");
    if (address.href === location.href) location.reload();
    else location.replace(address);
  };

  // Python's worker, and what becomes of it: `asleep` if it did not wake up from its snapshot.
  const startPython = () => {
    const python = { worker: null, toFlutter: null };
    python.ready = startWorker(python, howToBoot()).catch((error) => {
      if (!error.asleep) throw error;
      console.warn("Python did not wake up from its snapshot, so it starts from byte code.", error);
      python.worker.terminate();
      return startWorker(python, "bytecode");
    });
    python.ready.then(
      () => performance.mark("python-ready"),
      (error) => fail(say("The part of Willows that runs your exercises did not start."), error),
    );
    return python;
  };

  // The worker says {ready: true} or {failed: "why", asleep} once, {mark, at} at each stage of its
  // start, and bytes for Flutter; the rest is for bridge.js.
  const startWorker = (python, boot) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(`worker.js?boot=${boot}`, folder), { type: "module" });
      python.worker = worker;
      root.dataset.python = boot;
      bridgeTo(worker);
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.failed) reject(Object.assign(new Error(data.failed), data));
        else if (data.mark) performance.mark(data.mark, { startTime: sinceOpened(data.at) });
        else if (data instanceof Uint8Array) {
          python.toFlutter(data);
          noticeFirstScreen(data, worker);
        }
      };
      worker.onerror = (event) => reject(new Error(event.message || "worker.js did not load"));
      worker.postMessage({ documentUrl: document.URL });
    });

  const sinceOpened = (time) => Math.max(0, time - performance.timeOrigin);

  const connected = new Map();
  let early = null;

  // Called by Flutter, which names its app by an id.
  globalThis.jsConnect = async (id, _args, toFlutter) => {
    const python = early ?? startPython();
    early = null;
    python.toFlutter = toFlutter;
    connected.set(id, python);
    await python.ready;
  };

  globalThis.jsSend = async (id, bytes) =>
    connected.get(id)?.worker.postMessage(bytes, [bytes.buffer]);

  globalThis.jsDisconnect = async (id) => {
    connected.get(id)?.worker.terminate();
    connected.delete(id);
  };

  // ---- The loading screen ------------------------------------------------------------------

  const PATCH_CONTROL = 2;
  const SESSION_CRASHED = 6;

  // A message is [0][msgpack of [action, body]]: its third byte is the action. The first patch
  // of the page carries the first screen; Flutter needs two frames to lay it out and draw it.
  const noticeFirstScreen = (message, worker) => {
    if (root.dataset.boot !== "starting" && root.dataset.boot !== "slow") return;
    if (message[2] !== PATCH_CONTROL && message[2] !== SESSION_CRASHED) return;
    if (message[2] === SESSION_CRASHED) {
      if (root.dataset.python === "snapshot") return startSafely();
      offline.didNotStart();
    }
    root.dataset.boot = "drawing";
    releaseFrames();
    requestAnimationFrame(() => requestAnimationFrame(() => showApp(worker)));
  };

  // Until then Flutter would only turn a wheel that nobody sees, and Python would have to wait for it.
  const nextFrame = requestAnimationFrame;
  let held = [];
  globalThis.requestAnimationFrame = (frame) => held.push(frame);
  const releaseFrames = () => {
    globalThis.requestAnimationFrame = nextFrame;
    for (const frame of held.splice(0)) requestAnimationFrame(frame);
  };

  let tellDrawn;
  globalThis.screenDrawn = new Promise((resolve) => (tellDrawn = resolve)); // for bridge.js

  const showApp = (worker) => {
    root.dataset.boot = "running";
    performance.mark("first-screen");
    worker.postMessage({ shown: true });
    tellDrawn();
    for (const id of ["loading", "today"]) {
      const painted = document.getElementById(id);
      painted.classList.add("leaving");
      setTimeout(() => painted.remove(), 200);
    }
    readAloud();
    offline.keep();
    if (root.dataset.python === "snapshot") setTimeout(warmUp, WHILE_NOBODY_WAITS);
  };

  const WHILE_NOBODY_WAITS = 3000;
  const warmUp = () => import("./warmup.js").catch(console.warn);

  // Flutter makes its accessibility tree only for who finds and presses a hidden button: so it is
  // pressed, in its middle, as it must be on a phone.
  const readAloud = () => {
    const view = document.querySelector("flutter-view");
    view?.setAttribute("role", "main");
    if (view) passBy(view);
    const button = document.querySelector("flt-semantics-placeholder");
    if (!button) return;
    const { x, y, width, height } = button.getBoundingClientRect();
    const middle = { clientX: x + width / 2, clientY: y + height / 2 };
    button.dispatchEvent(new MouseEvent("click", middle));
  };

  // The whole view is no stop of the Tab key, as Flutter has it again and again: whoever came
  // there was sent back to the last control, and never got to the first.
  const passBy = (view) => {
    const pass = () => {
      if (view.tabIndex !== -1) view.tabIndex = -1;
    };
    new MutationObserver(pass).observe(view, { attributeFilter: ["tabindex"] });
    pass();
  };

  // Flutter would go from control to control by where they stand on the screen, of which a list
  // scrolls; the browser goes through that tree, in the order in which it is read.
  addEventListener(
    "keydown",
    (event) => {
      root.dataset.keys = "";
      if (event.key === "Tab") event.stopImmediatePropagation();
    },
    true,
  );
  addEventListener("pointerdown", () => delete root.dataset.keys, true);

  // Nor does it let a screen without controls be scrolled by the keyboard.
  const PAGES = { PageDown: 1, PageUp: -1 };
  addEventListener("keydown", ({ key, target }) => {
    if (!(key in PAGES) || target.matches("input, textarea")) return;
    const lists = [...document.querySelectorAll("flt-semantics-host [role=group]")];
    const list = lists.find((each) => each.scrollHeight > each.clientHeight + 1);
    list?.scrollBy(0, 0.8 * PAGES[key] * list.clientHeight);
  });

  // While it starts, it forbids to zoom and takes the page's title away.
  const head = new MutationObserver(() => {
    const viewport = document.querySelector("meta[flt-viewport]");
    const free = "width=device-width, initial-scale=1, viewport-fit=cover";
    if (viewport && viewport.content !== free) viewport.content = free;
    if (!document.title) document.title = "Willows";
  });
  head.observe(document.head, { childList: true, subtree: true });

  const tell = (state, reason, error) => {
    root.dataset.boot = state;
    const show = () => {
      fill(reason, error);
      learnWords().then(() => fill(reason, error)); // in English till they come, if they do
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
    else show();
  };

  const fill = (reason, error) => {
    document.getElementById("reason").textContent = say(reason);
    const details = document.getElementById("details");
    const said = String(error ?? "");
    details.textContent = [
      say(reason),
      said,
      error?.stack?.replace(said, "").trim(), // in some browsers it begins with what is said
      `Willows ${root.dataset.release} (${root.dataset.version})`,
      navigator.userAgent,
    ]
      .filter(Boolean)
      .join("\n");
    document.getElementById("again").onclick = startSafely;
    document.getElementById("copy").onclick = async ({ target }) => {
      try {
        await navigator.clipboard.writeText(details.textContent);
        target.textContent = say("Copied");
      } catch {
        details.parentElement.open = true; // it can be selected and copied by hand
        getSelection().selectAllChildren(details);
      }
    };
  };

  // Also called by flutter.js.
  globalThis.bootFailed = (reason, error) => {
    if (root.dataset.boot === "running" || root.dataset.boot === "failed") return;
    console.error(reason, error);
    tell("failed", reason, error);
    offline.didNotStart();
  };
  const fail = globalThis.bootFailed;
  const screensFailed = (error) => fail(say("The screens of Willows did not load."), error);

  // Not every fault on the way is reported to us, and a slow line is none: so wait on, but offer
  // another try.
  const PATIENCE = 20_000;
  let lastTrouble = null;
  addEventListener("unhandledrejection", ({ reason }) => (lastTrouble = reason));
  setTimeout(() => {
    if (root.dataset.boot !== "starting") return;
    const reason = say(
      "This takes longer than usual. The first visit can take a while on a slow line.",
    );
    tell("slow", reason, lastTrouble ?? say("Nothing failed so far."));
  }, PATIENCE);

  // A script of the page that cannot be had; such errors do not bubble.
  addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLScriptElement) screensFailed(new Error(`${target.src} is missing`));
    },
    true,
  );

  // WebKit brings a page back from its cache with Flutter's frames stopped; only a fresh start
  // helps. What the patient logged is stored already.
  addEventListener("pageshow", (event) => {
    if (event.persisted && navigator.vendor?.startsWith("Apple")) location.reload();
  });

  // ---- Go ----------------------------------------------------------------------------------

  root.dataset.boot = "starting";
  if (typeof WebAssembly !== "object") {
    fail(
      say(
        "This browser cannot run Willows: WebAssembly is missing or switched off. Please try an up-to-date Chrome, Edge, Firefox or Safari.",
      ),
      new Error("WebAssembly is not available"),
    );
  } else {
    try {
      early = startPython();
    } catch (error) {
      fail(say("This browser cannot run Willows. Please try an up-to-date one."), error);
    }
  }
})();
