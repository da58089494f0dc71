"""Saving what is shown as a report: for the clinic's own files, where the clinician wants it."""

from __future__ import annotations

import asyncio
from datetime import date

import flet as ft

from willows_app.clinic.report import Report
from willows_app.clinic.report_html import as_html
from willows_app.device.late import NotAtHand, bring_report
from willows_app.device.sharing import Handed, NotHanded
from willows_app.language import N_, _
from willows_app.ui import theme
from willows_app.ui.backups import TO_BE_SEEN
from willows_app.ui.components.backup import announced
from willows_app.ui.components.parts import faint, in_a_row, quiet
from willows_app.ui.context import use_willows

DONE = {
    Handed.SAVED: N_("The report was handed over to be saved."),
    Handed.SHARED: N_("The report was shared."),
    Handed.CANCELLED: N_("The report was not saved."),
}


@ft.component
def save_report(report: Report, first: date, last: date) -> ft.Control:
    """The same days as PDF or HTML; nothing is saved unless it is asked for."""
    willows = use_willows()
    said, say = ft.use_state("")
    name = f"willows-{report.code}-{first}-to-{last}"

    async def save(name: str, type: str, content: bytes) -> None:
        try:
            say(_(DONE[await willows.sharing.hand_over(name, type, content)]))
        except NotHanded as refusal:
            say(_("The report was not saved: {why}").format(why=refusal))

    async def save_pdf() -> None:
        say(_("Making the report"))
        await asyncio.sleep(TO_BE_SEEN)
        try:
            await bring_report()
        except NotAtHand as error:
            say(str(error))
            return
        from willows_app.clinic.report_pdf import as_pdf  # slow, and only here

        await save(f"{name}.pdf", "application/pdf", as_pdf(report))

    async def save_html() -> None:
        await save(f"{name}.html", "text/html", as_html(report))

    return ft.Column(
        [
            in_a_row(
                [
                    quiet(_("Save as PDF"), save_pdf, ft.Icons.SAVE_ALT),
                    quiet(_("Save as HTML"), save_html, ft.Icons.SAVE_ALT),
                ]
            ),
            *([announced(faint(said))] if said else []),
        ],
        spacing=theme.SPACE_S,
    )
