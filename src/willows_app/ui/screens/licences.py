"""The licences of all that is shipped: a list of its parts, and the text of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import flet as ft

from willows_app.device.late import NotAtHand
from willows_app.language import _
from willows_app.ui.components.backup import announced
from willows_app.ui.components.page import back, back_to, page
from willows_app.ui.components.parts import body, notice, quiet
from willows_app.ui.context import use_willows
from willows_app.ui.licences import Licence, read_licences


@ft.component
def licences() -> ft.View:
    """Loaded when it is opened."""
    willows = use_willows()
    read, set_read = ft.use_state(cast("tuple[Licence, ...]", ()))
    chosen, set_chosen = ft.use_state(-1)
    why, set_why = ft.use_state("")

    async def load() -> None:
        set_why("")
        try:
            set_read(read_licences(await willows.licences()))
        except NotAtHand as refusal:
            set_why(str(refusal))

    ft.on_mounted(load)
    if read and chosen >= 0:
        return _text(read[chosen], back(_("Licences"), lambda: set_chosen(-1)))
    return page(
        _("Licences"),
        [
            *([announced(notice(why)), quiet(_("Try again"), load)] if why else []),
            *([] if read or why else [body(_("One moment."))]),
            *_parts(read, set_chosen),
        ],
        leading=back_to("/help", _("Help and privacy")),
    )


def _parts(read: Sequence[Licence], choose: Callable[[int], None]) -> list[ft.Control]:
    return [quiet(each.title, partial(choose, number)) for number, each in enumerate(read)]


def _text(licence: Licence, leading: ft.Control) -> ft.View:
    """In the words and the language of those who gave it."""
    return page(licence.title, [body(each) for each in licence.paragraphs], leading=leading)
