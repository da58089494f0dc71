"""A clock for the app's Python that a test moves by hand: a session of half an hour in seconds.

The worker's script is served with a few lines more, which stand between Python and the browser's
clock and timers. Nothing in the app itself knows of it.
"""

from __future__ import annotations

from playwright.sync_api import Page, Route

# Timers below this many milliseconds are the event loop's own and keep real time.
CLOCK = """
{
  const SHORT = 30;
  const SLICE = 1000;
  const LOOKS = 500;
  const LOOK = 0.01;
  const RESTLESS = 1000;
  const real = performance.now.bind(performance);
  const [start, stop] = [setTimeout, clearTimeout];
  const timers = new Map();
  let stoppedAt = null;
  let looks = 0;
  let lastId = 1e9;

  // Who sleeps for a moment too short for a timer looks at the clock until it is over.
  performance.now = () =>
    stoppedAt === null ? real() : stoppedAt + Math.max(0, ++looks - LOOKS) * LOOK;
  const moveTo = (time) => {
    stoppedAt = Math.max(performance.now(), time);
    looks = 0;
  };
  self.setTimeout = (run, ms = 0, ...rest) => {
    const id = ++lastId;
    const timer = { short: ms < SHORT, due: performance.now() + ms };
    timer.run = () => {
      timers.delete(id);
      run(...rest);
    };
    if (timer.short || stoppedAt === null) timer.id = start(timer.run, ms);
    timers.set(id, timer);
    return id;
  };
  self.clearTimeout = (id) => {
    stop(timers.get(id)?.id);
    timers.delete(id);
  };
  const waiting = () =>
    [...timers.values()].filter(({ short }) => !short).sort((one, other) => one.due - other.due);
  const short = () => [...timers.values()].some(({ short }) => short);

  // Python's event loop goes round by messages to itself, and it rests when it sends none.
  const post = MessagePort.prototype.postMessage;
  let posted = 0;
  MessagePort.prototype.postMessage = function (...message) {
    posted++;
    post.apply(this, message);
  };
  const own = new MessageChannel();
  const turn = () => new Promise((resolve) => {
    own.port1.onmessage = resolve;
    post.call(own.port2, null);
  });
  const others = (ms) => new Promise((resolve) => start(resolve, ms));
  const rest = async () => {
    const end = real() + RESTLESS;
    let before = -1;
    while ((short() || posted !== before) && real() < end) {
      before = posted;
      await (short() ? others(1) : turn());
    }
  };

  // What Python says to the page is heard there, and answered, before time goes on.
  const channel = new BroadcastChannel("hand clock");
  const page = () => new Promise((resolve) => {
    channel.addEventListener("message", resolve, { once: true });
    channel.postMessage("your turn");
  });

  channel.onmessage = async ({ data }) => {
    if (!("seconds" in data)) return;
    if (stoppedAt === null) {
      moveTo(real());
      waiting().forEach(({ id }) => stop(id));
    }
    const end = stoppedAt + data.seconds * 1000;
    while (data.step && stoppedAt < end) {
      const due = waiting()[0]?.due ?? end;
      moveTo(Math.min(due, end, stoppedAt + SLICE));
      for (let next; (next = waiting()[0])?.due <= stoppedAt; ) next.run();
      await rest();
      await page();
      await rest();
    }
    moveTo(end);
    if (!data.step) waiting().forEach((timer) => timer.run());
    await others(30);
    channel.postMessage("done");
  };
}
"""

ASK = """(moved) => new Promise((resolve) => {
  const channel = new BroadcastChannel("hand clock");
  channel.onmessage = ({ data }) => {
    if (data === "your turn") return channel.postMessage({});
    channel.close();
    resolve();
  };
  channel.postMessage(moved);
})"""


class HandClock:
    """The clock of one page, of a context whose service workers are blocked."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.route("**/worker.js*", _with_clock)

    def stop(self) -> None:
        """From now on time passes only by `passes` and `jumps`."""
        self.passes(0)

    def passes(self, seconds: float) -> None:
        """Let this time pass, with everything that is due in it done when it is due."""
        self._ask(seconds, step=True)

    def jumps(self, seconds: float) -> None:
        """Let this time be over at once, as when the phone was frozen."""
        self._ask(seconds, step=False)

    def _ask(self, seconds: float, step: bool) -> None:
        self._page.evaluate(ASK, {"seconds": seconds, "step": step})


def _with_clock(route: Route) -> None:
    response = route.fetch()
    # Modules are imported first, wherever the lines stand; they only look at the clock later.
    route.fulfill(response=response, body=CLOCK + response.text())
