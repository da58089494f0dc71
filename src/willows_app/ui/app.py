"""The screens and the way between them."""

from __future__ import annotations

import flet as ft

from willows_app.language import in_use
from willows_app.ui import theme
from willows_app.ui.components.page import go
from willows_app.ui.context import DarkContext, WillowsContext, use_willows
from willows_app.ui.localised import localise
from willows_app.ui.model import Willows
from willows_app.ui.screens.adjust import adjust
from willows_app.ui.screens.backup import backup
from willows_app.ui.screens.cautions import cautions
from willows_app.ui.screens.day import day
from willows_app.ui.screens.exercises import exercises, one_exercise
from willows_app.ui.screens.first_run import first_run, first_run_again
from willows_app.ui.screens.help import help_and_privacy
from willows_app.ui.screens.history import history
from willows_app.ui.screens.home_screen import home_screen
from willows_app.ui.screens.licences import licences
from willows_app.ui.screens.log import log
from willows_app.ui.screens.offered import offered
from willows_app.ui.screens.plan import plan
from willows_app.ui.screens.prescribe import prescribe
from willows_app.ui.screens.problems import no_routine, routine_problems, trouble
from willows_app.ui.screens.reminders import reminders
from willows_app.ui.screens.review import review
from willows_app.ui.screens.session import session
from willows_app.ui.screens.settings import settings
from willows_app.ui.screens.share import share
from willows_app.ui.screens.today import today


@ft.component
def start() -> ft.Control:
    """Where the app begins: Today, or what comes before it on a device that is new to it."""
    return first_run() if use_willows().is_new else today()


ROUTES = [
    ft.Route(index=True, component=start),
    ft.Route(path="exercises", component=exercises),
    ft.Route(path="exercises/:routine/:exercise", component=one_exercise),
    ft.Route(path="exercises/:routine/:exercise/adjust", component=adjust),
    ft.Route(path="settings", component=settings),
    ft.Route(path="backup", component=backup),
    ft.Route(path="share", component=share),
    ft.Route(path="plan", component=plan),
    ft.Route(path="plan/:data", component=offered),
    ft.Route(path="prescribe", component=prescribe),
    ft.Route(path="reminders", component=reminders),
    ft.Route(path="help", component=help_and_privacy),
    ft.Route(path="first-run", component=first_run_again),
    ft.Route(path="licences", component=licences),
    ft.Route(path="home-screen", component=home_screen),
    ft.Route(path="review", component=review),
    ft.Route(path="session", component=session),
    # What lies on top of History leaves it as it was.
    ft.Route(
        path="history",
        component=history,
        children=[ft.Route(path="share", component=share), ft.Route(path=":day", component=day)],
    ),
    ft.Route(path="log", component=log),
    ft.Route(path="cautions", component=cautions),
    ft.Route(path="routine-problems", component=routine_problems),
]


@ft.component
def nowhere() -> ft.Control:
    """An address that leads nowhere: on to Today."""
    ft.on_mounted(lambda: go("/"))
    return ft.Container()


def show(page: ft.Page, willows: Willows) -> None:
    """Put the screens on the page, all at once: the first message to it is the first screen."""
    page.title = "Willows"
    _dress(page, willows)
    page.render_views(screens, willows)


def _dress(page: ft.Page, willows: Willows) -> None:
    theme.dress(page, _is_still(willows))
    localise(page)


def _is_still(willows: Willows) -> bool:
    return willows.ready and willows.still


@ft.component
def screens(willows: Willows) -> ft.Control | ft.View:
    """The screen of the current route; without a log, the reason why there is none."""
    page = ft.context.page
    looks = (_is_still(willows), in_use().code)
    worn = ft.use_ref(looks)  # `show` has dressed the page

    def dress() -> None:
        if worn.current != looks:
            worn.current = looks
            _dress(page, willows)
            page.update()

    dark, set_dark = ft.use_state(page.platform_brightness is ft.Brightness.DARK)

    def follow_brightness() -> None:
        # A browser's client gives the bare word, so the event is none of Flet's own class.
        page.on_platform_brightness_change = lambda event: set_dark(
            event.data == ft.Brightness.DARK.value
        )

    ft.use_effect(dress, [*looks])
    ft.use_effect(follow_brightness, [])
    if not willows.routines:
        return no_routine(willows.refused)
    if not willows.ready:
        return trouble(willows.trouble, willows.open)
    return WillowsContext(
        willows,
        lambda: DarkContext(dark, lambda: ft.Router(ROUTES, not_found=nowhere, manage_views=True)),
    )
