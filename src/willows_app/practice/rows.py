"""The rows of the tables in an archive, checked as they are unpacked, and kept in pieces.

The tables of several archives are read as one, so it is looked at here whose each row is: every
row begins with the code of the patient, and the next archive's rows begin where these end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter

from willows_app.adherence.days import days_between
from willows_app.clinic.archive import DAYS, ArchiveIsDamaged, Label, parts_of
from willows_app.clinic.tables import TABLES, guarded

NAMES = tuple(table.name for table in TABLES)

_END = b"\r\n"
_QUOTE = b'"'
_LINE_END = b"\n"
_HEADERS = {table.name: ",".join(table.columns).encode("utf-8-sig") + _END for table in TABLES}
_FIRSTS, _LASTS = frozenset(b",\r\n"), frozenset(b",\n")
"""Between two quotations a text begins and ends as cells do; nothing between stands for a mark."""
_LONGEST = 8 * 1024 * 1024
"""Bytes of a line; no note is as long."""


def rows_of(content: bytes, label: Label) -> Iterator[tuple[str, bytes]]:
    """The rows of each table without its header, each piece with the table's name.

    Raises `ArchiveError`; whether the rows are whole, and of this patient, shows at their end.
    """
    whole = set()
    for name, parts in groupby(parts_of(content, NAMES), key=itemgetter(0)):
        rows = _Rows(name, label)
        for number, (_, part) in enumerate(parts):
            piece = part if number else _without_header(name, part)
            rows.look_at(piece)
            yield name, piece
        rows.check()
        whole.add(name)
    if empty := sorted(set(NAMES) - whole):
        raise ArchiveIsDamaged(f"{empty[0]} is empty")


def _without_header(name: str, part: bytes) -> bytes:
    if not part.startswith(header := _HEADERS[name]):
        raise ArchiveIsDamaged(f"{name} has other columns than this Willows knows")
    return part[len(header) :]


class _Rows:
    """What is known of the rows of a table so far."""

    def __init__(self, name: str, label: Label) -> None:
        self._name = name
        self._patient = label.patient
        self._begins = _END + f"{label.patient},".encode()
        begins = f"{label.patient},{guarded(label.routine)},".encode()
        self._days = (begins + day for day in _days_between(label.first, label.last))
        self._pending = _END
        """From the last end of a line on: that of the header, at first."""
        self._quoted = False
        self._well_formed = True
        self._theirs = True
        self._day_by_day = True

    def look_at(self, piece: bytes) -> None:
        """Look at what comes next; raises `ArchiveIsDamaged` if it is longer than any row."""
        told = self._pending + piece
        lines, self._pending = told[: (end := told.rfind(_END))], told[end:]
        if len(self._pending) > _LONGEST:
            raise ArchiveIsDamaged(f"{self._name} has a row that is longer than any")
        self._look_at_lines(lines)

    def check(self) -> None:
        """Raises `ArchiveIsDamaged` unless all rows are whole, and of this patient's days."""
        if self._pending != _END or self._quoted:
            raise ArchiveIsDamaged(f"{self._name} ends in the middle of a row")
        if not self._well_formed:
            raise ArchiveIsDamaged(f"{self._name} has a quotation mark where none belongs")
        if not self._theirs:
            raise ArchiveIsDamaged(f"{self._name} has rows of somebody else than {self._patient}")
        if self._name == DAYS and not (self._day_by_day and next(self._days, None) is None):
            raise ArchiveIsDamaged(f"{self._name} does not tell each of its days once")

    def _look_at_lines(self, lines: bytes) -> None:
        """Each of them has its end before it; another row of the patient's ends the last."""
        texts = lines.split(_QUOTE)
        texts[-1] += self._begins
        free = list(filter(None, texts[self._quoted :: 2]))
        self._well_formed &= _FIRSTS.issuperset(map(itemgetter(0), free))
        self._well_formed &= _LASTS.issuperset(map(itemgetter(-1), free))
        self._quoted ^= len(texts) % 2 == 0
        unquoted = _QUOTE.join(free)
        self._theirs &= unquoted.count(_LINE_END) == unquoted.count(self._begins)
        if self._name == DAYS:
            rows = lines.split(_END)[1:]
            begins = list(islice(self._days, len(rows)))
            self._day_by_day &= len(texts) == 1 and len(rows) == len(begins)
            self._day_by_day &= all(map(bytes.startswith, rows, begins))


@lru_cache(maxsize=8)
def _days_between(first: date, last: date) -> tuple[bytes, ...]:
    """Cells of these days; many patients share on the same day."""
    return tuple(f"{day.isoformat()},".encode() for day in days_between(first, last))
