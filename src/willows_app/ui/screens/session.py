"""The guided session: what to do now, on which side, for how long, and how to stop."""

from __future__ import annotations

import flet as ft

from willows_app.device.awake import keep_awake
from willows_app.guide.player import PlayerState
from willows_app.language import in_use
from willows_app.ui.components.page import nothing_here
from willows_app.ui.context import use_willows
from willows_app.ui.guided import GuidedSession
from willows_app.ui.screens.away import away
from willows_app.ui.screens.exercising import exercising
from willows_app.ui.screens.finished import finished
from willows_app.ui.screens.hurt import hurt


@ft.component
def session() -> ft.View:
    """The session under way, and its summary once it has ended."""
    willows = use_willows()
    guided = willows.session
    return _session(guided, willows.still) if guided else nothing_here()


@ft.component
def _session(guided: GuidedSession, still: bool) -> ft.View:
    if guided.end is not None:
        return finished(guided, guided.end, guided.saving)
    return _guided(guided, still)


@ft.component
def _guided(guided: GuidedSession, still: bool) -> ft.View:
    page = ft.context.page
    _size, resized = ft.use_state((page.width, page.height))  # ring and picture fit into it

    async def enter() -> None:
        page.on_resize = lambda event: resized((event.width, event.height))
        page.on_keyboard_event = lambda event: _press(guided, event.key)

    async def leave() -> None:
        page.on_resize = None
        page.on_keyboard_event = None
        guided.pause()
        await keep_awake(False)

    async def match_the_clock() -> None:
        await keep_awake(guided.running)

    ft.use_effect(enter, [], cleanup=leave)
    ft.use_effect(match_the_clock, [guided.player.state])
    match guided.player.state:
        case PlayerState.HURT:
            return hurt(guided)
        case PlayerState.AWAY:
            return away(guided)
        case _:
            return exercising(guided, still)


MIRRORED = {"Arrow Left": "Arrow Right", "Arrow Right": "Arrow Left"}
"""Forwards is to the left where one reads from the right."""


def _press(guided: GuidedSession, key: str) -> None:
    """The keyboard's way: arrows and Escape; its space bar works the button in focus."""
    if guided.player.state not in (PlayerState.RUNNING, PlayerState.PAUSED):
        return
    match MIRRORED.get(key, key) if in_use().right_to_left else key:
        case "Arrow Left":
            guided.back()
        case "Arrow Right":
            guided.skip()
        case "Arrow Up":
            guided.lengthen(10)
        case "Arrow Down":
            guided.lengthen(-10)
        case "Escape":
            guided.stop()
