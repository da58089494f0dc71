"""A routine file that a patient adds: used if it is good, refused in words if it is not."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.conftest import Site
from tests.browser.semantics import Screen

SHIPPED = Path(__file__).parents[2] / "data" / "routines" / "upper_back.yaml"
GOOD = (
    SHIPPED.read_text(encoding="utf-8")
    .replace("id: upper_back\n", "id: evening\n", 1)
    .replace("title: Upper Back\n", "title: Evening routine\n", 1)
)
BAD = {
    "a broken file": (b"id: [never closed", "line 1"),
    "an unknown key": (GOOD.replace("clinic:", "klinik:", 1).encode(), "klinik"),
    "a hold of 0": (GOOD.replace("hold: 10", "hold: 0", 1).encode(), "hold"),
    "a range upside down": (GOOD.replace("from: 10, to: 120", "from: 120, to: 10", 1).encode(), ""),
    "ids given twice": (GOOD.replace("id: cobra", "id: rotation", 1).encode(), "rotation"),
    "a file of 10 MB": (b"x" * 10_000_000, "10000000"),
    "a shipped routine's id": (SHIPPED.read_bytes(), "upper_back"),
}


def add_routine(phone: Screen, content: bytes, name: str = "evening.yaml") -> None:
    phone.tap("Exercises", role="tab")
    phone.scroll_to("Add a routine", role="button")
    with phone.page.expect_file_chooser() as chooser:
        phone.tap("Add a routine")
    chooser.value.set_files([{"name": name, "mimeType": "application/yaml", "buffer": content}])


def test_a_good_routine_is_added_used_and_still_there_after_a_reload(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    add_routine(phone, GOOD.encode())
    phone.scroll_to("Evening routine", role="heading")
    phone.tap("Use this routine")
    phone.see("Start session", role="button")
    phone.see("Next: Evening routine", role="heading")
    phone.reload()
    phone.see("Next: Evening routine", role="heading")
    phone.see("Start session", role="button")


def test_a_bad_routine_is_refused_in_words_and_nothing_changes(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    for content, said in BAD.values():
        add_routine(phone, content)
        phone.see("Routine files", role="heading")
        phone.see("evening.yaml", role="heading")
        phone.see(re.compile(re.escape(said)))
        phone.see(re.compile("allowed: "))
        phone.tap("Close")
        phone.see("Start session", role="button")
        phone.see("Next: Upper Back", role="heading")
    phone.reload()
    phone.see("Next: Upper Back", role="heading")
    phone.see("Start session", role="button")
