"""What reminders say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from willows_app.reminders.nudge import NudgeKind


@dataclass(frozen=True)
class Wording:
    """The words of one reminder; nothing about health, for they show on a lock screen."""

    title: str
    text: str


ReminderWords = Mapping[NudgeKind, Wording]


def read_reminder_words(source: bytes) -> ReminderWords:
    """The words in the bytes of `data/reminders.yaml`, of every kind of reminder."""
    import yaml  # late: where a build has read them already, this is never called

    written = yaml.safe_load(source)
    return {kind: Wording(**written[kind.value]) for kind in NudgeKind}
