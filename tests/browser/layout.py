"""What is wrong with where things lie on the screen, by the boxes of the accessibility tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from tests.browser.semantics import Node, Screen

A_LITTLE = 2.0
"""Pixels by which boxes may touch: they are rounded."""


def troubles(screen: Screen, width: float) -> list[str]:
    """What leaves a screen of this width, and what lies over something else."""
    shown = [node for node in screen.nodes() if node.shown and node.name]
    return [*_leaving(shown, width), *_overlapping(shown)]


def _leaving(nodes: Sequence[Node], width: float) -> Iterator[str]:
    for node in nodes:
        if node.x < -A_LITTLE or node.x + node.width > width + A_LITTLE:
            yield f"leaves the screen: {node}"


def _overlapping(nodes: Sequence[Node]) -> Iterator[str]:
    for one, other in combinations(nodes, 2):
        if _overlap(one, other) and not (_holds(one, other) or _holds(other, one)):
            yield f"overlap: {one} and {other}"


def _overlap(one: Node, other: Node) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > A_LITTLE and down > A_LITTLE


def _holds(one: Node, other: Node) -> bool:
    """Whether one is a group in which the other lies."""
    return (
        one.x <= other.x + A_LITTLE
        and one.y <= other.y + A_LITTLE
        and one.x + one.width >= other.x + other.width - A_LITTLE
        and one.y + one.height >= other.y + other.height - A_LITTLE
    )
