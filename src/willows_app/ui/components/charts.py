"""Charts of a history, period by period: frames that fill up, and lines of pain.

They are for the eye alone: the words beside them say the same. Flet's own charts are not used:
importing their package alone takes a phone as long as drawing all of the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

import flet as ft
import flet.canvas as cv

from willows_app.language import _, in_use
from willows_app.ui import theme
from willows_app.ui.components.parts import explained
from willows_app.ui.history import History
from willows_app.ui.history_words import short_period_words

HEIGHT = 150
INSET = 10
"""From the edges of a chart to its highest and lowest point: half a line of text."""

BOTTOM = HEIGHT - INSET
WIDEST_BAR = 40
STROKE = 2
GAP = 3
"""Between what was due and what was more."""

DISC, SQUARE = 4, 12
"""Radius and side of the marks for pain before and after: where both meet, both are seen."""

SAMPLE, LONG_SAMPLE = 20, 40
"""Size of what the legend shows: of a bar, and the width of a line."""

PAIN_SCALE = (10, 5, 0)
BEFORE, AFTER = ft.Colors.PRIMARY, ft.Colors.TERTIARY

Score = tuple[int, float]
"""The number of a period, and the score in it."""

Point = tuple[float, float]
Shapes = Iterator[cv.Shape]
Draw = Callable[[float], Shapes]
"""Draws a chart of this width."""


# ---------------------------------------------------------------- done of due


def bars(history: History) -> ft.Control:
    """A frame each period, as high as what was due, filled with what was done."""
    tallest = max(int(each.sessions.due) + each.extra for each in history.adherence) or 1
    unit = (BOTTOM - INSET) / tallest

    def draw(width: float) -> Shapes:
        slot = width / len(history.adherence)
        bar = min(WIDEST_BAR, 0.75 * slot)
        for number, each in enumerate(history.adherence):
            left = (number + 0.5) * slot - bar / 2
            due, done, extra = each.sessions.due, each.sessions.done, each.extra
            yield from _bar(left, BOTTOM, bar, due * unit, done * unit, extra * unit)

    legend = {
        _("done of due"): _bar(0, SAMPLE, SAMPLE, SAMPLE, SAMPLE / 2, 0),
        _("more than due"): _bar(0, SAMPLE, SAMPLE, 0, 0, SAMPLE / 2),
        _("nothing due"): _bar(0, SAMPLE, SAMPLE, 0, 0, 0),
    }
    return _chart(history, [tallest, 0], draw, legend, SAMPLE)


def _bar(left: float, bottom: float, width: float, due: float, done: float, extra: float) -> Shapes:
    """What was done fills the frame of what was due; what was more stands on it, unframed."""
    if done:
        yield cv.Rect(left, bottom - done, width, done, paint=_fill(ft.Colors.PRIMARY))
    if due:
        yield _frame(left, bottom - due, width, due, ft.Colors.OUTLINE)
    if extra:
        height = max(extra - GAP, STROKE)
        top = bottom - due - GAP - height
        yield cv.Rect(left, top, width, height, paint=_fill(ft.Colors.TERTIARY))
    if not due and not extra:
        yield _line([(left, bottom), (left + width, bottom)], _pen(ft.Colors.OUTLINE))


def _frame(left: float, top: float, width: float, height: float, color: ft.Colors) -> cv.Shape:
    """A rectangle whose line lies within these sides."""
    half, inner = STROKE / 2, max(height - STROKE, 0)
    return cv.Rect(left + half, top + half, width - STROKE, inner, paint=_pen(color))


# ---------------------------------------------------------------- pain


def pain_lines(history: History) -> ft.Control:
    """Pain before and after, from 0 to 10; where nobody answered, a line has a gap."""
    before = [(each.number, each.before) for each in history.pain if each.before is not None]
    after = [(each.number, each.after) for each in history.pain if each.after is not None]

    def draw(width: float) -> Shapes:
        slot, first = width / len(history.numbers), history.numbers.start

        def points(run: Sequence[Score]) -> list[Point]:
            return [((number - first + 0.5) * slot, _height(score)) for number, score in run]

        for score in PAIN_SCALE:
            y = _height(score)
            yield _line([(0, y), (width, y)], _pen(ft.Colors.OUTLINE_VARIANT, width=1))
        for run in unbroken(before):
            yield from _before(points(run))
        for run in unbroken(after):
            yield from _after(points(run))

    sample = [(x, SAMPLE / 2) for x in (SQUARE / 2, LONG_SAMPLE - SQUARE / 2)]
    legend = {_("before"): _before(sample), _("after"): _after(sample)}
    return _chart(history, PAIN_SCALE, draw, legend, LONG_SAMPLE)


def unbroken(scores: Sequence[Score]) -> list[list[Score]]:
    """The runs of scores whose periods follow one another."""
    runs = groupby(enumerate(scores), key=lambda each: each[1][0] - each[0])
    return [[score for _number, score in run] for _key, run in runs]


def _height(score: float) -> float:
    return BOTTOM - (BOTTOM - INSET) * score / max(PAIN_SCALE)


def _before(points: Sequence[Point]) -> Shapes:
    yield _line(points, _pen(BEFORE))
    for x, y in points:
        yield cv.Circle(x, y, DISC, _fill(BEFORE))


def _after(points: Sequence[Point]) -> Shapes:
    yield _line(points, _pen(AFTER, dashes=[5, 4]))
    for x, y in points:
        yield _frame(x - SQUARE / 2, y - SQUARE / 2, SQUARE, SQUARE, AFTER)


# ---------------------------------------------------------------- what both are made of


def _chart(
    history: History,
    scale: Sequence[int],
    draw: Draw,
    legend: Mapping[str, Shapes],
    sample_width: float,
) -> ft.Control:
    """The drawing, its scale beside it, its first and last period below, its marks explained."""
    numbers = history.numbers
    ends = [short_period_words(history.period, numbers[0])]
    if len(numbers) > 1:
        ends.append(short_period_words(history.period, numbers[-1]))
    scale_labels = ft.Column(
        [_label(str(value)) for value in scale],
        height=HEIGHT,
        spacing=0,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        horizontal_alignment=ft.CrossAxisAlignment.END,
    )
    end_labels = ft.Row([_label(end) for end in ends], alignment=ft.MainAxisAlignment.SPACE_BETWEEN)
    return ft.Semantics(
        content=ft.Column(
            [
                ft.Row(
                    [scale_labels, ft.Column([_drawing(draw), end_labels], spacing=0, expand=True)],
                    vertical_alignment=ft.CrossAxisAlignment.START,
                    spacing=theme.SPACE_S,
                ),
                ft.Row(
                    [_explained(name, shapes, sample_width) for name, shapes in legend.items()],
                    wrap=True,
                    spacing=theme.SPACE_M,
                    run_spacing=theme.UNIT,
                ),
            ],
            spacing=theme.SPACE_S,
        ),
        exclude_semantics=True,
    )


@ft.component
def _drawing(draw: Draw) -> ft.Control:
    """As wide as there is room: drawn as soon as the screen says how wide that is.

    Time goes on in the direction of reading, as the labels do.
    """
    width, set_width = ft.use_state(0.0)
    return cv.Canvas(
        list(draw(width)) if width else [],
        on_resize=lambda event: set_width(event.width),
        width=float("inf"),
        height=HEIGHT,
        flip=ft.Flip(flip_x=True) if in_use().right_to_left else None,
    )


def _explained(name: str, shapes: Shapes, width: float) -> ft.Control:
    sample = cv.Canvas(list(shapes), width=width, height=SAMPLE)
    return explained(sample, name)


def _label(text: str) -> ft.Control:
    return ft.Text(text, size=theme.LABEL, color=ft.Colors.ON_SURFACE_VARIANT)


def _line(points: Sequence[Point], pen: ft.Paint) -> cv.Shape:
    first, *others = points
    return cv.Path([cv.Path.MoveTo(*first), *(cv.Path.LineTo(*each) for each in others)], pen)


def _fill(color: ft.Colors) -> ft.Paint:
    return ft.Paint(color)


def _pen(
    color: ft.Colors, width: float = STROKE, dashes: list[ft.Number] | None = None
) -> ft.Paint:
    return ft.Paint(
        color,
        style=ft.PaintingStyle.STROKE,
        stroke_width=width,
        stroke_dash_pattern=dashes,
    )
