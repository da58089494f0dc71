"""Marks for those who measure how long the app takes to open."""

from __future__ import annotations

import sys


def reached(stage: str) -> None:
    """The start has come this far; a browser keeps it among its performance marks."""
    if sys.platform == "emscripten":
        import js

        js.performance.mark(stage)
