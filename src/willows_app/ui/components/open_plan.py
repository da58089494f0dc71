"""A plan from the clinic that came as a file, or as a link that was copied."""

from __future__ import annotations

import flet as ft

from willows_app.language import N_, _
from willows_app.ui import theme
from willows_app.ui.components.page import go
from willows_app.ui.components.parts import bulleted, card, faint, heading, label, notice, quiet
from willows_app.ui.context import use_willows
from willows_app.ui.model import Willows

NOT_HERE_YET = N_(
    "The part of Willows that reads plans is not on this device yet. "
    "Wait for half a minute, then try again."
)
NOTHING: list[str] = []


@ft.component
def open_plan() -> ft.Control:
    """Pick the file, or paste the link; either way it is shown before anything changes."""
    willows = use_willows()
    wrong, set_wrong = ft.use_state(NOTHING)
    text = ft.use_ref("")

    def picked(event: ft.FilePickerResultEvent) -> None:
        for file in event.files or []:
            set_wrong(_open(willows, file.bytes or b""))

    def pasted() -> None:
        link = (text.current or "").strip()
        set_wrong(_open(willows, link.encode()) if link else [_("Paste its link first.")])

    def typed(event: ft.Event[ft.TextField]) -> None:
        text.current = event.control.value

    picker = ft.use_memo(lambda: ft.FilePicker(on_result=picked), [])
    return card(
        [
            heading(_("A plan from your clinic")),
            faint(_("Open its link or scan its code. Or choose its file here, or paste its link.")),
            ft.OutlinedButton(
                label(_("Choose a plan file")),
                icon=ft.Icons.FILE_OPEN_OUTLINED,
                style=theme.quiet(),
                action=ft.PickFiles(picker, with_data=True),
            ),
            ft.TextField(label=_("Link of a plan"), on_change=typed, on_submit=lambda _: pasted()),
            quiet(_("Look at this link"), pasted),
            *([notice(_("This plan cannot be used."), ft.Icons.WARNING_AMBER)] if wrong else []),
            *([bulleted(wrong)] if wrong else []),
        ]
    )


def _open(willows: Willows, content: bytes) -> list[str]:
    """Show the plan; or all that is wrong with it."""
    try:
        from willows_app.clinic.prescription_file import read_plan_file
        from willows_app.clinic.prescription_link import LinkError, NoLink, link_data
        from willows_app.clinic.prescription_words import problem_words
        from willows_app.routine.prescribing import PrescriptionError
    except ImportError:
        return [_(NOT_HERE_YET)]
    try:
        go(f"/plan/{link_data(read_plan_file(content, willows.handouts))}")
    except PrescriptionError as error:
        return problem_words(error.problems)
    except (LinkError, NoLink) as error:
        return [str(error)]
    return NOTHING
