"""A report as one HTML file, to open in any browser and to print on A4.

It needs nothing else, runs nothing and may fetch nothing: its policy allows one style, by
its hash. The first page, printed, is the summary.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from willows_app.clinic.charts import HEIGHT, LETTERS, WIDTH, Box, Dot, Shape, Stroke, drawn
from willows_app.clinic.report import Chart, Report, Section, Table
from willows_app.clinic.written_in import attributes

STYLE = f"""
:root {{
  color-scheme: light dark;
  --paper: #fff; --ink: #1d2a23; --quiet: #55655b; --line: #ccd5cf;
  --done: #2f6b4f; --due: #cfe0d6; --before: #2f6b4f; --after: #8a4b12;
}}
@media screen and (prefers-color-scheme: dark) {{
  :root {{
    --paper: #16211b; --ink: #e6ede8; --quiet: #a9b8af; --line: #3b4a41;
    --done: #8fd1ae; --due: #33473c; --before: #8fd1ae; --after: #f0b27a;
  }}
}}
* {{ box-sizing: border-box; }}
body {{
  margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.45 system-ui, "Roboto", "Segoe UI", sans-serif; overflow-wrap: anywhere;
}}
h1 {{ font-size: 1.5rem; margin: 0 0 .25rem; }}
h2 {{ font-size: 1.125rem; margin: 0 0 .25rem; }}
p {{ margin: .125rem 0; }}
header p, figcaption {{ color: var(--quiet); }}
section {{ margin-top: 1.25rem; min-width: 0; }}
figure {{ margin: .5rem 0 0; }}
figcaption {{ font-size: .875rem; }}
svg {{ display: block; width: 100%; max-width: 34rem; }}
svg text {{ font-size: {LETTERS}px; fill: var(--quiet); }}
.axis {{ stroke: var(--line); stroke-width: .2; }}
.due {{ fill: var(--due); stroke: var(--done); stroke-width: .2; }}
.done {{ fill: var(--done); }}
line.before, line.after {{ stroke-width: .4; }}
line.before {{ stroke: var(--before); }}
line.after {{ stroke: var(--after); stroke-dasharray: 1 .6; }}
circle.before {{ fill: var(--before); }}
circle.after {{ fill: var(--paper); stroke: var(--after); stroke-width: .4; }}
.wide {{ overflow-x: auto; margin-top: .5rem; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }}
th, td {{
  padding: .25rem .5rem; text-align: start; vertical-align: top; font-weight: normal;
  border-bottom: 1px solid var(--line); overflow-wrap: normal;
}}
thead th {{ font-weight: 600; color: var(--quiet); }}
th:first-child {{ padding-inline-start: 0; min-width: 6.5rem; }}
.number {{ text-align: end; }}
td.text {{ min-width: 9rem; overflow-wrap: anywhere; }}
@media (min-width: 46rem) {{
  .summary {{ display: grid; grid-template-columns: 1fr 1fr; column-gap: 2rem; }}
  .summary > :not(.half) {{ grid-column: 1 / -1; }}
}}
@page {{ size: A4; margin: 13mm; }}
@media print {{
  body {{ padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.3; }}
  h1 {{ font-size: 14pt; }}
  h2 {{ font-size: 10.5pt; break-after: avoid; }}
  section {{ margin-top: 3mm; }}
  figcaption {{ font-size: 7.5pt; }}
  th, td {{ padding: .4mm 1.5mm; }}
  .summary {{ display: grid; grid-template-columns: 1fr 1fr; column-gap: 6mm; }}
  .summary > :not(.half) {{ grid-column: 1 / -1; }}
  .wide {{ overflow: visible; }}
  .details {{ break-before: page; }}
  thead {{ display: table-header-group; }}
  tr, figure {{ break-inside: avoid; }}
}}
"""

_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


def as_html(report: Report) -> bytes:
    """The file, in UTF-8."""
    return f"""\
<!doctype html>
<html {attributes(report.language)}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(report.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<header>
<h1>{escape(report.title)}</h1>
{_paragraphs(report.about)}
</header>
<div class="summary">
{_sections(report.summary)}
</div>
<div class="details">
{_sections(report.details)}
</div>
</main>
</body>
</html>
""".encode()


def _sections(sections: tuple[Section, ...]) -> str:
    return "\n".join(map(_section, sections))


def _section(section: Section) -> str:
    parts = [f"<h2>{escape(section.title)}</h2>", _paragraphs(section.lines)]
    if section.chart:
        parts.append(_figure(section.chart))
    if section.table:
        parts.append(_table(section.title, section.table))
    half = ' class="half"' if section.chart else ""
    return "\n".join((f"<section{half}>", *parts, "</section>"))


def _paragraphs(lines: tuple[str, ...]) -> str:
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)


def _figure(chart: Chart) -> str:
    words, shapes = escape(chart.words), "".join(map(_shape, drawn(chart)))
    return (
        f'<figure><svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{words}">'
        f"{shapes}</svg><figcaption>{words}</figcaption></figure>"
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height, ink):
            at = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'
            return f'<rect class="{ink}" {at}/>'
        case Stroke(x1, y1, x2, y2, ink):
            at = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
            return f'<line class="{ink}" {at}/>'
        case Dot(x, y, radius, ink):
            return f'<circle class="{ink}" cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}"/>'
    anchor = ' text-anchor="end"' if shape.ends else ""
    return f'<text x="{shape.x:.2f}" y="{shape.y:.2f}"{anchor}>{escape(shape.text)}</text>'


def _table(title: str, table: Table) -> str:
    kinds = ["number" if right else "text" for right in table.to_the_right]
    names = "".join(
        f'<th scope="col" class="{kind}">{escape(name)}</th>'
        for kind, name in zip(kinds, table.columns, strict=True)
    )
    rows = "\n".join(_row(row, kinds) for row in table.rows)
    return (
        f'<div class="wide" role="region" aria-label="{escape(title)}" tabindex="0">\n'
        f"<table>\n<thead><tr>{names}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _row(row: tuple[str, ...], kinds: list[str]) -> str:
    first, *others = row
    cells = "".join(
        f'<td class="{kind}">{escape(cell)}</td>'
        for kind, cell in zip(kinds[1:], others, strict=True)
    )
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
