"""What reminders say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from willows_app.language import _
from willows_app.reminders.nudge import NudgeKind
from willows_app.routine.model import Say


@dataclass(frozen=True)
class Wording:
    """The words of one reminder; nothing about health, for they show on a lock screen."""

    title: str
    text: str

    def reworded(self, say: Say) -> Wording:
        """The same, with each text as `say` has it."""
        return replace(self, title=say(self.title), text=say(self.text))


ReminderWords = Mapping[NudgeKind, Wording]


def in_language(words: ReminderWords) -> ReminderWords:
    """The same in the language in use."""
    return {kind: each.reworded(_) for kind, each in words.items()}


def read_reminder_words(source: bytes) -> ReminderWords:
    """The words in the bytes of `data/reminders.yaml`, of every kind of reminder."""
    import yaml  # late: where a build has read them already, this is never called

    written = yaml.safe_load(source)
    return {kind: Wording(**written[kind.value]) for kind in NudgeKind}
