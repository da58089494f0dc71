"""Finished pictures of an exercise: SVG, with the words that stand for it.

>>> for each in drawings(routine.picture(exercise)):  # doctest: +SKIP
...     page += f"<figure>{each.svg}<figcaption>{each.title}</figcaption></figure>"
"""

from __future__ import annotations

from dataclasses import dataclass

from willows_app.language import N_, _, pgettext
from willows_app.pictures.palette import LIGHT, Palette
from willows_app.pictures.scene import Frame, scene
from willows_app.pictures.svg import svg
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Pose, View

VIEW_WORDS = {
    View.SIDE: N_("Seen from the side."),
    View.FRONT: N_("Seen from the front."),
    View.BEHIND: N_("Seen from behind."),
    View.ABOVE: N_("Seen from above."),
}


@dataclass(frozen=True)
class Drawn:
    """One picture."""

    title: str
    """Two or three words to stand below it."""
    words: str
    """Its text alternative; the SVG has it too."""
    svg: str
    """An SVG document without a size: it fills what it is put into."""
    width: float
    height: float
    """Of what it shows, in centimetres; all pictures of an exercise have the same."""


def drawings(
    picture: Picture, side: Side | None = None, palette: Palette = LIGHT
) -> tuple[Drawn, ...]:
    """The start, the end of each move, and what comes further along: each pose once.

    `side` is the side of the body that is exercised, in an exercise that has sides; as prescribed
    (the first one) if it is not given.
    """
    ids = [picture.start, *picture.moves.values(), *([picture.travel] if picture.travel else [])]
    poses = (picture.pose(id) for id in dict.fromkeys(ids))
    return tuple(drawn(picture, pose, side, palette) for pose in poses)


def drawn(
    picture: Picture,
    pose: Pose,
    side: Side | None = None,
    palette: Palette = LIGHT,
    frame: Frame | None = None,
) -> Drawn:
    """One pose; `side` as in `drawings`, `frame` as in `scene`."""
    whole = scene(picture, pose, side not in (None, picture.side), frame)
    words = alternative(picture, pose, side)
    shown = svg(whole, pose.title, words, palette)
    return Drawn(pose.title, words, shown, whole.frame.width, whole.frame.height)


def alternative(picture: Picture, pose: Pose, side: Side | None = None) -> str:
    """What one sees, in words; `side` as in `drawings`."""
    words = pose.words
    if picture.side:
        side = side or picture.side
        words = words.format(side=_side_words(side), other=_side_words(side.other))
    return _("{view} {words}").format(view=_(VIEW_WORDS[picture.view]), words=words)


def _side_words(side: Side) -> str:
    """As it stands in the words of a pose: in a language with endings, those have to fit it."""
    if side is Side.LEFT:
        return pgettext("in the words of a picture", "left")
    return pgettext("in the words of a picture", "right")
