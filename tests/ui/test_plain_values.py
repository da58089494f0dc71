"""What Flet finds in controls is the same with and without a look into plain values."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

import flet as ft
import flet.canvas as cv
import pytest
from flet.controls.object_patch import DiffBuilder, ObjectPatch

from willows_app.ui.plain_values import pass_over_plain_values

BEFORE = ("One", "Two")
AFTER = ("Two", "Three", "Four")


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("_configure_dataclass", "_removed_controls"):
        monkeypatch.setattr(DiffBuilder, name, getattr(DiffBuilder, name))
    yield


def screen(words: tuple[str, ...]) -> ft.Column:
    """Controls in lists, in single fields, in dictionaries and in values that are no controls."""
    return ft.Column(
        [
            *(
                ft.Container(ft.Text(each), key=each, padding=4, data={"of": each})
                for each in words
            ),
            ft.Text(spans=[ft.TextSpan(each, style=ft.TextStyle(size=12)) for each in words]),
            ft.OutlinedButton(words[0], icon=ft.Icons.CHECK, style=ft.ButtonStyle(padding=3)),
            cv.Canvas([cv.Rect(0, 0, 4, len(words), paint=ft.Paint(ft.Colors.PRIMARY))]),
        ],
    )


def told(control: object) -> tuple[str, object]:
    """A control without what is another one each time, and in which it is."""
    parent = getattr(control, "_parent", None)
    inside = parent() if isinstance(parent, weakref.ref) else None
    return type(control).__name__, getattr(control, "value", None) or type(inside).__name__


def differences() -> list[object]:
    """What Flet tells its client and itself when one screen takes the place of another."""
    page = ft.Container(data="page")
    first, second = screen(BEFORE), screen(AFTER)
    all_of_it: list[object] = []
    for source, target in ((None, first), (first, second), (second, None)):
        patch, added, removed = ObjectPatch.from_diff(
            source, target, control_cls=ft.BaseControl, parent=page, path=["content"], frozen=True
        )
        all_of_it += [[(each["op"], each["path"]) for each in patch.patch]]
        all_of_it += [list(map(told, added)), list(map(told, removed))]
    return all_of_it


def test_what_comes_and_goes_is_the_same() -> None:
    as_flet_finds_it = differences()
    assert len(as_flet_finds_it[1]) == 11  # controls of the first screen
    pass_over_plain_values()
    assert differences() == as_flet_finds_it


def test_it_may_be_asked_for_twice() -> None:
    as_flet_finds_it = differences()
    pass_over_plain_values()
    pass_over_plain_values()
    assert differences() == as_flet_finds_it
