"""A scene as SVG: plain paths, without script, style sheet or anything from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape
from itertools import groupby

from willows_app.pictures.drawing import Capsule, Form, Ink, Part, Piece, Polygon, Spot
from willows_app.pictures.palette import Palette
from willows_app.pictures.scene import Scene


def svg(scene: Scene, title: str, words: str, palette: Palette) -> str:
    """An SVG document, with its title and its text alternative; a unit is a centimetre."""
    frame = scene.frame
    box = f"{frame.left:.1f} {frame.top:.1f} {frame.width:.1f} {frame.height:.1f}"
    drawn = "".join(_part(part, palette) for part in scene.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>"
        f'<g stroke-linejoin="round">{drawn}</g></svg>'
    )


def _part(part: Part, palette: Palette) -> str:
    """The line first and the inks over it: so no line runs between the pieces."""
    colours = palette.far if part.far else palette.near
    drawn = ""
    if part.line:
        # Half of it will be covered.
        pen = f'stroke="{colours[Ink.LINE]}" stroke-width="{2 * part.line:g}"'
        drawn = f'<path d="{_outlines(part.pieces)}" fill="none" {pen}/>'
    for ink, pieces in groupby(part.pieces, key=lambda piece: piece[0]):
        drawn += f'<path d="{_outlines(pieces)}" fill="{colours[ink]}"/>'
    return drawn


def _outlines(pieces: Iterable[Piece]) -> str:
    return "".join(_outline(form) for _, form in pieces)


def _outline(form: Form) -> str:
    """As path data, clockwise."""
    if isinstance(form, Polygon):
        return f"M{'L'.join(map(_at, form.corners))}Z"
    apart = math.dist(form.a, form.b)
    if apart <= abs(form.a_radius - form.b_radius):
        larger = max((form.a_radius, form.a), (form.b_radius, form.b))
        return _circle(*larger)
    return _tapered(form, apart)


def _circle(radius: float, middle: Spot) -> str:
    left, right = (_at(Spot(middle.x + x, middle.y)) for x in (-radius, radius))
    return f"M{left}A{_arc(radius)}1 1 {right}A{_arc(radius)}1 1 {left}Z"


def _tapered(form: Capsule, apart: float) -> str:
    """Two arcs, and the two lines that touch both discs."""
    along = math.atan2(form.b.y - form.a.y, form.b.x - form.a.x)
    turn = math.acos((form.a_radius - form.b_radius) / apart)

    def rim(middle: Spot, radius: float, angle: float) -> str:
        x, y = radius * math.cos(angle), radius * math.sin(angle)
        return _at(Spot(middle.x + x, middle.y + y))

    a_large, b_large = int(turn < math.pi / 2), int(turn > math.pi / 2)
    return (
        f"M{rim(form.a, form.a_radius, along + turn)}"
        f"A{_arc(form.a_radius)}{a_large} 1 {rim(form.a, form.a_radius, along - turn)}"
        f"L{rim(form.b, form.b_radius, along - turn)}"
        f"A{_arc(form.b_radius)}{b_large} 1 {rim(form.b, form.b_radius, along + turn)}Z"
    )


def _arc(radius: float) -> str:
    return f"{radius:.3g} {radius:.3g} 0 "


def _at(spot: Spot) -> str:
    return f"{spot.x:.1f} {spot.y:.1f}"
