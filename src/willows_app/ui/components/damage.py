"""A log that was found damaged: what became of it, and what can be done."""

from __future__ import annotations

import flet as ft

from willows_app.device.sharing import NotHanded
from willows_app.device.storage import StorageError
from willows_app.language import _
from willows_app.ui.components.page import go
from willows_app.ui.components.parts import Action, body, card, heading, notice, quiet
from willows_app.ui.dates import day_words, time_words
from willows_app.ui.model import Willows
from willows_app.ui.safekeeping import Damage


@ft.component
def damage_notice(willows: Willows, damage: Damage) -> ft.Control:
    """What was found, and from when the copy is; until the patient has taken note."""
    refusal, refuse = ft.use_state("")

    async def save() -> None:
        try:
            await willows.save_set_aside(damage.set_aside)
        except (StorageError, NotHanded) as error:
            refuse(_("The damaged file was not saved: {why}").format(why=error))

    return card(
        [
            heading(_("Your log was damaged")),
            ft.Semantics(content=body(damage_words(damage)), live_region=True),
            *([notice(refusal, ft.Icons.WARNING_AMBER)] if refusal else []),
            *_ways(damage, save),
            quiet(_("I have read this"), willows.dismiss_damage, ft.Icons.CHECK),
        ]
    )


def _ways(damage: Damage, save: Action) -> list[ft.Control]:
    restore = quiet(_("Restore a backup"), lambda: go("/backup"), ft.Icons.RESTORE)
    if not damage.set_aside:
        return [restore]
    return [restore, quiet(_("Save the damaged file"), save, ft.Icons.SAVE_ALT)]


def damage_words(damage: Damage) -> str:
    """What became of the file and what took its place."""
    found = _("It was set aside and kept.") if damage.set_aside else _("Its file was gone.")
    if damage.copy_of is None:
        none = _("There was no good copy, so an empty log was begun.")
        return f"{found} {none}"
    copy = _(
        "The last good copy, of {day} at {time}, took its place. Look whether something is missing."
    ).format(day=day_words(damage.copy_of.date()), time=time_words(damage.copy_of))
    return f"{found} {copy}"
