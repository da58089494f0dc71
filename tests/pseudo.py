"""A language that nobody speaks, to see what a translation meets: made here, never shipped.

Every sentence of the catalogues is there, in letters that are none of English's, longer by 40 %,
and written from right to left. So an English letter on a screen is a word that no translator gets.
"""

from __future__ import annotations

import re
from math import ceil

from babel.messages.catalog import Catalog

from languages.catalogues import compiled
from languages.found import template
from willows_app.language import ENGLISH, Language

LONGER = 0.4
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áþçðéøãüíïõìµñóæöêåôúûùäýëÁÞÇÐÉØÃÜÍÏÕÌÂÑÓÆÖÊÅÔÚÛÙÄÝË",
)
PLACES = re.compile(r"(\{[^{}]*\})")
ENGLISH_WORD = re.compile("[A-Za-z]+")


def pseudo(words: str) -> str:
    """The words as a translator might give them back, with the same named places."""
    said = "".join(
        part if PLACES.fullmatch(part) else part.translate(LETTERS) for part in PLACES.split(words)
    )
    extra = ceil(LONGER * len(PLACES.sub("", words)))
    return f"«{said}{(' óñé' * extra)[:extra]}»" if words.strip() else words


def pseudo_language() -> Language:
    """All of it. By its code the client takes it for Arabic, and mirrors the screens."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for message in template():
        if message.id:
            whole = isinstance(message.id, str)
            said = pseudo(message.id) if whole else tuple(map(pseudo, message.id))
            catalog.add(message.id, said, context=message.context)
    return Language(
        code="ar",
        name=pseudo("Pseudo"),
        months=tuple(map(pseudo, ENGLISH.months)),
        months_alone=tuple(map(pseudo, ENGLISH.months_alone)),
        months_short=tuple(map(pseudo, ENGLISH.months_short)),
        weekdays=tuple(map(pseudo, ENGLISH.weekdays)),
        weekdays_short=tuple(map(pseudo, ENGLISH.weekdays_short)),
        patterns={name: f"{pattern}" for name, pattern in ENGLISH.patterns.items()},
        first_weekday=5,
        decimal=",",
        right_to_left=True,
        catalogue=compiled(catalog),
    )
