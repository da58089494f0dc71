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
  const TURNS = 6;
  const real = performance.now.bind(performance);
  const [start, stop] = [setTimeout, clearTimeout];
  let stoppedAt = null;
  let waiting = [];
  let lastId = 1e9;
  performance.now = () => stoppedAt ?? real();
  self.setTimeout = (run, ms = 0, ...rest) => {
    if (stoppedAt === null || ms < SHORT) return start(run, ms, ...rest);
    waiting.push({ id: ++lastId, due: stoppedAt + ms, run: () => run(...rest) });
    return lastId;
  };
  self.clearTimeout = (id) => {
    waiting = waiting.filter((timer) => timer.id !== id);
    stop(id);
  };
  const others = (ms) => new Promise((resolve) => start(resolve, ms));
  const channel = new BroadcastChannel("hand clock");
  channel.onmessage = async ({ data }) => {
    if (stoppedAt === null) {
      stoppedAt = real();
      await others(1500); // for the timers that were set before
    }
    const end = stoppedAt + data.seconds * 1000;
    while (data.step && stoppedAt < end) {
      waiting.sort((one, other) => one.due - other.due);
      const due = waiting.length ? waiting[0].due : end;
      stoppedAt = Math.max(stoppedAt, Math.min(due, end, stoppedAt + SLICE));
      while (waiting.length && waiting[0].due <= stoppedAt) waiting.shift().run();
      // Python answers in several turns of the event loop, each of which may take long.
      for (let turn = 0; turn < TURNS; turn++) await others(1);
    }
    stoppedAt = end;
    if (!data.step) waiting.splice(0).forEach((timer) => timer.run());
    await others(30);
    channel.postMessage({ done: data.number });
  };
}
"""

ASK = """([number, seconds, step]) => new Promise((resolve) => {
  const channel = new BroadcastChannel("hand clock");
  channel.onmessage = ({ data }) => { if (data.done === number) { channel.close(); resolve(); } };
  channel.postMessage({ number, seconds, step });
})"""


class HandClock:
    """The clock of one page, of a context whose service workers are blocked."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._asked = 0
        page.route("**/worker.js", _with_clock)

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
        self._asked += 1
        self._page.evaluate(ASK, [self._asked, seconds, step])


def _with_clock(route: Route) -> None:
    response = route.fetch()
    # Modules are imported first, wherever the lines stand; they only look at the clock later.
    route.fulfill(response=response, body=CLOCK + response.text())
