"""Every letter of every language is in the fonts that are shipped: no other is ever fetched."""

from __future__ import annotations

import io
from importlib import resources
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from languages.catalogues import CATALOGUES, read
from languages.found import template
from web import client

LANGUAGES = ["en", *sorted(path.stem for path in CATALOGUES.glob("*.po"))]
ON_SCREEN = (client.package() / client.ROBOTO, *sorted(client.BOLD.glob("*.woff2")))
IN_PDF = tuple(sorted(Path(str(resources.files("willows_app.clinic") / "fonts")).glob("*.ttf")))
SCREENS = "src/willows_app/ui/"
"""What only these say is in no report."""


def letters(language: str, font: Path) -> set[str]:
    """All that the sentences in this font are written with, and months and weekdays."""
    catalog = template() if language == "en" else read(CATALOGUES / f"{language}.po")
    said = [
        text
        for each in catalog
        if each.id
        for text in _forms(each.id if language == "en" else each.string)
        if font in ON_SCREEN or not all(place.startswith(SCREENS) for place, _ in each.locations)
    ]
    if language != "en":
        said.append((CATALOGUES / f"{language}.json").read_text("utf-8"))
    return {letter for text in said for letter in text if letter.isprintable()}


def _forms(words: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.mark.parametrize("font", ON_SCREEN + IN_PDF, ids=lambda font: font.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_language_is_in_the_fonts(language: str, font: Path) -> None:
    known = TTFont(io.BytesIO(font.read_bytes())).getBestCmap()
    missing = sorted(each for each in letters(language, font) if ord(each) not in known)
    assert not missing, f"{font.name} has no {' '.join(missing)}: see CONTRIBUTING, Add a language"
