"""Backup and restore: how long a phone takes with twenty years of daily sessions (`bench.years`).

- The file: as the app writes it, and its JSON before it is compressed.
- Restoring it on a phone whose log is empty: from the moment that the patient has chosen the file
  until what it would add is drawn, and from the tap on "Add to my log" until "Restored" is, which
  is said once all of it is durable. What the patient takes to read in between does not count.
- How long the page drew nothing meanwhile: so long did the progress bar stand still.
- Saving it again: from the tap until the browser has the file.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.awaited import BEGIN, WATCH
from bench.figures import Figure, Goal, alone, compared
from bench.site import CHROMIUM_ARGS, PHONE, Site, built_site
from bench.years import write_years
from tests.browser.chromium import find_or_install
from tests.browser.semantics import Screen
from willows_app.adherence.backup import pack, write_backup
from willows_app.adherence.log import Log
from willows_app.adherence.merging import facts_in
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines

ROUTINE = "upper_back.yaml"
YEARS = (1, 20)
MADE_AT = datetime(2026, 11, 23, 18, 4, tzinfo=UTC)
FEW = 3
"""Rounds at most: each takes half a minute."""

PATIENCE = 120_000
"""Milliseconds."""

LONGEST = Goal(5, of_reference=False)


@dataclass(frozen=True)
class Restored:
    """What a restore took, in seconds, and how long the page stood still, in milliseconds."""

    looked_at: float
    added: float
    saved: float
    stillness: float


def measure(runs: int) -> Iterator[Figure]:
    """All figures of backup and restore."""
    path = find_or_install()
    site = built_site()
    with tempfile.TemporaryDirectory() as folder:
        files = {years: _backup_of(years, Path(folder)) for years in YEARS}
        for years, content in files.items():
            packed, name = pack(content), f"the backup of {years} year{'s' * (years > 1)}"
            yield compared(name, "MB", [len(packed) / 1e6], "its JSON", [len(content) / 1e6])
        file = Path(folder) / "willows-backup-2026-11-23.json.gz"
        file.write_bytes(pack(files[YEARS[-1]]))
        with (
            site.served(),
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser,
        ):
            rounds = [_restore(browser, site, file) for _ in range(min(runs, FEW))]
    what = f"restore of {YEARS[-1]} years"
    yield alone(f"{what}, file to preview", "s", median(each.looked_at for each in rounds))
    yield alone(f"{what}, tap to durable", "s", median(each.added for each in rounds))
    in_all = median(each.looked_at + each.added for each in rounds)
    yield alone(f"{what}, in all", "s", in_all, LONGEST)
    stillness = median(each.stillness for each in rounds)
    yield alone(f"{what}, longest without a frame", "ms", stillness)
    saved = median(each.saved for each in rounds)
    yield alone(f"save of {YEARS[-1]} years, tap to file", "s", saved)
    yield compared(
        "restore: load", "tasks", [os.getloadavg()[0]], "processors", [os.cpu_count() or 1]
    )


def _backup_of(years: int, folder: Path) -> bytes:
    path = folder / f"{years}.sqlite3"
    write_years(path, read_routine(shipped_routines()[ROUTINE], ROUTINE), years)
    with closing(Log(path)) as log:
        return write_backup(facts_in(log), MADE_AT, "0.1.0")


def _restore(browser: Browser, site: Site, file: Path) -> Restored:
    """On a phone that has never seen the app."""
    with browser.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        screen = Screen(page).open(site.url)
        screen.tap("Settings")
        screen.scroll_to("Backup and restore", role="button")
        screen.tap("Backup and restore")
        screen.scroll_to("Choose a backup file", role="button")

        with page.expect_file_chooser() as chooser:
            screen.tap("Choose a backup file")
        page.evaluate(BEGIN, "Add to my log")
        chooser.value.set_files(file)
        looked_at = page.evaluate("arrived")

        screen.scroll_to("Add to my log", role="button")
        page.evaluate(BEGIN, "Restored")
        screen.tap("Add to my log")
        added = page.evaluate("arrived")
        return Restored(
            looked_at=looked_at["seconds"],
            added=added["seconds"],
            saved=_save(page, screen),
            stillness=max(looked_at["stillness"], added["stillness"]),
        )


def _save(page: Page, screen: Screen) -> float:
    screen.scroll_to("Save a backup", role="button")
    began = time.perf_counter()
    with page.expect_download(timeout=PATIENCE):
        screen.tap("Save a backup")
    return time.perf_counter() - began
