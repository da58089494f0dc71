"""The licences of everything that the site is made of, in one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from web import client

REPOSITORY = Path(__file__).parents[1]
BESIDE = Path(__file__).parent / "licences"
"""Texts that no package brings along."""

RULE = "=" * 80

FPDF2 = """\
Of fpdf2 the modules that a report takes travel with Willows, compiled; those of which only names
are used are left empty. Its source, unchanged, is at https://pypi.org/project/fpdf2/. Willows'
own build (web/packages.lock, web/pdf.py) makes the site with any other version of it.

"""


def licences(packages: Mapping[str, bytes]) -> str:
    """The text of all licences; `packages` are the files of the browser's Python packages."""
    return "\n\n".join(f"{RULE}\n{title}\n{RULE}\n\n{text}" for title, text in _texts(packages))


def _texts(packages: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    apache = (REPOSITORY / "LICENSE").read_text("utf-8")
    yield "Willows; also Flet, msgpack and Material Icons, which have the same licence", apache
    yield "Python", (BESIDE / "cpython.txt").read_text("utf-8")
    yield "Pyodide", (BESIDE / "pyodide.txt").read_text("utf-8")
    yield "Libraries inside Pyodide", (BESIDE / "compiled_in.txt").read_text("utf-8")
    for name, text in sorted(packages.items()):
        if ".dist-info/" in name:
            yield name.split("-", 1)[0], text.decode()
    yield "What the licence of fpdf2 builds upon", FPDF2 + (BESIDE / "gpl-3.txt").read_text("utf-8")
    yield "Roboto", (client.BOLD / "OFL.txt").read_text("utf-8")
    yield "Flutter, Skia and what the client is made of", client.notices()
