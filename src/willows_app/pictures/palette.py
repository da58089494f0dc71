"""The colours of the pictures, light and dark, from the clinic's green.

`ui/theme.py` has the others; these are here because reports and handouts are drawn without Flet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from willows_app.pictures.drawing import Ink


@dataclass(frozen=True)
class Palette:
    """A colour for each ink."""

    paper: str
    """What the picture lies on."""
    near: Mapping[Ink, str]

    @property
    def far(self) -> Mapping[Ink, str]:
        """For limbs on the other side of the body: a third on the way to the paper."""
        return {ink: _mixed(colour, self.paper) for ink, colour in self.near.items()}


def _mixed(colour: str, paper: str) -> str:
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(paper[1:]), strict=True)
    return "#" + "".join(f"{round(ours + (theirs - ours) / 3):02x}" for ours, theirs in pairs)


LIGHT = Palette(
    "#ffffff",
    {
        Ink.SKIN: "#d9a583",
        Ink.HAIR: "#5b4338",
        Ink.SHIRT: "#4c9a76",
        Ink.TROUSERS: "#4a6076",
        Ink.LINE: "#24352c",
        Ink.CLOTH: "#f0c96a",
        Ink.BALL: "#d3e04a",
        Ink.COVER: "#b5524a",
        Ink.WOOD: "#c79a63",
        Ink.WALL: "#d9d5c9",
        Ink.FLOOR: "#ece8dc",
    },
)
DARK = Palette(
    "#1e2b24",
    {
        Ink.SKIN: "#d9a583",
        Ink.HAIR: "#8a6a58",
        Ink.SHIRT: "#6fbf98",
        Ink.TROUSERS: "#8fa6bd",
        Ink.LINE: "#0e1712",
        Ink.CLOTH: "#f0c96a",
        Ink.BALL: "#d3e04a",
        Ink.COVER: "#d9796f",
        Ink.WOOD: "#b98d59",
        Ink.WALL: "#5d665f",
        Ink.FLOOR: "#2e3d35",
    },
)
