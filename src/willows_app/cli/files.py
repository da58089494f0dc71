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


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, and its folder; raises `click.ClickException`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError as error:
        raise click.ClickException(
            f"{error.filename} is there already, and was left as it is. Choose another name."
        ) from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
