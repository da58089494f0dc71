"""A quicker search of new controls for what is in them.

Flet looks into every field of every control that comes or goes, and nine of ten hold a plain
value, in which there is nothing. On a screen such as History that was a quarter of Python's time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flet.controls.object_patch import DiffBuilder

PLAIN = frozenset({type(None), bool, int, float, str})

_configure, _removed = DiffBuilder._configure_dataclass, DiffBuilder._removed_controls


def pass_over_plain_values() -> None:
    """From now on Flet does not look into plain values; what it finds is the same."""

    def configure(
        builder: DiffBuilder, item: Any, parent: Any, frozen: bool, only_attributes: bool = False
    ) -> Iterable[Any]:
        if type(item) in PLAIN:
            return ()
        return _configure(builder, item, parent, frozen, only_attributes)

    def removed(builder: DiffBuilder, item: Any, recurse: bool) -> Iterable[Any]:
        return () if type(item) in PLAIN else _removed(builder, item, recurse)

    # Both call themselves by these names for each field.
    flet: Any = DiffBuilder
    flet._configure_dataclass, flet._removed_controls = configure, removed
