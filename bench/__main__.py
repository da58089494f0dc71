"""Measures: `python -m bench [NAME…] [--runs 7]`.

Prints one line of JSON a figure as it is measured, and keeps all of them in bench/results.json.
A goal that does not hold is told, and is no error.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.figures import Figure

MEASUREMENTS = (
    "timeline",
    "cold_start",
    "weight",
    "cues",
    "interruption",
    "restore",
    "growth",
    "share",
    "clinic",
    "lighthouse",
)
"""Modules of this package with a `measure(runs)` that yields figures."""

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """Measures what the command line names; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASUREMENTS)}; else all"
    )
    parser.add_argument("--runs", type=_count, default=7, help="rounds of each measurement")
    options = parser.parse_args()
    names: list[str] = options.names or list(MEASUREMENTS)
    if unknown := [name for name in names if name not in MEASUREMENTS]:
        parser.error(f"no measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")

    figures: list[Figure] = []
    for name in names:
        for figure in import_module(f"bench.{name}").measure(options.runs):
            print(figure.line(), flush=True)
            figures.append(figure)
    kept = json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1)
    RESULTS.write_text(kept + "\n", "utf-8")
    return 0


def _count(text: str) -> int:
    if (count := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


if __name__ == "__main__":
    sys.exit(main())
