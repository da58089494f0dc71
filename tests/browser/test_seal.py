"""Nothing leaves the device and nothing strange runs in the page, whoever tries."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site
from tests.browser.semantics import Screen

FETCH = "(url) => fetch(url).then(() => 'reached', (error) => error.name)"

ASK_FROM_A_WORKER = """(url) => new Promise((resolve) => {
  const script = `
    addEventListener("securitypolicyviolation", () => postMessage("refused by policy"));
    fetch("${url}").then(() => "reached", (error) => error.name).then(postMessage);`;
  const worker = new Worker(URL.createObjectURL(new Blob([script])));
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => resolve(message);
})"""

ASK_IN_EVERY_WAY = """async ([url, past]) => {
  const refused = [];
  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
    if (blockedURI.startsWith(url.slice(0, -1))) refused.push(effectiveDirective);
  });
  const element = (tag, name) => {
    const made = document.createElement(tag);
    made.setAttribute(name, url);
    document.body.append(made);
  };
  element("script", "src");
  element("img", "src");
  element("audio", "src");
  if (past) {
    element("iframe", "src");
    element("object", "data");
    try { new WebSocket(url.replace("http", "ws")); } catch { }
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = url;
  document.head.append(link);
  navigator.sendBeacon(url, "the log");
  try { new EventSource(url); } catch { }
  await fetch(url).catch(() => {});
  await new Promise((done) => setTimeout(done, 500));
  return [...new Set(refused)].sort();
}"""

RUN_IN_EVERY_WAY = """async () => {
  await new Promise((done) => setTimeout(done)); // what a test runs at once may evaluate
  globalThis.ran = [];
  const page = document.createElement("div");
  page.innerHTML = `<img src="missing.png" onerror="ran.push('a handler')">
    <a id="link" href="javascript:ran.push('an address')"></a>`;
  document.body.append(page);
  document.getElementById("link").click();
  const script = document.createElement("script");
  script.textContent = "ran.push('a script')";
  document.body.append(script);
  const style = document.createElement("style");
  style.append("body { --strange: yes }");
  style.textContent = "body { --strange: yes }";
  document.head.append(style);
  for (const run of [
    () => eval("ran.push('eval')"),
    () => new Function("ran.push('a function')")(),
    () => setTimeout("ran.push('a timer')"),
    () => import("data:text/javascript,ran.push('a module')").catch(() => {}),
    () => new Worker("data:text/javascript,"),
  ]) {
    try { await run(); } catch { }
  }
  await new Promise((done) => setTimeout(done, 500));
  if (style.sheet) ran.push("a style");
  return ran;
}"""

WITHOUT_POLICY = """async () => {
  const asked = performance.getEntriesByType("resource").map(({ name }) => name);
  const without = [];
  for (const url of new Set([...asked, "index.html", "worker.js", "no-such-file.js"])) {
    const policy = (await fetch(url)).headers.get("Content-Security-Policy") ?? "";
    if (!policy.startsWith("default-src 'self'; script-src 'self'")) without.push(url);
  }
  return without;
}"""


class Stranger:
    """Another host, which would be glad of anything."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[str] = []

    def serve(self) -> ThreadingHTTPServer:
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_POST = do_GET

            def log_message(self, *_: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    stranger = Stranger()
    with stranger.serve() as server:
        yield stranger
        server.shutdown()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Page:
    """The app, served from the device."""
    phone = Screen(context.new_page()).open(site.url)
    phone.wait_offline_ready()
    return phone.page


def test_no_other_host_is_reached_from_page_or_worker_by_policy_nor_past_the_service_worker(
    page: Page, stranger: Stranger, context: BrowserContext, site: Site
) -> None:
    assert context.new_page().evaluate(FETCH, stranger.url) == "reached", "it could be"
    stranger.heard.clear()

    assert page.evaluate(ASK_IN_EVERY_WAY, [stranger.url, True]) == [
        "connect-src",
        "frame-src",
        "img-src",
        "media-src",
        "object-src",
        "script-src-elem",
        "style-src-elem",
    ]
    assert page.workers[0].evaluate(FETCH, stranger.url) == "TypeError"
    assert stranger.heard == []

    # Without a policy the service worker refuses alone: all but frames and sockets, which pass it.
    context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    Screen(page).open(site.url)
    assert page.evaluate(ASK_IN_EVERY_WAY, [stranger.url, False]) == []
    assert page.evaluate(ASK_FROM_A_WORKER, stranger.url) == "TypeError"
    assert stranger.heard == []


def test_no_code_or_style_runs_that_the_page_did_not_bring(page: Page) -> None:
    assert page.evaluate(WITHOUT_POLICY) == []
    assert page.evaluate(RUN_IN_EVERY_WAY) == []
