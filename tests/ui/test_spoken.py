"""The app speaks the patient's language: the chosen one, else that of the device."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import flet as ft
import pytest

from tests.ui.conftest import Tap
from willows_app.language import ENGLISH, dated, in_use, use
from willows_app.shipped import shipped
from willows_app.ui.localised import tag_of
from willows_app.ui.model import Willows


@pytest.fixture
def willows(willows: Willows) -> Iterator[Willows]:
    willows.languages = shipped().languages
    yield willows
    use(ENGLISH)


def test_as_long_as_nothing_is_chosen_it_is_that_of_the_device(willows: Willows) -> None:
    willows.device_languages = ("nl-NL", "de-AT", "en")
    willows.follow_language()
    assert in_use().code == "de"


def test_what_the_patient_chose_goes_before_the_device(willows: Willows, tap: Tap[Any]) -> None:
    willows.device_languages = ("en-GB",)
    tap(lambda: willows.own.speak("de"))
    assert (in_use().code, willows.own.language) == ("de", "de")
    assert dated("full", date(2026, 11, 23)) == "Montag, 23. November 2026"
    tap(lambda: willows.own.speak(""))
    assert in_use() == ENGLISH


def test_a_language_that_this_version_has_not_leaves_that_of_the_device(
    willows: Willows, tap: Tap[Any]
) -> None:
    willows.device_languages = ("de",)
    tap(lambda: willows.own.speak("tlh"))
    assert in_use().code == "de"


@pytest.mark.parametrize("device", [(), ("nl-NL", "fr")], ids=["names none", "names others"])
def test_on_a_device_whose_languages_the_app_has_not_it_is_english_again(
    willows: Willows, tap: Tap[Any], device: tuple[str, ...]
) -> None:
    willows.device_languages = device
    tap(lambda: willows.own.speak("de"))
    assert in_use().code == "de"
    tap(lambda: willows.own.speak(""))
    assert in_use() == ENGLISH


def test_every_screen_is_drawn_anew_when_the_language_changes(
    willows: Willows, tap: Tap[Any]
) -> None:
    before = willows.changed
    tap(lambda: willows.own.speak("de"))
    assert willows.changed > before


def test_the_choice_is_there_again_when_the_app_is_opened_again(
    willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.own.speak("de"))
    use(ENGLISH)
    tap(willows.follow_language)
    assert in_use().code == "de"


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        (ft.Locale("de"), "de"),
        (ft.Locale("de", "AT"), "de-AT"),
        (ft.Locale("zh", "TW", "Hant"), "zh-Hant-TW"),
    ],
)
def test_a_locale_of_the_client_as_a_tag(locale: ft.Locale, tag: str) -> None:
    assert tag_of(locale) == tag
