"""Every shipped catalogue is whole, and in step with the words of code and data."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from languages.catalogues import CATALOGUES, read, renew
from languages.found import template

LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
MAKE = "run `python -m languages`, and translate what is empty in the .po file"


@pytest.fixture(scope="module")
def found() -> Catalog:
    return template()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return read(CATALOGUES / f"{request.param}.po")


def forms(words: str | Iterable[str]) -> tuple[str, ...]:
    """The one form, or all that there are for numbers."""
    return (words,) if isinstance(words, str) else tuple(words)


def places(words: str) -> set[str]:
    """The names in braces. Raises `ValueError` where a brace is open."""
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def sentences(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_is_what_the_command_makes(
    language: str, found: Catalog, tmp_path: Path
) -> None:
    copied = shutil.copy(CATALOGUES / f"{language}.po", tmp_path)
    renew(Path(copied), found)
    for kind in ("po", "mo", "json"):
        name = f"{language}.{kind}"
        assert (tmp_path / name).read_bytes() == (CATALOGUES / name).read_bytes(), MAKE


def test_it_has_every_sentence_that_can_be_said_and_no_other(
    catalog: Catalog, found: Catalog
) -> None:
    said, known = ({(each.context, each.id) for each in sentences(one)} for one in (found, catalog))
    assert known == said, MAKE


def test_every_sentence_is_translated(catalog: Catalog) -> None:
    empty = [each.id for each in sentences(catalog) if not all(forms(each.string or ""))]
    assert not empty, MAKE


def test_a_translation_has_the_places_of_its_sentence(catalog: Catalog) -> None:
    """Of a form for one or none the count itself may be left out."""
    for message in sentences(catalog):
        there = set.union(*map(places, forms(message.id)))
        for form in filter(None, forms(message.string or "")):
            lacking, unknown = there - places(form), places(form) - there
            assert not unknown and lacking <= ({"count"} if message.pluralizable else set()), form


def test_a_translation_begins_and_ends_with_a_space_where_its_sentence_does(
    catalog: Catalog,
) -> None:
    for message in sentences(catalog):
        for words, said in zip(forms(message.id), forms(message.string or ""), strict=False):
            ends = [(each[:1].isspace(), each[-1:].isspace()) for each in (words, said or words)]
            assert ends[0] == ends[1], said
