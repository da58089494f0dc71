"""Sharing in an installed app: by the system's dialog for saving a file, or its share sheet.

What is to be kept is saved: not every phone's share sheet offers to keep a file.
"""

from __future__ import annotations

import logging

import flet as ft

from willows_app.device.sharing import Handed, NotHanded

log = logging.getLogger(__name__)

PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


class FletSharing:
    """Asks where the file is to be kept, or who is to get it."""

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        """Save it where the patient says, which may be a cloud or a memory stick."""
        try:
            place = await ft.FilePicker().save_file(file_name=name, src_bytes=content)
        except (RuntimeError, TimeoutError, OSError) as refusal:
            raise NotHanded(str(refusal)) from refusal
        return Handed.SAVED if place else Handed.CANCELLED

    async def send(self, name: str, type: str, content: bytes) -> Handed:
        """By a phone's share sheet; saved where there is none, or none that says how it ended."""
        if ft.context.page.platform in PHONES:
            file = ft.ShareFile.from_bytes(content, mime_type=type, name=name)
            try:
                result = await ft.Share().share_files([file])
            except (RuntimeError, TimeoutError, OSError) as refusal:
                log.warning("%s could not be shared, so it is saved: %s", name, refusal)
            else:
                if result.status is ft.ShareResultStatus.SUCCESS:
                    return Handed.SHARED
                if result.status is ft.ShareResultStatus.DISMISSED:
                    return Handed.CANCELLED
        return await self.hand_over(name, type, content)
