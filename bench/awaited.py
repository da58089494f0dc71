"""How long a page takes until words from Python are drawn, and how long it stood still meanwhile.

`WATCH` goes in front of the page; `BEGIN`, with the words, comes before what is measured. `arrived`
then gives the `seconds` from the next tap, or else from `BEGIN`, until a message to the screen has
brought the words and two frames were drawn; and `stillness`, the longest without a frame in
milliseconds.
"""

WATCH = """
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (!globalThis.awaited || !(data instanceof Uint8Array)) return;
        if (!new TextDecoder().decode(data).includes(awaited.words)) return;
        const { resolve } = awaited;
        globalThis.awaited = null;
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
      });
    }
  };
"""

BEGIN = """(words) => {
  let began = performance.now();
  addEventListener("pointerup", () => (began = performance.now()), { capture: true, once: true });
  let [before, stillness] = [began, 0];
  const frame = (now) => {
    stillness = Math.max(stillness, now - before);
    before = now;
    if (globalThis.awaited) requestAnimationFrame(frame);
  };
  globalThis.arrived = new Promise((resolve) => (globalThis.awaited = { words, resolve }))
    .then((at) => ({ seconds: (at - began) / 1000, stillness }));
  requestAnimationFrame(frame);
}"""
