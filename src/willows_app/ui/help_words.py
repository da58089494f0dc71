"""What stands under "Help and privacy"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from willows_app import __version__
from willows_app.language import _
from willows_app.routine.model import Routine, Say


class Topic(StrEnum):
    """What it is about, in the order on the screen."""

    WHAT_IT_IS = "what it is"
    HOW_IT_WORKS = "how it works"
    IF_IT_HURTS = "if it hurts"
    PRIVACY = "privacy"
    ABOUT = "about"


@dataclass(frozen=True)
class Help:
    """One topic, with the routine's own words in their places."""

    title: str
    text: tuple[str, ...]

    def reworded(self, say: Say) -> Help:
        """The same, with each text as `say` has it."""
        return Help(say(self.title), tuple(map(say, self.text)))

    def of(self, routine: Routine) -> Help:
        """For the patient who has this routine, in the language in use."""
        return self.reworded(lambda text: in_place(_(text), routine))


def in_place(text: str, routine: Routine) -> str:
    """The text with the routine's own words in their places."""
    return text.format(
        routine=routine.title,
        clinic=routine.clinic,
        schedule=routine.schedule.words,
        days=routine.schedule.daily_days,
        version=__version__,
    )


HelpWords = Mapping[Topic, Help]


def read_help_words(source: bytes) -> HelpWords:
    """Every topic of the bytes of `data/help.yaml`."""
    import yaml  # late: where a build has read them already, this is never called

    written = yaml.safe_load(source)
    topics = {topic: written[topic.value] for topic in Topic}
    return {topic: Help(each["title"], tuple(each["text"])) for topic, each in topics.items()}
