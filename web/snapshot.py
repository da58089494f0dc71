"""Rehearses a start of the app, and takes a snapshot of Python's memory for worker.js to restore.

The snapshot is of Pyodide's own kind, by its options `_makeSnapshot` and `_loadSnapshot`. They are
private, hence the byte code as the other way to start. Most of a snapshot is zero, or as in memory
that was just instantiated: so the file has only what differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from web.node import made

PROGRAM = Path(__file__).parent / "rehearse.py"


@dataclass(frozen=True)
class Rehearsal:
    """What came of a rehearsal."""

    modules: frozenset[str]
    """All that were imported from files."""
    memory: bytes
    """The snapshot, as worker.js reads it."""


def image_size(memory: bytes) -> int:
    """How many bytes the image takes that worker.js makes of a snapshot; it is its first number."""
    return int.from_bytes(memory[:4], "little")


def rehearse(start: bytes, node: Path, cache: Path) -> Rehearsal:
    """A session before nobody, of the app in the archive `start`."""
    modules, memory = made(
        node, cache, "rehearse.mjs", PROGRAM, start, ("modules.txt", "memory.bin")
    )
    return Rehearsal(frozenset(modules.read_text("utf-8").split()), memory.read_bytes())
