"""Where a clinician gives the files that patients shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import flet as ft

from willows_app.device.dropping import Given
from willows_app.language import _

if TYPE_CHECKING:
    from willows_app.ui.clinician.reviews import Reviews


@ft.observable
class Reviewing:
    """What reviews them comes with the first file: no patient's start has to wait for it."""

    def __init__(self) -> None:
        self.reviews: Reviews | None = None
        self.trouble = ""
        """Why nothing can be reviewed."""

    async def take(self, given: Sequence[Given]) -> None:
        """Read these files as well."""
        if self.reviews is None:
            try:
                from willows_app.ui.clinician.reviews import Reviews  # see above
            except ImportError as error:
                self.trouble = _(
                    "This part of Willows is not on this device yet ({error}). "
                    "Wait for half a minute, then open the files again."
                ).format(error=error)
                return
            self.trouble = ""
            self.reviews = Reviews()
        await self.reviews.take(given)

    def forget(self) -> None:
        """The clinician leaves: nothing of what was shown is kept."""
        if self.reviews:
            self.reviews.forget()
        self.reviews = None
