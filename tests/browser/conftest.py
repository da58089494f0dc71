"""The built site in a real browser, as a phone would open it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, sync_playwright

from tests.browser import thrift
from tests.browser.chromium import find_or_install
from tests.browser.hand_clock import HandClock
from tests.browser.python import Python
from tests.browser.semantics import Screen

ROOT = Path(__file__).parents[2]
BUILT = Path(os.environ.get("WILLOWS_SITE", ROOT / "dist" / "web"))
FAILURES = ROOT / "build" / "browser-failures"
FAILED = pytest.StashKey[bool]()

CHROMIUM_ARGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Site:
    """A built site, served on a port of its own by the server of `make start`."""

    port: int
    folder: Path = BUILT
    server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Serve; on a second call, on the same address again."""
        command = [sys.executable, "-m", "web.serve", "--port", str(self.port)]
        command += ["--site", str(self.folder)]
        self.server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while not self._answers():
            assert self.server.poll() is None, "web.serve stopped; was the site built (make build)?"
            assert time.monotonic() < end, f"web.serve does not answer at {self.url}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Be gone, as a host that is down."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait(10)
            self.server = None

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@dataclass
class Traffic:
    """What the page, its workers and its service worker asked for, and what they complained of."""

    home: str
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Write down every request and every error of this browser context."""
        context.on("request", lambda request: self.requests.append(request))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )

    def strangers(self) -> list[str]:
        """Addresses of other hosts that were asked. What the page's own policy refused was not."""
        return [
            request.url
            for request in self.requests
            if urlsplit(request.url).netloc not in ("", urlsplit(self.home).netloc)
            and request.failure != "csp"
        ]

    def refused(self) -> list[str]:
        """Addresses that the page's own policy refused to ask."""
        return [request.url for request in self.requests if request.failure == "csp"]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The built site, served for the whole run; a test that stops it starts it again."""
    with socket.socket() as any_free:
        any_free.bind(("127.0.0.1", 0))
        port = any_free.getsockname()[1]
    site = Site(port)
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    args = [*CHROMIUM_ARGS, *thrift.CHROMIUM_ARGS]
    args += ["--no-sandbox"] if os.geteuid() == 0 else []
    path = find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A phone that has never seen the app. More pages of it are more tabs."""
    # What a service worker serves cannot be changed.
    service_workers = "block" if {"clock", "python"} & {*request.fixturenames} else "allow"
    with thrift.new_device(browser, service_workers=service_workers) as context:
        yield context


@pytest.fixture
def first_visit(context: BrowserContext) -> None:
    """Has a first visit start Python as it does in the hands of a patient: from byte code."""
    context.add_init_script(thrift.STARTS_AS_EVER)


@pytest.fixture
def clock(phone: Screen) -> HandClock:
    """The clock of the phone's app, moved by hand once it has been stopped."""
    return HandClock(phone.page)


@pytest.fixture
def python(phone: Screen) -> Python:
    """The Python of the phone's app."""
    return Python(phone.page)


@pytest.fixture
def traffic(context: BrowserContext, site: Site) -> Iterator[Traffic]:
    """All that goes over the network; the test fails if any of it went to another host."""
    traffic = Traffic(site.url)
    traffic.watch(context)
    yield traffic
    assert traffic.strangers() == [], "the app speaks to nobody"
    assert traffic.refused() == [], "the app does not even try to"


@pytest.fixture
def phone(
    context: BrowserContext, traffic: Traffic, request: pytest.FixtureRequest
) -> Iterator[Screen]:
    """The phone's screen: `phone.open(site.url)`, `phone.tap("Start session")`, ..."""
    screen = Screen(context.new_page())
    yield screen
    if request.node.stash.get(FAILED, False):
        _keep_evidence(screen, traffic, request.node.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the fixtures that the test failed, while its page is still open."""
    report: pytest.TestReport = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def _keep_evidence(screen: Screen, traffic: Traffic, test: str) -> None:
    """Keep what the page looked like, said and complained of."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    path = FAILURES / re.sub(r"\W+", "-", test.removeprefix("tests/browser/"))
    try:
        path.with_suffix(".txt").write_text(
            "\n".join(["# on the screen", screen.dump(), "# errors", *traffic.complaints]) + "\n",
            encoding="utf-8",
        )
        screen.page.screenshot(path=path.with_suffix(".png"))
        print(f"What the page looked like: {path.with_suffix('.png')}")
    except Exception as problem:  # a page that crashed must not hide why the test failed
        print(f"No evidence kept: {problem}")
