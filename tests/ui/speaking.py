"""The device of a test, set to a language."""

from __future__ import annotations

from willows_app.language import Language
from willows_app.ui.model import Willows


def set_device_to(language: Language, willows: Willows) -> None:
    """From now on its system prefers this language, and the app has it."""
    willows.languages = {**willows.languages, language.code: language}
    willows.device_languages = (language.code,)
    willows.follow_language()
