"""A folder served on this machine as `make start` does, which notes down what it sends.

And the browser that visits it: what every measurement opens it with.
"""

from __future__ import annotations

import functools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import ViewportSize

from bench.line import Line
from tests.browser import conftest
from web.page import policy_of_page
from web.serve import Handler

ROOT = Path(__file__).parents[1]
OURS = ROOT / "dist" / "web"

PHONE: ViewportSize = {"width": 390, "height": 844}
CHROMIUM_ARGS = [
    *conftest.CHROMIUM_ARGS,
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []),
]


@dataclass(frozen=True)
class Sent:
    """One file that was asked for and sent."""

    asked_at: float
    """Seconds since 1970."""
    file: Path
    size: int
    """Bytes of the body, encoded as it was sent."""


@dataclass
class Site:
    """A site that a browser can visit."""

    folder: Path
    first_words: str
    """Words of its first screen."""
    words_when_new: str = ""
    """Words of the screen that comes first on a new device, if it is another one."""
    policy: str = ""
    """The content policy that goes with every response."""
    keep: tuple[str, ...] = ()
    """What its page has to run to be kept for offline use."""
    up: bool = True
    """While it is not, every request fails as if the host were gone."""
    line: Line | None = None
    """What lies between it and the browser, if not nothing."""
    url: str = ""
    sent: list[Sent] = field(default_factory=list)

    @contextmanager
    def served(self) -> Iterator[Site]:
        """Serves it on a port of its own."""
        handler = type("SiteHandler", (_NotingHandler,), {"site": self})
        with ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(handler, directory=str(self.folder))
        ) as server:
            self.url = f"http://127.0.0.1:{server.server_port}/"
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield self
            finally:
                server.shutdown()

    @contextmanager
    def over(self, line: Line) -> Iterator[None]:
        """Puts `line` between it and the browser."""
        self.line = line
        try:
            yield
        finally:
            self.line = None

    def file_at(self, url: str) -> Path:
        """The file behind an address."""
        path = unquote(urlsplit(url).path).lstrip("/")
        return self.folder / (path or "index.html")


def built_site() -> Site:
    """Ours, as it was built."""
    if not (OURS / "index.html").exists():
        raise SystemExit(f"There is no web app in {OURS}. Make it: make build")
    policy = policy_of_page((OURS / "index.html").read_text("utf-8"))
    return Site(OURS, "Start session", words_when_new="Skip all", policy=policy)


class _NotingHandler(Handler):
    site: Site
    asked_at = 0.0

    def content_policy(self) -> str:
        return self.site.policy

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that is closed asks no more
            super().handle()

    def do_GET(self) -> None:
        self.asked_at = time.time()
        if self.site.up:
            if self.site.line:
                time.sleep(self.site.line.delay)
            super().do_GET()
        else:
            self.close_connection = True

    def copyfile(self, source: Any, outputfile: Any) -> None:
        size = source.seek(0, 2)
        source.seek(0)
        self.site.sent.append(Sent(self.asked_at, self.asked, size))
        if self.site.line:
            self.site.line.send(source, outputfile)
        else:
            super().copyfile(source, outputfile)
