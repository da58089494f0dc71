"""What is written, drawn or focused stands out from what lies behind it, in both themes.

The colours are those that Flutter derives from the clinic's green: its `ColorScheme.fromSeed` and
the library here are the same algorithm, Material's "tonal spot" of 2021.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from materialyoucolor.dynamiccolor.material_dynamic_colors import MaterialDynamicColors
from materialyoucolor.hct import Hct
from materialyoucolor.scheme.scheme_tonal_spot import SchemeTonalSpot

from tests.contrast import GRAPHIC, TEXT, contrast
from willows_app.clinic import handout_page, report_html
from willows_app.ui import theme
from willows_app.ui.components.month import GROUNDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "web" / "shell" / "index.html").read_text("utf-8")

Colours = dict[str, str]


def of_the_app(dark: bool) -> Colours:
    """Each role of Material by its name in `ft.Colors`."""
    scheme = SchemeTonalSpot(Hct.from_int(0xFF << 24 | int(theme.SEED[1:], 16)), dark, 0.0, "2021")
    roles = MaterialDynamicColors()
    own = theme.DARK if dark else theme.LIGHT
    return {
        role: getattr(own, role) or getattr(roles, _camel(role)).get_hex(scheme)[:7]
        for role in USED_ROLES
    }


def _camel(role: str) -> str:
    first, *others = role.split("_")
    return first + "".join(map(str.capitalize, others))


def named_in_the_app() -> set[str]:
    """The roles that its screens name."""
    screens = (ROOT / "src" / "willows_app" / "ui").rglob("*.py")
    named = (re.findall(r"ft\.Colors\.([A-Z_]+)", path.read_text("utf-8")) for path in screens)
    return {role.lower() for roles in named for role in roles}


SURFACES = ("surface", "surface_container_lowest")
"""The ground of a screen and that of a card on it."""

WRITTEN = [
    *((role, ground) for role in ("on_surface", "on_surface_variant") for ground in SURFACES),
    *((role, ground) for role in ("primary", "tertiary", "error") for ground in SURFACES),
    ("on_primary", "primary"),  # the one primary action, a chosen number
    ("on_secondary_container", "secondary_container"),  # what was chosen
    ("on_tertiary_container", "tertiary_container"),  # a notice
    ("on_error_container", "error_container"),  # "It hurts"
    ("on_surface", "surface_container"),  # the tabs
    ("on_surface_variant", "surface_container"),
    ("on_surface", "surface_container_high"),  # a dialog, such as that of a time
    ("on_surface_variant", "surface_container_high"),
    ("primary", "surface_container_high"),
    ("on_surface", "surface_container_highest"),
    *(
        (written.name.lower(), ground.name.lower())
        for ground, written in GROUNDS.values()
        if ground is not None and written is not None
    ),
]
"""Letters, and the marks beside them."""

DRAWN = [
    *((role, ground) for role in ("primary", "tertiary", "outline") for ground in SURFACES),
    ("primary", "surface_container_highest"),  # the ring: what is left beside what is over
    ("outline", "surface_container_highest"),  # a switch that is off
    ("on_primary", "primary"),  # one that is on
    ("primary", "secondary_container"),  # how far a backup is
]
"""Marks, charts, and the frames that show where something can be tapped."""

NOTHING_SAID = {"outline_variant"}
"""Sets things off, and says nothing: the frame of a card, the lines behind a chart."""

USED_ROLES = {role for pair in WRITTEN + DRAWN for role in pair} | NOTHING_SAID

both_themes = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def too_faint(colours: Colours, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    found = {f"{a} on {b}": contrast(colours[a], colours[b]) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


@both_themes
def test_what_is_written_stands_out(dark: bool) -> None:
    assert not too_faint(of_the_app(dark), WRITTEN, TEXT)


@both_themes
def test_what_is_drawn_stands_out(dark: bool) -> None:
    assert not too_faint(of_the_app(dark), DRAWN, GRAPHIC)


def test_no_colour_is_used_that_is_not_looked_at_here() -> None:
    assert not named_in_the_app() - USED_ROLES


# ---------------------------------------------------------------- what the page paints


def of_the_page(dark: bool, painted_today: bool = False) -> Colours:
    """The variables of its style: of the loading screen, or of Today as it was left."""
    rules = re.findall(r"^ *(@media[^{]*\{\s*)?(:root|#today) \{([^}]*)\}", PAGE, re.MULTILINE)
    colours: Colours = {}
    for media, selector, style in rules:
        if (not media or dark) and (selector == ":root" or painted_today):
            colours |= re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", style)
    return colours


PAINTED = {
    "ink": "on_surface",
    "quiet": "on_surface_variant",
    "line": "outline_variant",
    "card": "surface_container_lowest",
    "green": "primary",
    "on-green": "on_primary",
    "bar": "surface_container",
    "edge": "outline",
    "tint": "secondary_container",
    "paper": "surface",
}
"""What the page calls the roles of the app."""


@both_themes
def test_the_page_paints_today_in_the_colours_of_the_app(dark: bool) -> None:
    page, app = of_the_page(dark, painted_today=True), of_the_app(dark)
    assert {name: page[name].upper() for name in PAINTED} == {
        name: app[role].upper() for name, role in PAINTED.items()
    }


@both_themes
def test_the_loading_screen_stands_out(dark: bool) -> None:
    written = [("ink", "paper"), ("quiet", "paper"), ("on-green", "green")]
    page = of_the_page(dark)
    assert not too_faint(page, written, TEXT)
    assert not too_faint(page, [("green", "paper")], GRAPHIC)


@both_themes
@pytest.mark.parametrize("painted_today", [False, True])
def test_the_ring_of_the_focus_stands_out_wherever_it_lies(dark: bool, painted_today: bool) -> None:
    """A line of ink in one of paper: on any ground, one of them does."""
    page = of_the_page(dark, painted_today)
    assert contrast(page["ink"], page["paper"]) >= GRAPHIC**2


# ---------------------------------------------------------------- papers


def of_a_paper(style: str, dark: bool) -> Colours:
    rules = re.findall(r"^(@media[^{]*\{+\s*)? *:root \{([^}]*)\}", style, re.MULTILINE)
    return {
        name: _long(colour)
        for media, rule in rules
        if not media or dark
        for name, colour in re.findall(r"--(\w+): (#[0-9a-f]+)", rule)
    }


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


@both_themes
def test_a_report_stands_out(dark: bool) -> None:
    report = of_a_paper(report_html.STYLE, dark)
    assert not too_faint(report, [("ink", "paper"), ("quiet", "paper")], TEXT)
    drawn = [("done", "paper"), ("before", "paper"), ("after", "paper"), ("done", "due")]
    assert not too_faint(report, drawn, GRAPHIC)
    assert ".due { fill: var(--due); stroke: var(--done);" in report_html.STYLE


def test_a_handout_stands_out() -> None:
    handout = of_a_paper(handout_page.STYLE, dark=False) | {"paper": "#ffffff"}
    assert "background: #fff;" in handout_page.STYLE
    assert not too_faint(handout, [("ink", "paper"), ("quiet", "paper"), ("green", "paper")], TEXT)
