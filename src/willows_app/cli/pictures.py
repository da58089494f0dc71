"""`willows pictures`: the pictures of a routine as SVG files."""

from __future__ import annotations

from pathlib import Path

import click

from willows_app.cli.files import write_new
from willows_app.cli.routines import routine_named
from willows_app.pictures.drawn import drawings
from willows_app.pictures.palette import DARK, LIGHT, Palette
from willows_app.routine.model import Routine, Side
from willows_app.routine.picture import Picture


@click.command()
@click.argument("routine")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that they are written to; no file there is written over.",
)
@click.option("--dark", is_flag=True, help="For a dark background.")
def pictures(routine: str, out: Path, dark: bool) -> None:
    """Draw every exercise of ROUTINE (a file, or the name of a shipped one) as SVG files."""
    read = routine_named(routine)
    if not read.pictures:
        raise click.ClickException(f"{read.title} says nothing of what its exercises look like.")
    drawn = _drawn(read, out, DARK if dark else LIGHT)
    write_new(drawn)
    click.echo(f"{out}: {len(drawn)} pictures of {len(read.pictures)} exercises")


def _drawn(routine: Routine, folder: Path, palette: Palette) -> dict[Path, bytes]:
    files = {}
    for picture in routine.pictures:
        for side in _sides(picture):
            for number, each in enumerate(drawings(picture, side, palette), start=1):
                name = "-".join([picture.exercise, *([side] if side else []), str(number)])
                files[folder / f"{name}.svg"] = each.svg.encode()
    return files


def _sides(picture: Picture) -> tuple[Side | None, ...]:
    return (picture.side, picture.side.other) if picture.side else (None,)
