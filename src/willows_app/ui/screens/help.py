"""Help and privacy: what Willows is and is not, how it works, and where the log goes."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui.components.page import back_to, go, page
from willows_app.ui.components.parts import body, bulleted, card, heading, quiet
from willows_app.ui.context import use_willows
from willows_app.ui.help_words import Topic


@ft.component
def help_and_privacy() -> ft.View:
    """One card a topic."""
    willows = use_willows()
    return page(
        _("Help and privacy"),
        [
            _card(each.title, each.text, willows.routine.if_it_hurts if hurts else ())
            for topic, words in willows.help.items()
            for each, hurts in [(words.of(willows.routine), topic is Topic.IF_IT_HURTS)]
        ]
        + [
            quiet(_("Licences"), lambda: go("/licences"), ft.Icons.DESCRIPTION_OUTLINED),
            quiet(_("Show the first steps again"), lambda: go("/first-run"), ft.Icons.REPLAY),
        ],
        leading=back_to("/settings", _("Settings")),
    )


def _card(title: str, text: tuple[str, ...], of_the_handout: tuple[str, ...]) -> ft.Control:
    handout = [bulleted(of_the_handout)] if of_the_handout else []
    return card([heading(title), *map(body, text), *handout])
