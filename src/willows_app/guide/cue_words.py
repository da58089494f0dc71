"""The sentences that the app says of its own, and the names of their recordings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields

from willows_app.language import in_use
from willows_app.routine.model import Say

SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""Letters that are not the same without what stands above them."""


@dataclass(frozen=True)
class CueWords:
    """What is said beside the words of the routine; one recording a sentence."""

    next: str
    """Before the name of the exercise that follows."""
    hold: str
    halfway: str
    countdown: tuple[str, ...]
    """In the last seconds of a hold, one a second."""
    relax: str
    change_sides: str
    repetition: str
    """With `{number}` and `{count}`."""
    last: str
    last_on_side: str
    well_done: str

    def reworded(self, say: Say) -> CueWords:
        """The same sentences as `say` has them."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        countdown = tuple(map(say, said.pop("countdown")))
        return CueWords(countdown=countdown, **{name: say(each) for name, each in said.items()})

    def __iter__(self) -> Iterator[str]:
        """Every sentence that is the same in every session."""
        yield from (self.next, self.hold, self.halfway, *self.countdown, self.relax)
        yield from (self.change_sides, self.last, self.last_on_side, self.well_done)


def read_cue_words(source: bytes) -> CueWords:
    """The sentences in the bytes of `data/cues.yaml`."""
    import yaml  # late: where a build has read them already, this is never called

    written = yaml.safe_load(source)
    return CueWords(**{**written, "countdown": tuple(written["countdown"])})


def clip_of(words: str) -> str:
    """The name of the recording of these words in the language in use, "en/change-sides".

    It is made of the words alone. So an exercise with other words under the
    same id never speaks with the wrong recording: it has none.
    """
    spelt = unicodedata.normalize("NFKD", words.lower().translate(SPELT_OUT))
    plain = "".join(letter for letter in spelt if not unicodedata.combining(letter))
    name = re.sub(r"[\W_]+", "-", plain).strip("-")
    return f"{in_use().code}/{name}"
