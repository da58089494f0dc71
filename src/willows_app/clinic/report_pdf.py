"""A report as a PDF on A4: the summary on the first page, then all that fits its purpose.

The same report makes the same bytes. Importing this is slow in a browser.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC
from importlib.resources import as_file, files
from typing import cast

from fpdf import FPDF, FontFace, ViewerPreferences, XPos, YPos
from fpdf.fonts import TTFFont

from willows_app.clinic import fonts
from willows_app.clinic.charts import HEIGHT, WIDTH, Box, Dot, Ink, Shape, Stroke, drawn
from willows_app.clinic.report import Chart, Report, Section, Table
from willows_app.clinic.written_in import tag
from willows_app.language import _

MOST_ROWS = 100
"""Of each list behind the summary the latest: a log of years would be hundreds of pages."""
MOST_LINES = 20
"""Lines of one cell: a row is to fit on a page, whatever a patient wrote."""
MOST_LETTERS = 3000
"""Letters of one cell, of which no more than `MOST_LINES` are shown."""
UNKNOWN = "\ufffd"
"""Stands for a letter that the font does not have."""

_MARGIN = 13.0
_WIDTH = 210.0 - 2 * _MARGIN
_BETWEEN = _WIDTH - 2 * WIDTH
"""Millimetres between two charts."""
_LINE = 4.0
"""Height of a line of text, in millimetres."""
_TITLE, _HEADING, _TEXT, _SMALL = 15.0, 10.5, 8.5, 7.5
"""Sizes of letters, in points."""
_PAD = 1.5
"""Left and right of what stands in a cell."""
_GAP = 2 * _PAD + 0.5
_LONGEST = _WIDTH * 2 / 3
"""Millimetres of a column, whatever is in it."""
_DASHES, _UNBROKEN = {"dash": 1.0, "gap": 0.6}, {"dash": 0.0, "gap": 0.0}

Colour = tuple[int, int, int]
_BLACK: Colour = (29, 42, 35)
_QUIET: Colour = (85, 101, 91)
_WHITE: Colour = (255, 255, 255)
_INKS: dict[Ink, Colour] = {
    Ink.AXIS: (204, 213, 207),
    Ink.DUE: (207, 224, 214),
    Ink.DONE: (47, 107, 79),
    Ink.BEFORE: (47, 107, 79),
    Ink.AFTER: (138, 75, 18),
}


def as_pdf(report: Report) -> bytes:
    """The file."""
    with ExitStack() as opened:
        paper = _Paper(report, opened)
        paper.heading(report)
        paper.sections(report.summary)
        paper.add_page()
        paper.sections(tuple(map(_latest, report.details)))
        return bytes(paper.output())


def _latest(section: Section) -> Section:
    """The section with no more rows than are of use on paper."""
    table = section.table
    if table is None or len(table.rows) <= MOST_ROWS:
        return section
    words = _("The latest {shown} of {all}. report.html has all of them.").format(
        shown=MOST_ROWS, all=len(table.rows)
    )
    fewer = Table(table.columns, table.rows[-MOST_ROWS:])
    return Section(section.title, (*section.lines, words), section.chart, fewer)


def _texts(report: Report) -> Iterator[str]:
    """All that a patient or a clinic may have written, and more."""
    yield report.title
    yield from report.about
    for section in (*report.summary, *report.details):
        yield from section.lines
        for row in section.table.rows if section.table else ():
            yield from row


def _with_unknown() -> str:
    return _(
        "{letter} stands for a letter that the font of this PDF does not have. report.html has it."
    ).format(letter=UNKNOWN)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


class _Paper(FPDF):
    """Pages that a report is written on."""

    def __init__(self, report: Report, opened: ExitStack) -> None:
        super().__init__(format="A4")
        self._code = report.code
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(True, _MARGIN + _LINE)
        self.set_draw_color(*_INKS[Ink.AXIS])
        self.str_alias_nb_pages = ""  # nothing that a patient writes becomes a number of pages
        self._describe(report)
        for style, name in (("", "roboto-regular.ttf"), ("B", "roboto-bold.ttf")):
            path = opened.enter_context(as_file(files(fonts) / name))
            self.add_font("roboto", style, path)
        self.letters = frozenset(map(chr, cast(TTFFont, self.fonts["roboto"]).cmap))
        self.set_font("roboto", size=_TEXT)
        self.add_page()

    def _describe(self, report: Report) -> None:
        self.set_title(report.title)
        self.set_lang(tag(report.language))
        self.set_creator("Willows")
        self.set_creation_date(report.made_at.astimezone(UTC))  # of an offset they know minutes
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def footer(self) -> None:
        """Below each page: whose it is, and which one."""
        self.set_y(-_MARGIN)
        words = _("{code}, page {number}").format(code=self._code, number=self.page_no())
        self.write_line(_MARGIN, _WIDTH, words, _SMALL, _QUIET)

    # ------------------------------------------------------------ parts of the report

    def heading(self, report: Report) -> None:
        """What it is."""
        self.write_line(_MARGIN, _WIDTH, report.title, _TITLE)
        for line in report.about:
            self.write_line(_MARGIN, _WIDTH, line, colour=_QUIET)
        if any(self.shown(text) != _composed(text) for text in _texts(report)):
            self.write_line(_MARGIN, _WIDTH, _with_unknown(), colour=_QUIET)

    def sections(self, sections: tuple[Section, ...]) -> None:
        """One below the other, but two with a chart side by side."""
        left_of: float | None = None
        bottom = self.y
        for section in sections:
            if section.chart is None:
                self.y, left_of = max(self.y, bottom), None
                self._section(section, _MARGIN, _WIDTH)
            elif left_of is None:
                left_of = self.y
                self._section(section, _MARGIN, WIDTH)
            else:
                bottom, self.y, left_of = self.y, left_of, None
                self._section(section, _MARGIN + WIDTH + _BETWEEN, WIDTH)

    def _section(self, section: Section, x: float, width: float) -> None:
        self.y += _LINE * 0.9
        if self.will_page_break(4 * _LINE):
            self.add_page()
        self.start_section(section.title)
        self.set_font(style="B")
        self.write_line(x, width, section.title, _HEADING)
        self.set_font(style="")
        for line in section.lines:
            self.write_line(x, width, line)
        if section.chart:
            self._chart(section.chart, x, width)
        if section.table:
            self._table(section.table)

    def write_line(
        self, x: float, width: float, text: str, size: float = _TEXT, colour: Colour = _BLACK
    ) -> None:
        """A text below what is there, in as many lines as it takes."""
        self.set_text_color(*colour)
        self.set_font_size(size)
        self.x = x
        height = _LINE * max(1.0, size / _TEXT)
        shown, to = self.shown(text), (XPos.LEFT, YPos.NEXT)
        self.multi_cell(width, height, shown, align="L", new_x=to[0], new_y=to[1])
        self.set_font_size(_TEXT)

    def shown(self, text: str) -> str:
        """The text in letters that the font has."""
        return "".join(each if each in self.letters else UNKNOWN for each in _composed(text))

    # ------------------------------------------------------------ charts

    def _chart(self, chart: Chart, x: float, width: float) -> None:
        top = self.y + 1
        for shape in drawn(chart):
            self._shape(shape, x, top)
        self.set_draw_color(*_INKS[Ink.AXIS])
        self.y = top + HEIGHT
        self.write_line(x, width, chart.words, _SMALL, _QUIET)

    def _shape(self, shape: Shape, left: float, top: float) -> None:
        match shape:
            case Box(x, y, width, height, ink):
                self.set_fill_color(*_INKS[ink])
                self.set_draw_color(*_INKS[Ink.DONE])
                self.set_line_width(0.2)
                self.rect(left + x, top + y, width, height, style="DF")
            case Stroke(x1, y1, x2, y2, ink):
                self.set_draw_color(*_INKS[ink])
                self.set_line_width(0.2 if ink is Ink.AXIS else 0.4)
                with self.local_context(dash_pattern=_DASHES if ink is Ink.AFTER else _UNBROKEN):
                    self.line(left + x1, top + y1, left + x2, top + y2)
            case Dot(x, y, radius, ink):
                self.set_draw_color(*_INKS[ink])
                self.set_fill_color(*(_WHITE if ink is Ink.AFTER else _INKS[ink]))
                self.set_line_width(0.3)
                self.circle(left + x, top + y, radius, style="DF")
            case _:
                self.set_text_color(*_QUIET)
                self.set_font_size(_SMALL)
                width = self.get_string_width(shape.text) if shape.ends else 0
                self.text(left + shape.x - width, top + shape.y, shape.text)
                self.set_font_size(_TEXT)

    # ------------------------------------------------------------ tables

    def _table(self, table: Table) -> None:
        self.set_text_color(*_BLACK)
        self.set_line_width(0.15)
        cells = [[self.shown(cell[:MOST_LETTERS]) for cell in row] for row in table.rows]
        widths = self._widths(table, cells)
        self.y += 1
        with self.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=widths,
            headings_style=FontFace(emphasis="BOLD", color=_QUIET),
            line_height=_LINE * 0.95,
            padding=(0.3, _PAD),
            text_align=["RIGHT" if right else "LEFT" for right in table.to_the_right],
            v_align="TOP",
            width=sum(widths),
            align="LEFT",
        ) as written:
            written.row(table.columns)
            for row in cells:
                written.row(
                    [self._clipped(cell, width) for cell, width in zip(row, widths, strict=True)]
                )

    def _widths(self, table: Table, cells: list[list[str]]) -> list[float]:
        """Millimetres of each column: as wide as its words, but of what is long the share left.

        The last one takes the rest of the page, if it is of words.
        """
        widths = [
            min(_LONGEST, max(map(self.get_string_width, column)) + _GAP)
            for column in zip(table.columns, *cells, strict=True)
        ]
        spare = _WIDTH - sum(widths)
        if spare < 0:
            long = [place for place, width in enumerate(widths) if width > _WIDTH / len(widths)]
            share = 1 + spare / sum(widths[place] for place in long)
            for place in long:
                widths[place] *= share
        elif not table.to_the_right[-1]:
            widths[-1] += spare
        return widths

    def _clipped(self, text: str, width: float) -> str:
        """As much of a text as a cell takes."""
        most = MOST_LINES * (width - 2 * _PAD)
        if len(text) < MOST_LETTERS and self.get_string_width(text) <= most:
            return text
        while self.get_string_width(text) > most:
            text = text[: len(text) * 3 // 4]
        return _("{text} … (shortened)").format(text=text)
