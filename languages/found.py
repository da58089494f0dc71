"""Every sentence that can be said: those of the code, and those of the files in `data/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from web.words import of_the_page
from willows_app.guide.cue_words import CueWords
from willows_app.language import HANDOUT
from willows_app.reminders.words import Wording
from willows_app.routine.model import Routine
from willows_app.shipped import checked, read_data
from willows_app.ui.first_run_words import Way, Words
from willows_app.ui.help_words import Help

ROOT = Path(__file__).parents[1]

KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "counted": (2, 3),
    "pgettext": ((1, "c"), 2),
}
"""Babel's way to say which arguments are words, of the functions of `willows_app.language`."""


Found = tuple[str, str | tuple[str, ...], str | None]
"""Where it stands, the words (or both forms of them), and the context if there is one."""


def template() -> Catalog:
    """A catalogue with every sentence and no translation."""
    catalog = Catalog(project="Willows", charset="utf-8", fuzzy=False)
    found = [*_of_the_code(), *_of_the_data(), *_of_the_page()]
    for place, words, context in sorted(found, key=lambda each: each[0]):
        catalog.add(words, locations=[(place, 0)], context=context)
    return catalog


def _of_the_code() -> Iterator[Found]:
    return _of_python("src/willows_app", "**.py")


def _of_python(folder: str, files: str) -> Iterator[Found]:
    found = extract_from_dir(
        ROOT / folder, [(files, "python")], keywords=KEYWORDS, strip_comment_tags=True
    )
    for file, _line, words, _comments, context in found:
        yield f"{folder}/{file}", words, context


def _of_the_data() -> Iterator[Found]:
    content = checked(read_data(ROOT / "data"))
    yield from _texts("data/cues.yaml", [content.cue_words])
    yield from _texts("data/reminders.yaml", content.reminder_words.values())
    yield from _texts("data/help.yaml", content.help_words.values())
    first_run = content.first_run_words
    yield from _texts("data/first_run.yaml", [*first_run.screens.values(), *first_run.ways])
    for name, routine in content.routines.items():
        assert isinstance(routine, Routine), name
        place = f"data/routines/{name}"
        yield from _texts(place, [routine], HANDOUT)
        for thing in dict.fromkeys(each for one in routine.exercises for each in one.equipment):
            yield place, thing, HANDOUT


def _of_the_page() -> Iterator[Found]:
    """What the web page itself says, and what it says in plain text."""
    for words in of_the_page():
        yield "web/shell", words, None
    yield from _of_python("web", "plain.py")


def _texts(
    place: str,
    said: Iterable[Routine | CueWords | Wording | Help | Words | Way],
    context: str | None = None,
) -> Iterator[Found]:
    """All that `reworded` puts into other words."""
    texts = list[str]()

    def note(text: str) -> str:
        texts.append(text)
        return text

    for each in said:
        each.reworded(note)
    for text in texts:
        yield place, text, context
