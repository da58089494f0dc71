"""For clinicians: what patients shared, apart from the log of this device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import flet as ft

from willows_app.device.dropping import Given, picked
from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.backup import announced
from willows_app.ui.components.page import ALL, READABLE, back_to, page
from willows_app.ui.components.parts import body, card, faint, heading, label, notice
from willows_app.ui.context import use_willows
from willows_app.ui.reviewing import Reviewing

if TYPE_CHECKING:
    from willows_app.ui.clinician.reviews import Reviews


@ft.component
def review() -> ft.View:
    """Opens such files and shows how it went; when it is left, nothing of them is kept."""
    willows = use_willows()
    reviewing, _another = ft.use_state(ft.use_memo(Reviewing, []))  # its changes show here
    drops, set_drops = ft.use_state(False)
    here = ft.context.page

    def dropped(given: Sequence[Given]) -> None:
        here.run_task(reviewing.take, given)

    async def begin() -> None:
        if willows.dropping:
            set_drops(await willows.dropping.begin(dropped))

    def leave() -> None:
        if willows.dropping:
            willows.dropping.end()
        reviewing.forget()

    ft.use_effect(begin, [willows.dropping])  # it comes a moment after the first screen
    ft.on_unmounted(leave)
    reviews, choose = reviewing.reviews, _choose(reviewing, drops)
    return page(
        _("Review"),
        [_desk(reviews, choose) if reviews else _readable(_welcome(reviewing, choose))],
        leading=back_to("/settings", _("Settings")),
        breadth=ALL,
    )


def _readable(controls: Sequence[ft.Control]) -> ft.Control:
    return ft.ResponsiveRow(
        [
            ft.Column(
                list(controls),
                col=READABLE,
                spacing=theme.SPACE_M,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            )
        ],
        alignment=ft.MainAxisAlignment.CENTER,
    )


def _desk(reviews: Reviews, choose: Sequence[ft.Control]) -> ft.Control:
    from willows_app.ui.clinician.desk import desk  # it has come with the first file

    return desk(reviews, choose)


def _welcome(reviewing: Reviewing, choose: Sequence[ft.Control]) -> list[ft.Control]:
    return [
        card(
            [
                heading(_("For clinicians")),
                body(
                    _(
                        "Open the files that your patients shared with “Share with my clinic”, "
                        "and see how it went: one patient, or two side by side."
                    )
                ),
                body(
                    _(
                        "They are read on this device. Nothing is sent, nothing is kept when you "
                        "leave, and the log of this device stays as it is."
                    )
                ),
            ]
        ),
        *(
            [announced(notice(reviewing.trouble, ft.Icons.WARNING_AMBER))]
            if reviewing.trouble
            else []
        ),
        *choose,
    ]


def _choose(reviewing: Reviewing, drops: bool) -> list[ft.Control]:
    async def take(event: ft.FilePickerResultEvent) -> None:
        files = event.files or []
        await reviewing.take(
            [picked(each.name, each.size, each.bytes, each.path) for each in files]
        )

    # The browser opens it only within the tap itself, so it is there before.
    picker = ft.use_memo(lambda: ft.FilePicker(on_result=take), [])
    first = reviewing.reviews is None
    button = (ft.FilledButton if first else ft.OutlinedButton)(
        label(_("Open files")),
        icon=ft.Icons.FOLDER_OPEN,
        style=theme.filled() if first else theme.quiet(),
        # A page is given no path, so there the bytes come at once, however many they are.
        action=ft.PickFiles(picker, with_data=ft.context.page.web, allow_multiple=True),
    )
    hint = [faint(_("Or drop them anywhere on this page."))] if drops else []
    return [button, *hint]
