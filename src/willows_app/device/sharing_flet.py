"""Sharing in an installed app: by the system's dialog for saving a file.

Its share sheet would not always tell what became of the file.
"""

from __future__ import annotations

import flet as ft

from willows_app.device.sharing import Handed, NotHanded


class FletSharing:
    """Asks where the file is to be kept."""

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        """Save it where the patient says, which may be a cloud or a memory stick."""
        try:
            place = await ft.FilePicker().save_file(file_name=name, src_bytes=content)
        except (RuntimeError, TimeoutError, OSError) as refusal:
            raise NotHanded(str(refusal)) from refusal
        return Handed.SAVED if place else Handed.CANCELLED
