"""The page's process is killed at any moment of a session: no acknowledged entry is missing.

6 seeded moments in every run; `KILLS=200` asks for as many others.
"""

import os
import random

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen

MOMENTS = int(os.environ.get("KILLS", "6"))
LONGEST = 400
"""Milliseconds from the first entry to the kill: some twenty entries."""

FIND = """
import gc
from willows_app.ui.model import Willows
willows = next(each for each in gc.get_objects() if isinstance(each, Willows))
"""

SESSION = (
    FIND
    + """
import asyncio, js
from willows_app.guide.performance import Performed
from willows_app.routine.choice import AS_PRESCRIBED

async def do():
    log, routine, at, day = willows.log, willows.routine, willows.now(), willows.today
    for number in range(40):
        id = f"session %d {number}"
        planned = [each.id for each in routine.exercises]
        log.begin_session(id, routine.id, planned, at, day)
        for each in routine.exercises:
            performed = Performed.as_planned(each, AS_PRESCRIBED)
            log.add_entry(id, each.title, performed, at)
            await willows._storage.flush()  # what Saving waits for before it says "Saved"
            js.console.log(f"acknowledged {id}/{each.id}")

doing = asyncio.create_task(do())
"""
)

KEPT = (
    FIND
    + """
assert [row[0] for row in willows.log.query("PRAGMA integrity_check")] == ["ok"]
entries = willows.log.query("SELECT session, exercise FROM entries")
"\\n".join(f"{row[0]}/{row[1]}" for row in entries)
"""
)


@pytest.mark.usefixtures("python")
def test_no_acknowledged_entry_is_missing_after_the_page_was_killed(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    acknowledged: set[str] = set()

    def listen(message: ConsoleMessage) -> None:
        if message.text.startswith("acknowledged "):
            acknowledged.add(message.text.removeprefix("acknowledged "))

    context.on("console", listen)
    page, chance = phone.page, random.Random(18)
    for moment in range(MOMENTS):
        python = opened(page, site)
        python.run(SESSION % moment)
        page.wait_for_timeout(chance.uniform(0, LONGEST))
        kill(page)
        page = context.new_page()
    kept = set(opened(page, site).run(KEPT).splitlines())
    assert len(acknowledged) > MOMENTS
    assert acknowledged - kept == set()


def opened(page: Page, site: Site) -> Python:
    python = Python(page)
    Screen(page).open(site.url).see("Start session", role="button")
    return python


def kill(page: Page) -> None:
    with pytest.raises(Exception, match="crash"):
        page.goto("chrome://crash")
    page.close()
