"""What a phone has to load and to store stays within `web/budget.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import BUILT, ROOT, Site
from tests.browser.semantics import Screen

BUDGET: dict[str, int] = json.loads((ROOT / "web" / "budget.json").read_text("utf-8"))

LOADED = """() => {
  const end = performance.getEntriesByName("first-screen")[0]?.startTime ?? Infinity;
  return performance.getEntriesByType("resource")
    .filter(({ startTime }) => startTime < end)
    .map(({ name }) => name);
}"""


def listed() -> Any:
    text = (BUILT / "sw.js").read_text("utf-8").removeprefix("const PRECACHE = ")
    return json.JSONDecoder().raw_decode(text)[0]["files"]


def sent(name: str) -> int:
    """How many bytes a host sends for this file."""
    file = BUILT / name
    compressed = Path(f"{file}.br")
    return (compressed if compressed.exists() else file).stat().st_size


@pytest.mark.usefixtures("first_visit")
def test_what_a_first_visit_loads_until_today_can_be_used(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    urls = [*phone.page.evaluate(LOADED), *phone.page.workers[0].evaluate(LOADED)]
    names = {urlsplit(url).path.removeprefix("/") for url in urls}
    assert sum(map(sent, {"index.html", *names})) <= BUDGET["first visit, brotli"]
    assert sent("index.html") <= BUDGET["page, brotli"]


@pytest.mark.parametrize("kind", ["skwasm"])
def test_what_is_stored_on_a_device(kind: str) -> None:
    stored = {
        name: file["bytes"] for name, file in listed().items() if file.get("only", kind) == kind
    }
    assert sum(stored.values()) <= BUDGET["stored, raw"]
    assert sum(map(sent, stored)) <= BUDGET["stored, brotli"]
