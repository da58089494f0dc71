"""Compiles Python for the browser, so that no visit has to.

Compiling the standard library and Flet takes the browser about two seconds at every start. The
byte code must come from the very Python that runs it, so the Pyodide that flet-web ships does the
work under Node.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from web import archive
from web.node import made

PROGRAM = Path(__file__).parent / "compile_archive.py"


def compiled(files: Mapping[str, bytes], node: Path, cache: Path) -> dict[str, bytes]:
    """`files` with byte code in place of Python sources."""
    (target,) = made(node, cache, "compile.mjs", PROGRAM, archive.pack(files), ("target.zip",))
    return archive.unpack(target.read_bytes())
