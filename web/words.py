"""The page's own words: where they stand in `web/shell/`, and in each language a file of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from web.plain import exercises_in_html
from willows_app.language import ENGLISH, Language, _, in_use, use
from willows_app.routine.model import Routine
from willows_app.routine.words import in_language

SHELL = Path(__file__).parent / "shell"
FOLDER = "words"
LANGUAGES_MARK = "{{languages}}"

IN_SCRIPT = re.compile(r'\bsay\(\s*("(?:[^"\\]|\\.)+")')
IN_PAGE = re.compile(r"<[^<>]*\sdata-say\b[^<>]*>([^<>]*)")
IN_LABEL = re.compile(r'\saria-label="([^"]*)" data-say\b')


def said_in(text: str) -> Iterator[str]:
    """The words in the text of one file of the shell that can be said in another language."""
    yield from map(json.loads, IN_SCRIPT.findall(text))
    yield from filter(None, map(str.strip, IN_PAGE.findall(text)))
    yield from IN_LABEL.findall(text)


def of_the_page() -> tuple[str, ...]:
    """All of them, each once."""
    texts = (path.read_text("utf-8") for path in sorted(SHELL.iterdir()))
    return tuple(dict.fromkeys(words for text in texts for words in said_in(text)))


def write_words(
    languages: Iterable[Language], routines: Iterable[Routine], out: Path
) -> Iterator[str]:
    """Writes the file of each language but English; yields their codes.

    It holds the words by the English ones, and the exercises as plain text.
    """
    before = in_use()
    (out / FOLDER).mkdir()
    for language in languages:
        if language == ENGLISH:
            continue
        use(language)
        learnt = {
            "dir": "rtl" if language.right_to_left else "ltr",
            "words": {english: _(english) for english in of_the_page()},
            "exercises": exercises_in_html(map(in_language, routines)),
        }
        content = json.dumps(learnt, ensure_ascii=False)
        (out / FOLDER / f"{language.code}.json").write_text(content, "utf-8")
        yield language.code
    use(before)
