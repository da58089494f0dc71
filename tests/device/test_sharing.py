"""A file is said to be saved only where the platform says so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import flet as ft
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


# ---------------------------------------------------------------- to somebody else


def send(sharing: Sharing) -> Handed:
    return asyncio.run(sharing.send(*FILE))


def test_the_page_knows_one_way_for_both() -> None:
    page = FakePage({"file.save": lambda _: "shared"})
    assert send(WebSharing(page.bridge)) is Handed.SHARED


@dataclass
class Phone:
    """A system with a share sheet, and with a dialog for saving, where a file is always kept."""

    ends: ft.ShareResultStatus | Exception
    platform: ft.PagePlatform = ft.PagePlatform.ANDROID
    shared: list[ft.ShareFile] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)

    async def share_files(self, files: list[ft.ShareFile]) -> ft.ShareResult:
        self.shared += files
        if isinstance(self.ends, Exception):
            raise self.ends
        return ft.ShareResult(self.ends, "")

    async def save_file(self, file_name: str, src_bytes: bytes) -> str:
        self.saved.append(file_name)
        return f"/sdcard/Download/{file_name}"


@pytest.mark.parametrize(
    ("ends", "handed"),
    [
        (ft.ShareResultStatus.SUCCESS, Handed.SHARED),
        (ft.ShareResultStatus.DISMISSED, Handed.CANCELLED),
        (ft.ShareResultStatus.UNAVAILABLE, Handed.SAVED),
        (RuntimeError("an iPad wants to know where"), Handed.SAVED),
    ],
)
def test_a_phone_shows_its_share_sheet_and_saves_where_that_does_not_say_how_it_ended(
    monkeypatch: pytest.MonkeyPatch, ends: ft.ShareResultStatus | Exception, handed: Handed
) -> None:
    phone = on(Phone(ends), monkeypatch)
    assert send(FletSharing()) is handed
    name, type, content = FILE
    assert phone.shared == [ft.ShareFile(data=content, mime_type=type, name=name)]
    assert phone.saved == ([name] if handed is Handed.SAVED else [])


def test_a_computer_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    computer = Phone(ft.ShareResultStatus.SUCCESS, ft.PagePlatform.LINUX)
    phone = on(computer, monkeypatch)
    assert send(FletSharing()) is Handed.SAVED
    assert (phone.shared, phone.saved) == ([], [FILE[0]])


def on(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setattr(sharing_flet.ft, "FilePicker", lambda: phone)
    monkeypatch.setattr(sharing_flet.ft, "Share", lambda: phone)
    monkeypatch.setattr(sharing_flet.ft, "context", SimpleNamespace(page=phone))
    return phone
