"""What is wrong with a routine file, said so that its author can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from willows_app.language import _

Where = tuple[str | int, ...]
"""The way to a place in a document: keys, and positions in lists counted from 0."""

_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and what is allowed in its place."""

    where: Where
    wrong: str
    allowed: str
    line: int | None = None
    """The line of the file, counted from 1; None where it is not known."""

    @property
    def path(self) -> str:
        """The place in writing, for example `exercises[2].dose.moves[0].hold`."""
        return "".join(map(_step, self.where)).removeprefix(".")

    def __str__(self) -> str:
        place = f"{self.path}: " if self.where else ""
        words = (
            _("{wrong} (line {line}); allowed: {allowed}")
            if self.line
            else _("{wrong}; allowed: {allowed}")
        )
        return place + words.format(wrong=self.wrong, line=self.line, allowed=self.allowed)


class RoutineError(ValueError):
    """A routine file that cannot be used, with every problem found in it.

    `str()` gives one problem a line: `file: path: what is wrong; allowed: …`.
    """

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {problem}" for problem in self.problems))


def quoted(text: str) -> str:
    """The text in quotes, on one line and short enough for a message."""
    if len(text) > _LONGEST_QUOTE:
        text = text[: _LONGEST_QUOTE - 1] + "…"
    return repr(text)


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if key.isidentifier() and len(key) <= _LONGEST_QUOTE:
        return f".{key}"
    return f"[{quoted(key)}]"
