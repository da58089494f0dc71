// Put into the page by the build. Plays recordings at the moment that Python says, and vibrates.
//
// All of it on one AudioContext, which a tap lets sound once and for all: WebKit wants a tap for
// each <audio> there is. A moment ahead is kept by the sound hardware, however busy the page is.
"use strict";
(() => {
  const KEPT = 32; // decoded recordings, of some 150 KB each
  const RATE = 24_000; // Hz, enough for a voice
  const PATIENCE = 600; // ms in which a context that may sound does so
  const TOO_LATE = 2; // seconds after which it would speak of what is over
  const IDLE = 300_000; // ms without a play after which the sound hardware rests
  const SHAKES = { strong: [180, 80, 180], light: [60] }; // ms on, off, on

  let context = null;
  let decoder = null; // works before the first tap as well
  let latest = null; // what was asked for last: no sentence of it begins after `until`
  let resting;
  const sources = new Map(); // what sounds and what is about to, each with its end if it is cut off
  const recordings = new Map(); // promises by file, the least recently used first

  // ---- A context that sounds ---------------------------------------------------------------

  // A phone call interrupts it, and so does another app: the next tap brings it back.
  const wake = () => context.state !== "running" && context.resume().catch(() => {});

  const tapped = () => {
    // The patient's music goes on, quieter, while something is said.
    if (!context && navigator.audioSession) navigator.audioSession.type = "transient";
    context ??= new AudioContext();
    wake();
  };
  for (const tap of ["pointerup", "touchend", "keydown"]) addEventListener(tap, tapped, true);
  addEventListener("visibilitychange", () => context && !document.hidden && wake());

  // A browser that lets nothing be heard does not say so: its context just never runs.
  const sounds = async () => {
    if (!context) return false;
    await Promise.race([wake(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    return context.state === "running";
  };

  // ---- Recordings --------------------------------------------------------------------------

  const load = async (file) => {
    const response = await fetch(file);
    if (!response.ok) throw new Error(`${file} is not there (HTTP ${response.status}).`);
    decoder ??= new OfflineAudioContext(1, 1, RATE);
    return decoder.decodeAudioData(await response.arrayBuffer());
  };

  const recording = (file) => {
    const found = recordings.get(file) ?? load(file);
    recordings.delete(file);
    recordings.set(file, found);
    found.catch(() => recordings.delete(file));
    if (recordings.size > KEPT) recordings.delete(recordings.keys().next().value);
    return found;
  };

  // ---- What Python asks for ----------------------------------------------------------------

  const prepare = (files) => files.forEach(recording);

  // One file after the other, from `at` on, in seconds since 1970. Whatever was asked for before
  // ends then: nothing ever speaks into something else. False where nothing may be heard.
  const play = async ({ files, at }) => {
    const before = latest;
    const mine = (latest = { until: Infinity });
    if (!(await sounds())) return false;
    let when = context.currentTime + at - Date.now() / 1000;
    const over = when + TOO_LATE;
    for (const [number, file] of files.entries()) {
      const buffer = await recording(file);
      when = Math.max(when, context.currentTime);
      if (when >= mine.until || (number === 0 && when > over)) break;
      if (number === 0 && mine.until === Infinity) end(before, when);
      begin(buffer, when, mine.until);
      when += buffer.duration;
    }
    clearTimeout(resting);
    resting = setTimeout(() => context.suspend(), IDLE);
    return true;
  };

  const begin = (buffer, when, until) => {
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.onended = () => sources.delete(source);
    source.start(when);
    if (until < Infinity) source.stop(until);
    sources.set(source, until);
  };

  const end = (what, when) => {
    if (what) what.until = when;
    for (const [source, until] of sources) {
      if (when >= until) continue;
      source.stop(when);
      sources.set(source, when);
    }
  };

  const stop = () => end(latest, 0);

  // Only a phone can: a browser on another device says yes and does nothing.
  const vibrate = (how) =>
    /Android/.test(navigator.userAgent) && Boolean(navigator.vibrate?.(SHAKES[how]));

  globalThis.sound = { prepare, play, stop, vibrate }; // for bridge.js
})();
