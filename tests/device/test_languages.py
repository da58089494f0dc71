"""What a desktop's environment says of the languages that it is set to."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import pytest

from willows_app.device.languages import system_languages

pytestmark = pytest.mark.skipif(
    sys.platform in ("darwin", "win32"), reason="the system is asked in another way"
)


@pytest.mark.parametrize(
    ("environment", "tags"),
    [
        ({"LANG": "de_AT.UTF-8"}, ["de-AT"]),
        ({"LANG": "de_DE@euro"}, ["de-DE"]),
        ({"LANGUAGE": "de_AT:en_GB:en", "LANG": "fr_FR.UTF-8"}, ["de-AT", "en-GB", "en"]),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE"}, []),
        ({"LC_ALL": "", "LANG": "de_DE"}, ["de-DE"]),
        ({"LANG": "POSIX"}, []),
        ({}, []),
    ],
)
def test_the_languages_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], tags: Sequence[str]
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_languages() == tags
