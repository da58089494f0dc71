"""Files that a command is given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from willows_app.clinic.report import printable
from willows_app.practice.saving import CannotSave, check_new


def content(file: Path, most: int = -1) -> bytes:
    """The bytes of a file, or the first of them; raises `click.ClickException`."""
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise click.ClickException(f"{shown(file)} cannot be read: {error.strerror}.") from error


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write files of which none is there yet, and their folders; raises `click.ClickException`."""
    try:
        check_new(*files)
    except CannotSave as error:
        raise click.ClickException(printable(str(error))) from error
    for file, written in files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as opened:
                opened.write(written)
        except OSError as error:
            wrong = f"{shown(file)} cannot be written: {error.strerror}."
            raise click.ClickException(wrong) from error


def shown(file: Path) -> str:
    """Its name, whatever is in it, as a terminal can be given it."""
    return printable(str(file))


def refused(file: Path, why: str) -> None:
    """Says of a file why it is left out; what the file made of the reason commands nothing."""
    click.echo(f"{shown(file)}: {printable(why)}", err=True)
