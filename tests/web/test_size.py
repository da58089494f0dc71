"""Nothing is shipped that is not used, and the licences of what is shipped come along."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from web import client
from web.errors import BuildError
from web.glyphs import SHOWN_BY_FLUTTER, icons_used, only

FONT = (client.package() / client.ICON_FONT).read_bytes()


def icons_in(font: bytes) -> set[str]:
    return set(TTFont(io.BytesIO(font)).getGlyphOrder()) - {".notdef"}


def test_icons_are_found_wherever_the_app_names_them() -> None:
    sources = {
        "one.py": b"import flet as ft\nicon = ft.Icons.SPA if spring else ft.Icons.AC_UNIT",
        "two.py": b"from flet import Icons\nMARKS = {'done': Icons.CHECK_CIRCLE_OUTLINED}",
        "data/words.yaml": b"ft.Icons.CAKE",
    }
    assert icons_used(sources) == {"SPA", "AC_UNIT", "CHECK_CIRCLE_OUTLINED", *SHOWN_BY_FLUTTER}


def test_the_font_keeps_just_these_icons_at_their_code_points() -> None:
    small = only(["SPA", "CHECK_CIRCLE_OUTLINED"], FONT)
    assert icons_in(small) == {"spa_baseline", "check_circle_outlined"}
    before, after = (TTFont(io.BytesIO(font)).getBestCmap() for font in (FONT, small))
    assert after == {code: name for code, name in before.items() if name in after.values()}
    assert len(small) < 5_000 < len(FONT)


def test_the_same_icons_make_the_same_font() -> None:
    assert only(["SPA", "MENU"], FONT) == only(["MENU", "SPA"], FONT)


def test_an_icon_that_the_font_lacks_is_said_by_name() -> None:
    with pytest.raises(BuildError, match="The icon font has no NO_SUCH_ICON"):
        only(["SPA", "NO_SUCH_ICON"], FONT)


@pytest.mark.parametrize(
    "words",
    [
        "Apache License",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "Mozilla Public License",
        "Emscripten authors",
        "INADA Naoki",
        "Copyright (c) 2015 Synacor, Inc.",
        "Kirill Simonov",
        "Benjamin Peterson",
        "SIL OPEN FONT LICENSE",
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "Just van Rossum",
        "Skia",
    ],
)
def test_the_licence_of_all_that_is_shipped_is_in_one_text(site: Path, words: str) -> None:
    assert words.lower() in (site / "licences.txt").read_text("utf-8").lower()
