"""A file is said to be saved only where the platform says so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.device.fake_page import FakePage
from willows_app.device import sharing_flet
from willows_app.device.sharing import Handed, NotHanded, Sharing
from willows_app.device.sharing_flet import FletSharing
from willows_app.device.sharing_web import WebSharing

FILE = ("willows-backup-2026-11-23.json", "application/json", b'{"a": 1}')


def hand_over(sharing: Sharing) -> Handed:
    return asyncio.run(sharing.hand_over(*FILE))


@pytest.mark.parametrize("answer", ["saved", "shared", "cancelled"])
def test_the_page_says_what_became_of_the_file(answer: str) -> None:
    page = FakePage({"file.save": lambda _: answer})
    assert hand_over(WebSharing(page.bridge)) == answer
    name, type, content = FILE
    assert page.asked == [("file.save", {"name": name, "type": type, "bytes": content})]


def test_a_page_that_cannot_is_told() -> None:
    with pytest.raises(NotHanded, match="no operation of this name"):
        hand_over(WebSharing(FakePage().bridge))


@pytest.mark.parametrize(
    ("place", "handed"),
    [
        ("/sdcard/Download/willows-backup-2026-11-23.json", Handed.SAVED),
        (None, Handed.CANCELLED),
        ("", Handed.CANCELLED),
    ],
)
def test_the_system_says_where_the_file_was_kept(
    monkeypatch: pytest.MonkeyPatch, place: str | None, handed: Handed
) -> None:
    asked: list[dict[str, Any]] = []

    class Picker:
        async def save_file(self, **file: Any) -> str | None:
            asked.append(file)
            return place

    monkeypatch.setattr(sharing_flet.ft, "FilePicker", Picker)
    assert hand_over(FletSharing()) is handed
    assert asked == [{"file_name": FILE[0], "src_bytes": FILE[2]}]


@pytest.mark.parametrize("error", [RuntimeError("no dialog"), TimeoutError("no answer")])
def test_a_system_that_cannot_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    class Picker:
        async def save_file(self, **_: Any) -> str | None:
            raise error

    monkeypatch.setattr(sharing_flet.ft, "FilePicker", Picker)
    with pytest.raises(NotHanded, match=str(error)):
        hand_over(FletSharing())
