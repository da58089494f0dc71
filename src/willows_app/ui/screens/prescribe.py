"""For clinicians: a plan for a patient, made of a handout."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

import flet as ft

from willows_app.language import _
from willows_app.routine.model import Routine
from willows_app.ui.components.open_plan import NOT_HERE_YET
from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import body, card, heading, notice, primary
from willows_app.ui.context import use_willows

if TYPE_CHECKING:
    from willows_app.ui.clinician.prescribing import Prescribing


@ft.component
def prescribe() -> ft.View:
    """Of which handout; then the plan. Nothing of it touches the log of this device."""
    willows = use_willows()
    work, set_work = ft.use_state(cast("Prescribing | None", None))
    trouble, set_trouble = ft.use_state("")

    def begin(handout: Routine) -> None:
        try:  # It comes with the tap: no patient's start has to wait for it.
            from willows_app.ui.clinician.prescribing import Prescribing
        except ImportError:
            set_trouble(_(NOT_HERE_YET))
        else:
            set_work(Prescribing(handout, willows.sharing))

    if work is not None:
        from willows_app.ui.clinician.prescribing import shown

        return shown(work)
    return page(
        _("Prescribe"),
        [
            *([notice(trouble)] if trouble else []),
            card(
                [
                    heading(_("A plan for a patient")),
                    body(
                        _(
                            "Choose exercises of a handout, their doses, and your words after an "
                            "answer about pain. You get a link, a code to scan and a page to "
                            "print. The whole plan stands in them: nothing is sent anywhere, and "
                            "nothing is kept on this device."
                        )
                    ),
                ]
            ),
            *(
                primary(_("Begin with {handout}").format(handout=each.title), partial(begin, each))
                for each in willows.handouts
            ),
        ],
        leading=back_to("/settings", _("Settings")),
    )
