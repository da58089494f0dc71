"""Catalogues of translations: begun, brought up to date, and compiled for the app."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from languages.found import ROOT

CATALOGUES = ROOT / "data" / "languages"

SKELETONS = {
    "day_month": "MMMMd",
    "weekday_day_month": "MMMMEEEEd",
    "month": "yMMMM",
}
"""Which of the CLDR's skeletons each of `Language.patterns` is; `full` and `long` are formats."""

FIELDS = {
    **dict.fromkeys("Ec", "{weekday}"),
    **dict.fromkeys("ML", "{month}"),
    "d": "{day}",
    "y": "{year}",
}


HEADER = "# The words of Willows in {}. Renew it with `python -m languages`."
NOT_KEPT = re.compile(
    r'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date'
    r"|Last-Translator|Language-Team|Generated-By): .*\n",
    re.M,
)
"""Headers of a .po file that change by themselves or name nobody: the same words, the same file."""


AT_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class LanguageError(Exception):
    """A language of which the CLDR does not tell enough, or a catalogue that is not right."""


def begin(code: str, found: Catalog) -> None:
    """An empty catalogue for one more language."""
    path = CATALOGUES / f"{code}.po"
    if path.exists():
        raise LanguageError(f"{path.name} is there already. Translate what is empty in it.")
    catalog = Catalog(locale=Locale.parse(code, sep="-"), fuzzy=False)
    catalog.update(found)
    path.write_bytes(_as_po(catalog))


def renew(path: Path, found: Catalog) -> tuple[int, int]:
    """Bring a catalogue up to date and compile it; how many sentences are translated, of all."""
    catalog = read(path)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path.write_bytes(_as_po(catalog))
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    path.with_suffix(".json").write_text(habits(path.stem), encoding="utf-8")
    sentences = [message for message in catalog if message.id]
    return sum(bool(_whole(message.string)) for message in sentences), len(sentences)


def read(path: Path) -> Catalog:
    """The catalogue in a .po file named after its language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)


def compiled(catalog: Catalog) -> bytes:
    """What gettext reads; the same words are the same bytes."""
    catalog.creation_date = catalog.revision_date = AT_NO_TIME
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def habits(code: str) -> str:
    """How a language writes dates and numbers, as JSON: the fields of `willows_app.language`."""
    locale = Locale.parse(code, sep="-")
    months = locale.months
    days = locale.days
    written: dict[str, Any] = {
        "name": (locale.get_display_name(locale) or code).capitalize(),
        "months": list(months["format"]["wide"].values()),
        "months_alone": list(months["stand-alone"]["wide"].values()),
        "months_short": list(months["stand-alone"]["abbreviated"].values()),
        "weekdays": [days["format"]["wide"][day] for day in range(7)],
        "weekdays_short": [days["stand-alone"]["abbreviated"][day] for day in range(7)],
        "patterns": {
            "full": _pattern(locale.date_formats["full"].pattern),
            "long": _pattern(locale.date_formats["long"].pattern),
            **{ours: _pattern(_of_skeleton(locale, name)) for ours, name in SKELETONS.items()},
        },
        "first_weekday": locale.first_week_day,
        "decimal": locale.number_symbols["latn"]["decimal"],
        "right_to_left": locale.text_direction == "rtl",
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _of_skeleton(locale: Locale, skeleton: str) -> str:
    formats = locale.datetime_skeletons
    for name in (skeleton, skeleton.replace("EEEE", "E")):
        if name in formats:
            return str(formats[name].pattern)
    raise LanguageError(f"The CLDR has no date format {skeleton} for {locale}.")


def _pattern(cldr: str) -> str:
    """ "EEEE, d. MMMM y" as "{weekday}, {day}. {month} {year}"."""
    parts = re.findall(r"'([^']*)'|([a-zA-Z])\2*|([^a-zA-Z']+)", cldr)
    return "".join(
        FIELDS[letter] if letter else (quoted or between) for quoted, letter, between in parts
    )


def _whole(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string and all(string))


def _as_po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    catalog.header_comment = HEADER.format(catalog.locale_identifier)
    write_po(out, catalog, width=100, include_lineno=False)
    return NOT_KEPT.sub("", out.getvalue().decode()).encode()
