"""A folder of what patients shared: what each file says of itself, and which cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from os import fsencode, fstat
from pathlib import Path

from willows_app.clinic.archive import MOST_ARCHIVE, ArchiveError, Label, read_label
from willows_app.clinic.sealed import IsSealed, is_sealed

SUFFIXES = (".zip", ".willows")
READERS = 2
"""Files that are looked into at the same time: while one is read, the other is taken apart."""


@dataclass(frozen=True)
class Export:
    """One file that a patient shared."""

    number: int
    """Counted from 1 by when they were made: of two, the later one has the higher number."""
    course: int
    """The patient's code with the routine, as a number."""
    path: Path
    label: Label


@dataclass(frozen=True)
class Refused:
    """A file that is left out."""

    path: Path
    why: str


@dataclass(frozen=True)
class Exports:
    """What a folder holds."""

    readable: tuple[Export, ...]
    refused: tuple[Refused, ...]


def files_in(folder: Path) -> list[Path]:
    """The files below a folder that are called as exports are, by name; no hidden ones."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def labels_of(files: Iterable[Path]) -> Iterator[tuple[Path, Label | Refused]]:
    """What each of these files says of itself, or why it is left out, as it becomes known."""
    paths = list(files)
    with ThreadPoolExecutor(READERS) as readers:
        yield from zip(paths, readers.map(_label_of, paths), strict=True)


def exports_of(said: Iterable[tuple[Path, Label | Refused]]) -> Exports:
    """The exports among files, by what `labels_of` says of them."""
    labels: list[tuple[Label, Path]] = []
    refused: list[Refused] = []
    for path, each in said:
        if isinstance(each, Refused):
            refused.append(each)
        else:
            labels.append((each, path))
    labels.sort(key=lambda each: (each[0].made_at, str(each[1])))
    courses: dict[tuple[str, str], int] = {}
    readable = (
        Export(
            number,
            courses.setdefault((label.patient, label.routine), len(courses) + 1),
            path,
            label,
        )
        for number, (label, path) in enumerate(labels, 1)
    )
    return Exports(tuple(readable), tuple(refused))


def _label_of(path: Path) -> Label | Refused:
    try:
        return read_label(content_of(path))
    except ArchiveError as error:
        return Refused(path, str(error))


def printable_name(path: Path) -> str:
    """The name of a file as text; a name need not be UTF-8."""
    return fsencode(path.name).decode(errors="replace")


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `ArchiveError` if it is sealed or cannot be read."""
    try:
        with path.open("rb") as opened:
            size = fstat(
                opened.fileno()
            ).st_size  # what is asked for is reserved, be it there or not
            content = opened.read(min(size, MOST_ARCHIVE) + 1)
    except OSError as error:
        raise ArchiveError(f"It cannot be read: {error.strerror}.") from error
    if is_sealed(content):
        raise IsSealed
    return content


def by_patient(exports: Iterable[Export]) -> list[list[Export]]:
    """The exports of each patient's code, the latest first."""
    of: dict[str, list[Export]] = defaultdict(list)
    for each in exports:
        of[each.label.patient].append(each)
    return [sorted(some, key=lambda each: -each.number) for some in of.values()]


def rounds(exports: Iterable[Export]) -> Iterator[Sequence[Export]]:
    """First the latest export of each patient, then the one before it, and so on.

    So within a round a patient's code stands for one export.
    """
    for some in zip_longest(*by_patient(exports)):
        yield [each for each in some if each is not None]
