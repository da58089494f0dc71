"""What a patient chooses within the ranges of a handout."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """What is chosen within the ranges of one dose; None leaves the default."""

    hold: float | None = None
    """Seconds of every hold that the handout leaves open."""
    repetitions: int | None = None
    places: int | None = None


AS_PRESCRIBED = Choice()
"""Every default of the handout."""


class DoseError(ValueError):
    """A choice lies outside what the handout allows."""
