"""Notes down what a page plays: each recording, and the moment from which it can be heard.

It stands between the page and the browser's Web Audio, and nothing in the app knows of it. Times
are milliseconds by `performance.now()` of the page: `asked` when the browser was told, `at` when
it was told to begin. What was taken back before that is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

LISTEN = r"""
{
  const told = [];
  globalThis.heard = () => told.filter(({at, stopped}) => stopped > at)
    .map(({file, asked, at, ended}) => ({file, asked, at, ended}));
  const names = new WeakMap();
  const load = Response.prototype.arrayBuffer;
  Response.prototype.arrayBuffer = async function () {
    const bytes = await load.call(this);
    names.set(bytes, this.url.match(/(voice|sounds)\/.*/)?.[0]);
    return bytes;
  };
  const decode = BaseAudioContext.prototype.decodeAudioData;
  BaseAudioContext.prototype.decodeAudioData = async function (bytes) {
    const name = names.get(bytes);
    const buffer = await decode.call(this, bytes);
    names.set(buffer, name);
    return buffer;
  };
  const sources = new WeakMap();
  const momentOf = (source, when = 0) =>
    performance.now() + Math.max(0, when - source.context.currentTime) * 1000;
  const {start, stop} = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (when) {
    const one = {file: names.get(this.buffer), asked: performance.now(),
                 at: momentOf(this, when), stopped: Infinity, ended: null};
    told.push(one);
    sources.set(this, one);
    this.addEventListener("ended", () => one.ended = performance.now());
    start.call(this, when);
  };
  AudioBufferSourceNode.prototype.stop = function (when) {
    sources.get(this).stopped = momentOf(this, when);
    stop.call(this, when);
  };
}
"""


@dataclass(frozen=True)
class Heard:
    """One recording that was played."""

    file: str
    asked: float
    at: float
    ended: float | None
    """When the browser said that it was over; None as long as it is not."""


def heard(page: Page) -> list[Heard]:
    """What was played so far, in the order in which it was asked for."""
    return [Heard(**one) for one in page.evaluate("heard()")]
