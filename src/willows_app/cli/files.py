"""Files that a command is given."""

from __future__ import annotations

from pathlib import Path

import click


def content(file: Path, most: int = -1) -> bytes:
    """The bytes of a file, or the first of them; raises `click.ClickException`."""
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
