"""The stages of a start: what lies between one mark and the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

OPENED = "opened"
"""The beginning of all, at nought."""


def stages(marks: Mapping[str, float], order: Sequence[str]) -> dict[str, float]:
    """How long each stage took, by the mark that it ended with."""
    at = {OPENED: 0.0, **marks}
    return {name: at[name] - at[before] for before, name in pairwise((OPENED, *order))}
