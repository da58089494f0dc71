"""Where the licences of all parts are: a file that a build makes and the app reads when asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from willows_app.device.late import NotAtHand
from willows_app.language import _

LICENCES = "licences.zip"
"""See `web/licences.py`."""

ReadLicences = Callable[[], Awaitable[bytes]]
"""Reads that file. Raises `NotAtHand`."""


async def licences_of_site() -> bytes:
    """In a browser, which keeps it beside the app. Raises `NotAtHand`."""
    import js
    from pyodide.ffi import JsException

    try:
        response = await js.fetch(LICENCES)
        if not response.ok:
            raise NotAtHand(_not_loaded(f"HTTP {response.status}"))
        content: bytes = (await response.arrayBuffer()).to_bytes()
    except JsException as error:
        raise NotAtHand(_not_loaded(str(error))) from error
    return content


def _not_loaded(why: str) -> str:
    return _(
        "The licences could not be loaded ({why}). Check the connection, or open Willows once "
        "more, then try again."
    ).format(why=why)


def licences_in(folder: Path) -> ReadLicences:
    """In an installed app, which has it in this folder."""

    async def read() -> bytes:
        try:
            return (folder / LICENCES).read_bytes()
        except OSError as error:
            raise NotAtHand(_("The licences did not come with this copy of Willows.")) from error

    return read
