"""Which language is spoken: the first that is wanted and there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from willows_app.language import ENGLISH, first_of

LANGUAGES = {code: replace(ENGLISH, code=code) for code in ("en", "de", "pt-BR", "zh-Hant")}


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ([], "en"),
        (["de"], "de"),
        (["de-AT"], "de"),
        (["de_AT"], "de"),
        (["DE-at"], "de"),
        (["de-Latn-CH-1996"], "de"),
        (["nl", "de-CH", "en"], "de"),
        (["en-GB", "de"], "en"),
        (["pt-BR"], "pt-BR"),
        (["pt-PT"], "en"),
        (["pt"], "en"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["den"], "en"),
        ([""], "en"),
        (["-", "x"], "en"),
    ],
)
def test_the_first_wanted_language_that_there_is(wanted: Sequence[str], spoken: str) -> None:
    assert first_of(wanted, LANGUAGES).code == spoken
