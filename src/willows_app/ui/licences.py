"""The licences of all that Willows is made of, to be read in the app."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """What it is for, and its paragraphs as they stand in the original."""

    title: str
    paragraphs: tuple[str, ...]


def read_licences(packed: bytes) -> tuple[Licence, ...]:
    """Every licence of the file that `web/licences.py` makes, in its order."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        listed = json.loads(archive.read("licences.json"))
    return tuple(Licence(title, tuple(paragraphs(text))) for title, text in listed)


def paragraphs(text: str) -> list[str]:
    """A text whose lines were broken for 80 letters, without those breaks."""
    blocks = (block.split() for block in text.replace("\r\n", "\n").split("\n\n"))
    return [" ".join(words) for words in blocks if words]
