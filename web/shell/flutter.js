
// ---- Ours: follows Flutter's loader and the list of its builds (see web/client.py) ----

// Starts Flutter without the service worker of the stock client: it would fight with sw.js.
(() => {
  const config = {
    multiViewEnabled: flet.multiView,
    entrypointBaseUrl: flet.entrypointBaseUrl,
    assetBase: flet.assetBase,
    canvasKitBaseUrl: flet.canvasKitBaseUrl,
    canvasKitVariant: "full", // one variant for every browser: it is the one in the precache
    fontFallbackBaseUrl: flet.fontFallbackBaseUrl,
  };
  // Chromium lacks the first on an address that is not secure, and the faster renderer then wants
  // a file that we do not ship.
  if (!globalThis.ImageDecoder || !Intl.v8BreakIterator) config.renderer = "canvaskit";
  if (document.documentElement.dataset.boot === "failed") return;
  const failed = (error) => bootFailed(say("The screens of Willows did not load."), error);
  addEventListener("flutter-first-frame", () => performance.mark("flutter-first-frame"), {
    once: true,
  });
  _flutter.loader
    .load({
      config,
      onEntrypointLoaded: async (engineInitializer) => {
        try {
          const engine = await engineInitializer.initializeEngine(config);
          await engine.runApp();
        } catch (error) {
          failed(error);
        }
      },
    })
    .catch(failed);
})();
