"""A field for text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft


@ft.component
def typed_field(
    label: str, value: str, on_type: Callable[[str], None], **more: Any
) -> ft.TextField:
    """A field that says `value` until somebody types, and tells `on_type` what then stands there.

    While a letter is on its way here, the next are typed. A screen drawn anew with the text as it
    was at that letter would take them away: so it is drawn with what the client said last, unless
    `value` is another than what was told.
    """
    field: ft.MutableRef[ft.TextField | None] = ft.use_ref(None)
    told = ft.use_ref(value)

    def tell(event: ft.Event[ft.TextField]) -> None:
        told.current = str(event.control.value or "")
        on_type(told.current)

    shown = value
    if field.current is not None and value == told.current:
        shown = str(field.current.value or "")
    told.current = value
    drawn = ft.TextField(label=label, value=shown, on_change=tell, **more)
    field.current = drawn
    return drawn
