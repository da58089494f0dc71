"""Every colour, size of text, radius and gap stands in `ui/theme.py`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from willows_app.ui import theme

UI = Path(theme.__file__).parent
OWN_NUMBERS = {
    "a size of text": r"\bsize=\d|\bfont_size=\d",
    "a radius": r"\bborder_radius=\d|\bradius=\d",
    "a gap": r"\b(spacing|run_spacing|padding|margin)=[1-9]",
    "a colour": r"['\"]#[0-9a-fA-F]{6}['\"]",
    "an elevation": r"\belevation=[1-9]",
}


@pytest.mark.parametrize("what", OWN_NUMBERS)
def test_no_screen_has_a_look_of_its_own(what: str) -> None:
    found = [
        f"{file.relative_to(UI)}:{number}: {line.strip()}"
        for file in sorted(UI.rglob("*.py"))
        if file != Path(theme.__file__)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(OWN_NUMBERS[what], line)
    ]
    assert not found, f"{what} stands outside of theme.py"


def test_spacing_is_on_the_grid() -> None:
    for space in (theme.SPACE_S, theme.SPACE_M, theme.SPACE_L, theme.RADIUS, theme.TARGET):
        assert space % theme.UNIT == 0
