"""A report as plain text, to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from willows_app.clinic.report import Bars, Report, Section, Table, done_of_due

BAR = 20
"""Letters of a full bar."""


def as_text(report: Report) -> str:
    """All of it, in sections with a line between them; of the charts those that are bars."""
    heading = "\n".join([report.title, *report.about])
    return f"{heading}\n\n{sections_as_text((*report.summary, *report.details))}"


def sections_as_text(sections: Iterable[Section]) -> str:
    """These sections with a line between them."""
    return "\n\n".join("\n".join(_section(each)) for each in sections)


def _section(section: Section) -> Iterator[str]:
    yield section.title
    for line in section.lines:
        yield f"  {line}"
    if isinstance(section.chart, Bars):
        yield from _bars(section.chart)
    if section.table:
        yield from _table(section.table)


def _bars(chart: Bars) -> Iterator[str]:
    for first, share in chart.weeks:
        bar = "█" * round(BAR * share.done / share.due) if share.due else ""
        yield f"  {first}  {done_of_due(share)}  {bar}".rstrip()


def _table(table: Table) -> Iterator[str]:
    """Lines with columns: numbers to the right."""
    columns = list(zip(table.columns, *table.rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    for line in (table.columns, *table.rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, table.to_the_right, strict=True)
        ]
        yield f"  {'  '.join(cells)}".rstrip()
