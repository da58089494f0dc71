"""Every sentence that can be said: those of the code, and those of the files in `data/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[1]
CODE = ROOT / "src" / "willows_app"

KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "counted": (2, 3),
    "pgettext": ((1, "c"), 2),
}
"""Babel's way to say which arguments are words, of the functions of `willows_app.language`."""


def template() -> Catalog:
    """A catalogue with every sentence and no translation."""
    catalog = Catalog(project="Willows", charset="utf-8", fuzzy=False)
    for place, words, context in sorted(_of_the_code(), key=lambda found: found[0]):
        catalog.add(words, locations=[(place, 0)], context=context)
    return catalog


def _of_the_code() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    found = extract_from_dir(
        CODE, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
    )
    for file, _line, words, _comments, context in found:
        yield f"src/willows_app/{file}", words, context
