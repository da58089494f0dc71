"""Python's part of the site: what worker.js loads from `python/`.

- `start.zip` holds all that a start takes: standard library, packages and app in one archive,
  which Python finds where it looks for its standard library.
- `rare.zip` holds the rest. It is fetched a while after the start, or when it is first needed.
- `report.zip` holds what makes a PDF, which is much. It is fetched when a report is asked for.
- `snapshot.bin` is Python's memory after a rehearsed session: it saves importing at all.

Without Node there is only `start.zip`, with everything, as sources.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED

from web import archive, bytecode, client, snapshot
from web.errors import BuildError
from web.glyphs import icons_used
from web.packages import browser_packages
from web.pdf import FONTS, LIBRARIES, taken_by_a_pdf
from willows_app.routine.problems import RoutineError
from willows_app.shipped import BUILT, checked, read_data

START, RARE, REPORT, SNAPSHOT = "start.zip", "rare.zip", "report.zip", "snapshot.bin"
SHELL = Path(__file__).parent / "shell"
LISTS = {RARE: "rare.txt", REPORT: "report.txt"}
"""In start.zip, for `begin.py`: the modules that are in each archive."""


def python_files(
    app: Mapping[str, bytes], data: Path, node: Path | None, cache: Path
) -> dict[str, bytes]:
    """The files of `python/`, by name, for the app with these files and this folder of data."""
    packed = archives(app, data, node, cache)
    if node is None:
        return packed
    return {**packed, SNAPSHOT: snapshot.rehearse(packed[START], node, cache).memory}


def archives(
    app: Mapping[str, bytes], data: Path, node: Path | None, cache: Path
) -> dict[str, bytes]:
    """These files but for the snapshot."""
    packages = _without_licences(browser_packages(cache))
    standard_library, own = archive.unpack(client.standard_library()), dict(_own(app, data))
    if node is None:
        packages = _with_icons_in_use(packages, icons_used(app))
        return {START: archive.pack(_together((standard_library, packages, own)), ZIP_DEFLATED)}
    of_pdf, packages = _divided(packages, LIBRARIES)
    fonts, own = _divided(own, (FONTS,))
    packages = _with_icons_in_use(packages, icons_used(app))
    parts = (standard_library, packages, own)
    files = _together(bytecode.compiled(part, node, cache) for part in parts)
    # Only a rehearsal tells what a start takes. With just that, it is repeated for the snapshot.
    needed = snapshot.rehearse(archive.pack(files), node, cache).modules
    rare = {name: code for name, code in files.items() if _is_rare(name, needed)}
    start = {name: code for name, code in files.items() if name not in rare}
    report = bytecode.compiled(taken_by_a_pdf(of_pdf) | fonts, node, cache)
    for name, late in ((RARE, rare), (REPORT, report)):
        start[LISTS[name]] = "\n".join(sorted(_modules(late))).encode()
    return {START: archive.pack(start), RARE: archive.pack(rare), REPORT: archive.pack(report)}


def _own(app: Mapping[str, bytes], data: Path) -> Iterator[tuple[str, bytes]]:
    """What is ours, by import path: the app with its data read and checked, and what runs it."""
    for name, source in app.items():
        if name.startswith("src/"):
            yield name.removeprefix("src/"), source
    try:
        shipped = checked(read_data(data))
    except RoutineError as error:
        raise BuildError(str(error)) from error
    yield f"willows_app/{BUILT}", pickle.dumps(shipped, protocol=5)
    for program in SHELL.glob("*.py"):
        yield program.name, program.read_bytes()
    for names in LISTS.values():
        yield names, b""


def _without_licences(packages: Mapping[str, bytes]) -> dict[str, bytes]:
    """They are in licences.txt."""
    return {name: content for name, content in packages.items() if ".dist-info/" not in name}


def _with_icons_in_use(packages: dict[str, bytes], icons: set[str]) -> dict[str, bytes]:
    """`packages` whose lists of icons have only these: one with all of them takes long to read."""
    lists = {
        name: json.loads(text) for name, text in packages.items() if name.endswith("icons.json")
    }
    kept = {
        name: json.dumps({icon: listed[icon] for icon in sorted(icons & listed.keys())}).encode()
        for name, listed in lists.items()
    }
    return packages | kept


def _together(parts: Iterable[Mapping[str, bytes]]) -> dict[str, bytes]:
    return {name: content for part in parts for name, content in part.items()}


def _divided(
    files: Mapping[str, bytes], folders: tuple[str, ...]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Those in these folders, and the others."""
    within = {name: content for name, content in files.items() if name.startswith(folders)}
    return within, {name: content for name, content in files.items() if name not in within}


def _is_rare(name: str, needed: frozenset[str]) -> bool:
    return name.endswith(".pyc") and _module(name) not in needed


def _modules(files: Iterable[str]) -> Iterator[str]:
    return (_module(name) for name in files if name.endswith(".pyc"))


def _module(name: str) -> str:
    """How the file of this name is imported."""
    return name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
