"""What a document says of the language that it is written in."""

from __future__ import annotations

from willows_app.language import ENGLISH, Language


def tag(language: Language) -> str:
    """Its BCP 47 tag; the English of code and data is British."""
    return "en-GB" if language == ENGLISH else language.code


def attributes(language: Language) -> str:
    """Those of an `html` element."""
    direction = ' dir="rtl"' if language.right_to_left else ""
    return f'lang="{tag(language)}"{direction}'
