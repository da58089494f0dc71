"""Reaches into the app's Python, in its worker, to have it do something there."""

from __future__ import annotations

from playwright.sync_api import Page, Route

KEPT = ("pyodide.registerJsModule(", "(self.python = pyodide).registerJsModule(")

RUN = """(code) => python.runPythonAsync(code).then(
  (value) => String(value),
  (error) => error.message.trim().split("\\n").at(-1),
)"""


class Python:
    """The Python of one page, of a context whose service workers are blocked."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.route("**/worker.js*", _with_hold_of_python)

    def run(self, code: str) -> str:
        """Run this there, which may await; its last value as text, or its error's last line."""
        return str(self._page.workers[0].evaluate(RUN, code))


def _with_hold_of_python(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=within_reach(response.text()))


def within_reach(script: str) -> str:
    """The worker's script, with one expression changed: from then on `python` is its Pyodide."""
    before, after = KEPT
    if script.count(before) != 1:
        raise RuntimeError(f"worker.js has no single {before}")
    return script.replace(before, after)
