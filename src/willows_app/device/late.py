"""What a browser does not load with the app: it is much, and few need it."""

from __future__ import annotations

import sys

from willows_app.language import _


class NotAtHand(Exception):
    """It could not be loaded; the message says what to do."""


async def bring_report() -> None:
    """Have at hand what makes a PDF, before it is imported; an installed app has it.

    An import cannot wait, and without waiting not every browser gets what it keeps offline.
    Raises `NotAtHand`.
    """
    if sys.platform == "emscripten":
        import js
        from pyodide.ffi import JsException

        try:
            await js.bringReport()
        except JsException as error:
            raise NotAtHand(
                _(
                    "What makes the report could not be loaded ({why}). Check the connection, or "
                    "open Willows once more, then try again."
                ).format(why=error)
            ) from error
