"""How a screen reaches the app's model."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import flet as ft

if TYPE_CHECKING:
    from willows_app.ui.model import Willows

WillowsContext = ft.create_context(cast("Willows", None))


def use_willows() -> Willows:
    """The model; the calling component is drawn anew when it changes."""
    return ft.use_context(WillowsContext)


DarkContext = ft.create_context(False)


def use_dark() -> bool:
    """Whether the system asks for dark colours; the caller is drawn anew when that changes."""
    return ft.use_context(DarkContext)
