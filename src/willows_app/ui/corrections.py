"""What a patient puts right in the log: each a new fact, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from willows_app.adherence.facts import Entry, Session, Source
from willows_app.adherence.log import Log
from willows_app.adherence.words import OUTCOMES
from willows_app.guide.performance import Held, Outcome, Performed, SkipReason
from willows_app.language import _, of_a_handout
from willows_app.ui.guided import Now
from willows_app.ui.saving import Write


@dataclass(frozen=True)
class Correction:
    """What was put right, in words, and how to undo it."""

    words: str
    undo: Callable[[], None]


class Corrections:
    """Corrects the log; what the timer measured stays in it, superseded.

    Whatever is corrected counts as ticked by hand from then on.
    """

    def __init__(self, log: Log, now: Now, write: Callable[[Write], None]) -> None:
        self._log = log
        self._now = now
        self._write = write

    def change(
        self, session: Session, entry: Entry, outcome: Outcome, reason: SkipReason | None = None
    ) -> Correction:
        """The exercise went otherwise than the log says."""
        all_of_it = outcome is Outcome.COMPLETED
        corrected = replace(
            _performed(entry),
            outcome=outcome,
            repetitions=entry.planned.repetitions if all_of_it else entry.repetitions,
            reason=reason,
        )
        self._add(session, entry.title, corrected, Source.TICKED_BY_HAND)
        return Correction(
            f"{of_a_handout(entry.title)}: {_(OUTCOMES[outcome])}",
            lambda: self._add(session, entry.title, _performed(entry), entry.source),
        )

    def add(self, session: Session, title: str, performed: Performed) -> Correction:
        """An exercise was done that the log knows nothing of."""
        self._add(session, title, performed, Source.TICKED_BY_HAND)

        def undo() -> None:
            logged = self._log.session(session.id)
            for entry in logged.entries if logged else ():
                if entry.exercise == performed.exercise:
                    self._write(partial(self._log.take_back, entry.id, self._now()))

        return Correction(f"{title}: {_(OUTCOMES[performed.outcome])}", undo)

    def take_back_entry(self, entry: Entry) -> Correction:
        """The entry was a mistake: it no longer counts."""
        words = _("Taken back: {exercise}").format(exercise=of_a_handout(entry.title))
        return self._take_back(entry.id, words)

    def take_back_session(self, session: Session) -> Correction:
        """The whole session was a mistake: it no longer counts."""
        return self._take_back(session.id, _("The session was taken back"))

    def note(self, session: Session, text: str) -> Correction:
        """What the patient says of a session."""
        self._note(session, text)
        return Correction(_("The note is kept"), lambda: self._note(session, session.note))

    def _note(self, session: Session, text: str) -> None:
        self._write(partial(self._log.write_note, session.id, text, self._now()))

    def _take_back(self, target: str, words: str) -> Correction:
        self._write(partial(self._log.take_back, target, self._now()))
        return Correction(
            words, lambda: self._write(partial(self._log.put_back, target, self._now()))
        )

    def _add(self, session: Session, title: str, performed: Performed, source: Source) -> None:
        self._write(partial(self._log.add_entry, session.id, title, performed, self._now(), source))


def _performed(entry: Entry) -> Performed:
    """The entry as it was performed; the log itself leaves out seconds that nobody timed."""
    return Performed(
        exercise=entry.exercise,
        outcome=entry.outcome,
        held=entry.held or Held(),
        repetitions=entry.repetitions,
        places=entry.places,
        planned=entry.planned,
        reason=entry.reason,
    )
