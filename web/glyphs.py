"""Leaves of the icon font just what can be shown: it has 8,600 icons, and the app uses few."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterable, Iterator, Mapping

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from web.errors import BuildError

STYLES = ("OUTLINED", "ROUNDED", "SHARP")

SHOWN_BY_FLUTTER = (
    *("ARROW_BACK", "ARROW_BACK_IOS_NEW_ROUNDED", "CLOSE", "MENU", "MORE_VERT"),  # bars, dialogs
    *("ARROW_DROP_DOWN", "ARROW_DROP_UP", "CHECK", "EXPAND_LESS", "EXPAND_MORE"),  # lists, menus
    *("ARROW_FORWARD", "CHEVRON_LEFT", "CHEVRON_RIGHT", "FIRST_PAGE", "LAST_PAGE"),
    *("ARROW_DOWNWARD", "ARROW_UPWARD", "DRAG_HANDLE", "EDIT", "REFRESH"),
    *("ACCESS_TIME", "CALENDAR_TODAY", "EDIT_OUTLINED", "KEYBOARD_OUTLINED"),  # date and time
    *("CANCEL", "CLEAR", "SEARCH", "VISIBILITY", "VISIBILITY_OFF"),  # fields and chips
    *("CONTENT_COPY", "ERROR", "ERROR_OUTLINE", "INFO", "WARNING"),  # when it fails
)
"""What Flutter's and Flet's own controls show, whether or not the app names it."""


def icons_used(sources: Mapping[str, bytes]) -> set[str]:
    """The names of the icons that these Python sources can show: `ft.Icons.CHECK` is CHECK."""
    named = (
        node.attr
        for name, source in sources.items()
        if name.endswith(".py")
        for node in ast.walk(ast.parse(source, name))
        if isinstance(node, ast.Attribute) and "Icons" in _last_names(node.value)
    )
    return {*named, *SHOWN_BY_FLUTTER}


def _last_names(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Name):
        yield node.id


def only(icons: Iterable[str], font: bytes) -> bytes:
    """`font` with no other icons."""
    opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
    glyphs = {icon: _glyph(icon) for icon in icons}
    there = set(opened.getGlyphOrder())
    if missing := sorted(icon for icon, glyph in glyphs.items() if glyph not in there):
        raise BuildError(
            f"The icon font has no {', '.join(missing)}: some icons have two names, of which the "
            "font knows one. Take the other one, or another icon."
        )
    subsetter = Subsetter(Options(notdef_outline=True))
    subsetter.populate(glyphs=glyphs.values())
    subsetter.subset(opened)
    smaller = io.BytesIO()
    opened.save(smaller)
    return smaller.getvalue()


def _glyph(icon: str) -> str:
    """CHECK is check_baseline in the font, CHECK_OUTLINED is check_outlined."""
    styled = icon.rsplit("_", 1)[-1] in STYLES
    return icon.lower() if styled else f"{icon.lower()}_baseline"
