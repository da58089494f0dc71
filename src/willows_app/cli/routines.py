"""`willows check` and `willows timeline`: routine files and what they become."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from willows_app.cli.files import content
from willows_app.guide.timeline import Timeline, compile_exercise, compile_routine
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.routine.problems import RoutineError
from willows_app.routine.words import seconds_words
from willows_app.shipped import data_folder


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check routine FILES; every problem of every file is listed."""
    good = True
    for file in files:
        try:
            routine = read_routine(content(file), str(file))
        except RoutineError as error:
            click.echo(str(error), err=True)
            good = False
        except click.ClickException as error:
            error.show()
            good = False
        else:
            click.echo(f"{file}: {routine.title}, {len(routine.exercises)} exercises")
    sys.exit(0 if good else 1)


@click.command()
@click.argument("routine")
@click.argument("exercise", required=False)
@click.option("--json", "as_json", is_flag=True, help="A list of steps, times in seconds.")
def timeline(routine: str, exercise: str | None, as_json: bool) -> None:
    """Show the timeline of ROUTINE (a file, or the name of a shipped one) or of one EXERCISE."""
    compiled = _timeline(routine_named(routine), exercise)
    click.echo(_as_json(compiled) if as_json else _as_table(compiled))


def routine_named(name: str) -> Routine:
    """A shipped routine, or the one in a file; raises `click.ClickException`."""
    shipped = data_folder() / "routines" / f"{name}.yaml"
    file = shipped if shipped.is_file() else Path(name)
    try:
        return read_routine(content(file), str(file))
    except RoutineError as error:
        raise click.ClickException(str(error)) from error


def _timeline(routine: Routine, exercise: str | None) -> Timeline:
    if exercise is None:
        return compile_routine(routine.exercises)
    try:
        return compile_exercise(routine.exercise(exercise))
    except KeyError as error:
        raise click.ClickException(str(error.args[0])) from error


def _as_json(compiled: Timeline) -> str:
    keys = ("exercise", "kind", "move", "side", "rep", "place", "start", "duration")
    return json.dumps([{key: getattr(step, key) for key in keys} for step in compiled], indent=1)


def _as_table(compiled: Timeline) -> str:
    lines = [
        f"{step.start:7.1f} {step.duration:6.1f}  {step.exercise:32} {step.kind:13}"
        f"{step.move or '':16}{step.side or '':6}"
        f"{f'rep {step.rep}' if step.rep else '':7}"
        f"{f'place {step.place}' if step.place else ''}".rstrip()
        for step in compiled
    ]
    return "\n".join([*lines, f"{seconds_words(compiled.duration)} in all"])
