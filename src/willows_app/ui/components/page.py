"""The frame of every screen: title, one column, and the way to the other screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from willows_app.language import N_, _
from willows_app.ui import theme


@dataclass(frozen=True)
class Tab:
    """A destination of the bottom navigation bar."""

    route: str
    label: str
    icon: ft.IconData
    selected_icon: ft.IconData


TABS = (
    Tab("/", N_("Today"), ft.Icons.TODAY_OUTLINED, ft.Icons.TODAY),
    Tab(
        "/exercises",
        N_("Exercises"),
        ft.Icons.SELF_IMPROVEMENT_OUTLINED,
        ft.Icons.SELF_IMPROVEMENT,
    ),
    Tab("/history", N_("History"), ft.Icons.HISTORY_OUTLINED, ft.Icons.HISTORY),
)


Breadth = dict[str | ft.ResponsiveRowBreakpoint, ft.Number]
"""Twelfths of a screen, by the kind of screen."""

READABLE: Breadth = {"xs": 12, "md": 9, "lg": 7, "xl": 6}
"""Lines of text that the eye finds its way back from."""
ALL: Breadth = {"xs": 12}


def go(route: str) -> None:
    """Show another screen."""
    ft.context.page.navigate(route)


def page(
    title: str,
    controls: Sequence[ft.Control],
    *,
    tab: str | None = None,
    leading: ft.Control | None = None,
    actions: Sequence[ft.Control] = (),
    footer: Sequence[ft.Control] = (),
    margin: float = theme.SPACE_M,
    breadth: Breadth = READABLE,
) -> ft.View:
    """A screen with a scrolling column; `footer` stays in sight below it.

    `tab` is the route of its tab in the bottom navigation bar, which is left
    out of screens that should not be left by accident. `margin` is what stays free beside the
    column, in pixels. `breadth` is that of the column.
    """
    path = ft.use_view_path()
    return ft.View(
        route=path,
        padding=0,
        spacing=0,
        bgcolor=ft.Colors.SURFACE,
        appbar=ft.AppBar(
            title=ft.Semantics(
                content=ft.Text(title, style=theme.in_bar(), max_lines=2), heading_level=1
            ),
            leading=leading,
            automatically_imply_leading=False,
            actions=list(actions),
            bgcolor=ft.Colors.SURFACE,
        ),
        navigation_bar=_navigation_bar(tab) if tab else None,
        controls=[
            ft.Column(
                [_column(controls, theme.SPACE_M, margin, breadth)],
                key=f"{path} {title}",  # what is new begins at its top
                expand=True,
                scroll=ft.ScrollMode.AUTO,
            ),
            *([ft.SafeArea(_column(footer, theme.SPACE_S, margin, breadth))] if footer else []),
        ],
    )


def nothing_here() -> ft.View:
    """A screen that has nothing to show any more, such as after a reload: on to Today."""
    ft.on_mounted(lambda: go("/"))
    return page("Willows", [])


def _column(
    controls: Sequence[ft.Control], spacing: float, margin: float, breadth: Breadth
) -> ft.Control:
    """One column, in the middle of a wide screen."""
    return ft.ResponsiveRow(
        [
            ft.Container(
                ft.Column(
                    list(controls),
                    spacing=spacing,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                col=breadth,
                padding=ft.Padding.symmetric(horizontal=margin, vertical=theme.SPACE_S),
            )
        ],
        alignment=ft.MainAxisAlignment.CENTER,
    )


def _navigation_bar(route: str) -> ft.NavigationBar:
    return ft.NavigationBar(
        selected_index=[tab.route for tab in TABS].index(route),
        on_change=lambda event: go(TABS[int(event.control.selected_index)].route),
        destinations=[
            ft.NavigationBarDestination(
                icon=tab.icon, selected_icon=tab.selected_icon, label=_(tab.label)
            )
            for tab in TABS
        ],
    )


def back(name: str, on_click: Callable[[], None]) -> ft.Control:
    """The arrow that leads back to `name`."""
    return ft.MergeSemantics(
        ft.IconButton(
            ft.Icons.ARROW_BACK,
            tooltip=name,
            on_click=on_click,
            width=theme.TARGET,
            height=theme.TARGET,
        )
    )


def back_to(route: str, name: str) -> ft.Control:
    """The arrow that leads back to the screen `name` at `route`."""
    return back(name, lambda: go(route))
