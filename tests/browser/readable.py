"""What keeps a person from using the controls of a screen, as its accessibility tree tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.browser.semantics import Node

CONTROLS = ("button", "checkbox", "link", "radio", "slider", "switch", "tab", "textbox")

TARGET = 48
"""The least width and height of what a finger hits, in pixels."""

ROUNDING = 0.6
"""Pixels that a layout may round away."""


def faults(nodes: Sequence[Node], narrowest: float = TARGET) -> Iterator[str]:
    """Each as a sentence; `narrowest` is the least width of a control on this screen."""
    controls = [node for node in nodes if node.role in CONTROLS]
    if not controls or not any(node.role == "heading" for node in nodes):
        yield "nothing to do, or no heading"
    yield from (f"no name: {node}" for node in controls if not node.name)
    times = Counter((node.role, node.name) for node in controls)
    yield from (f"{count} are called {each}" for each, count in times.items() if count > 1)
    yield from (f"too small: {node}" for node in controls if _is_small(node, narrowest))


def _is_small(node: Node, narrowest: float) -> bool:
    return node.width < narrowest - ROUNDING or node.height < TARGET - ROUNDING
