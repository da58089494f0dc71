"""Files that are dropped on the page are told by name and size, and read when they are wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.device.fake_page import FakePage
from willows_app.device.dropping import Dropping, Given, NotReadable, picked

TOLD = [{"number": 1, "name": "a.zip", "size": 3}, {"number": 2, "name": "folder", "size": 4096}]


def a_page() -> FakePage:
    def read(number: int) -> bytes:
        return {1: b"abc"}[number]

    return FakePage({"listen": lambda _: None, "files.take": lambda _: True, "files.read": read})


async def dropped_on(page: FakePage) -> list[Given]:
    found: list[Given] = []

    def keep(given: Sequence[Given]) -> None:
        found.extend(given)

    assert await Dropping(page.bridge).begin(keep)
    page.bridge.receive({"event": "files.dropped", "value": TOLD})
    await asyncio.sleep(0)
    return found


def test_a_dropped_file_is_read_when_it_is_wanted() -> None:
    page = a_page()

    async def drop_and_read() -> bytes:
        first, second = await dropped_on(page)
        assert (first.name, first.size, second.name) == ("a.zip", 3, "folder")
        assert "files.read" not in dict(page.asked)
        return await first.read()

    assert asyncio.run(drop_and_read()) == b"abc"


def test_what_cannot_be_read_says_what_may_be_wrong() -> None:
    async def drop_and_read() -> None:
        page = a_page()
        (_, folder) = await dropped_on(page)
        del page.operations["files.read"]
        await folder.read()

    with pytest.raises(NotReadable, match="Is it a folder"):
        asyncio.run(drop_and_read())


def test_a_page_that_takes_no_files_is_no_error() -> None:
    async def begin() -> Any:
        return await Dropping(FakePage().bridge).begin(lambda _: None)

    assert asyncio.run(begin()) is False


def test_it_ends_when_the_screen_is_left() -> None:
    page = a_page()
    Dropping(page.bridge).end()
    assert page.asked == [("files.take", False)]


def test_a_picked_file_is_not_read_before_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    given = picked("a.zip", 3, None, str(path))
    assert given == Given("a.zip", 3, given.read)
    with pytest.raises(NotReadable, match="Is it still there"):
        asyncio.run(given.read())
    path.write_bytes(b"abc")
    assert asyncio.run(given.read()) == b"abc"


def test_of_a_picked_file_a_page_has_the_bytes_and_no_path() -> None:
    assert asyncio.run(picked("a.zip", 3, b"abc", None).read()) == b"abc"
    with pytest.raises(NotReadable):
        asyncio.run(picked("a.zip", 3, None, None).read())
