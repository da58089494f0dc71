"""The `willows` command, for clinicians and developers: a module for each of its commands."""

from __future__ import annotations

import click

from willows_app.cli.fhir import fhir
from willows_app.cli.pictures import pictures
from willows_app.cli.prescribe import prescribe
from willows_app.cli.review import review
from willows_app.cli.routines import check, timeline


@click.group()
@click.version_option(package_name="willows")
def main() -> None:
    """Check routine files, see and draw what they become; review what patients share."""


for command in (check, timeline, pictures, prescribe, review, fhir):
    main.add_command(command)
