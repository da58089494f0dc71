"""The licences of everything that the site and the phone apps are made of."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from web import archive, client

REPOSITORY = Path(__file__).parents[1]
BESIDE = Path(__file__).parent / "licences"
"""Texts that no package brings along."""

RULE = "=" * 80
BETWEEN_NOTICES = "-" * 80
"""What Flutter puts between the licences of its parts, each with their names above it."""

VOICES = {"en": "The English voice", "de": "The German voice"}
"""Whose recordings lie in `assets/voice/`."""

FPDF2 = """\
Of fpdf2 the modules that a report takes travel with Willows, compiled; those of which only names
are used are left empty. Its source, unchanged, is at https://pypi.org/project/fpdf2/. Willows'
own build (web/packages.lock, web/pdf.py) makes the site with any other version of it.

"""


def licences(packages: Mapping[str, bytes]) -> str:
    """The text of all licences; `packages` are the files of the browser's Python packages."""
    return "\n\n".join(f"{RULE}\n{title}\n{RULE}\n\n{text}" for title, text in _texts(packages))


def packed_licences(packages: Mapping[str, bytes]) -> bytes:
    """The same as the app reads it (`willows_app.ui.licences`): a zip of titles and texts."""
    listed = json.dumps(list(_texts(packages)), ensure_ascii=False).encode()
    return archive.pack({"licences.json": listed}, zipfile.ZIP_DEFLATED)


def _texts(packages: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    apache = (REPOSITORY / "LICENSE").read_text("utf-8")
    yield "Willows; also Flet, msgpack and Material Icons, which have the same licence", apache
    yield "Python", (BESIDE / "cpython.txt").read_text("utf-8")
    yield "Pyodide", (BESIDE / "pyodide.txt").read_text("utf-8")
    yield "Libraries inside Pyodide", (BESIDE / "compiled_in.txt").read_text("utf-8")
    theirs = [name for name in sorted(packages) if ".dist-info/" in name]
    texts_of = Counter(map(_package, theirs))
    for name in theirs:
        package = _package(name)
        title = package if texts_of[package] == 1 else f"{package} ({Path(name).name})"
        yield title, packages[name].decode()
    yield "What the licence of fpdf2 builds upon", FPDF2 + (BESIDE / "gpl-3.txt").read_text("utf-8")
    yield "Roboto", (client.BOLD / "OFL.txt").read_text("utf-8")
    for language, voice in VOICES.items():
        file = REPOSITORY / "assets" / "voice" / language / "LICENSE"
        yield voice, file.read_text("utf-8")
    yield from _of_the_client(client.notices())


def _package(name: str) -> str:
    return name.split("-", 1)[0]


def _of_the_client(notices: str) -> Iterator[tuple[str, str]]:
    """Flutter's notices by the first part that each is for, the parts in their order."""
    texts = dict[str, list[str]]()
    for notice in notices.split(BETWEEN_NOTICES):
        texts.setdefault(notice.strip().partition("\n")[0], []).append(notice.strip())
    for part in sorted(texts, key=str.lower):
        yield f"In Flutter's client: {part}", f"\n{BETWEEN_NOTICES}\n".join(texts[part])
