"""`willows prescribe`: a plan as a link, a QR code and a page to print."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from willows_app.cli.files import content, write_new
from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_file import read_plan_file
from willows_app.clinic.prescription_link import LinkError, NoLink, link_of
from willows_app.clinic.prescription_words import beyond_words
from willows_app.clinic.qr import as_png, as_svg, qr_code
from willows_app.routine.document import LARGEST_FILE
from willows_app.routine.loading import read_routine, read_routines
from willows_app.routine.model import Routine
from willows_app.routine.prescribing import PrescriptionError
from willows_app.routine.prescription import Prescription, handout_version
from willows_app.routine.problems import RoutineError
from willows_app.shipped import shipped_routines


@click.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--site", required=True, help="The address of your clinic's Willows.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder for what is made; the current one, unless said otherwise. "
    "If a file of such a name is there already, nothing is written.",
)
@click.option(
    "--routine",
    "own",
    type=click.Path(path_type=Path),
    help="The routine file that the plan is made of, if Willows does not come with it.",
)
def prescribe(plan: Path, site: str, out: Path, own: Path | None) -> None:
    """Make a link, a QR code (SVG and PNG) and a page to print of the plan file PLAN.

    Nothing is sent anywhere: the whole plan stands in the link.
    """
    handouts = _handouts(own)
    prescription = _plan(plan, handouts)
    handout = next(each for each in handouts if each.id == prescription.routine)
    prescription = _of_this_version(prescription, handout, plan)
    try:
        link = link_of(prescription, site)
    except NoLink as error:
        raise click.ClickException(str(error)) from error
    code = qr_code(link)
    made = {
        out / f"{plan.stem}.link.txt": f"{link}\n".encode(),
        out / f"{plan.stem}.qr.svg": as_svg(code, alone=True).encode(),
        out / f"{plan.stem}.qr.png": as_png(code),
        out / f"{plan.stem}.html": handout_page(handout, prescription, link),
    }
    write_new(made)
    for file in made:
        click.echo(f"Written: {file}")
    for id in prescription.exercises:
        exercise = handout.exercise(id)
        if words := beyond_words(exercise, prescription.dose(id)):
            click.echo(f"{exercise.title}: {words}.")
    click.echo(link)


def _handouts(own: Path | None) -> tuple[Routine, ...]:
    if own is None:
        routines, _ = read_routines(shipped_routines())
        return routines
    try:
        return (read_routine(content(own), str(own)),)
    except RoutineError as error:
        raise click.ClickException(str(error)) from error


def _plan(plan: Path, handouts: tuple[Routine, ...]) -> Prescription:
    try:
        return read_plan_file(content(plan, LARGEST_FILE + 1), handouts)
    except PrescriptionError as error:
        lines = "\n".join(f"{plan}: {problem}" for problem in error.problems)
        raise click.ClickException(lines) from error
    except LinkError as error:
        raise click.ClickException(f"{plan}: {error}") from error


def _of_this_version(prescription: Prescription, handout: Routine, plan: Path) -> Prescription:
    version = handout_version(handout)
    if prescription.handout not in ("", version):
        raise click.ClickException(
            f"{plan}: handout: {prescription.handout} is another version of {handout.id}; this "
            f"one is {version}. Look at its doses once more, then take out this line."
        )
    return replace(prescription, handout=version)
