"""The client's own words and the direction of all screens follow the language in use."""

from __future__ import annotations

import flet as ft

from willows_app.language import ENGLISH, Language, in_use


def localise(page: ft.Page) -> None:
    """Have the client speak the language in use: its dialogs, and from which side it writes.

    A screen follows `rtl` of its page, a dialog the locale.
    """
    page.rtl = in_use().right_to_left
    configuration = _configuration(in_use())
    if page.locale_configuration != configuration:
        page.locale_configuration = configuration


def tag_of(locale: ft.Locale) -> str:
    """A locale of Flet's as a BCP 47 tag, "de-AT"."""
    subtags = (locale.language_code, locale.script_code, locale.country_code)
    return "-".join(filter(None, subtags))


def _configuration(language: Language) -> ft.LocaleConfiguration:
    if language == ENGLISH:
        return ft.LocaleConfiguration()
    locale = _locale(language.code)
    return ft.LocaleConfiguration([locale], locale)


def _locale(tag: str) -> ft.Locale:
    code, *subtags = tag.split("-")
    script = next((each for each in subtags if len(each) == len("Latn")), None)
    country = next((each for each in subtags if len(each) == len("AT")), None)
    return ft.Locale(code, country, script)
