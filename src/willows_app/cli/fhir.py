"""`willows fhir DIR --ndjson OUT`: what patients shared, for a FHIR server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from willows_app.cli.folder import exports_below, list_refused, progress, stoppable
from willows_app.practice.bulk_data import write_bulk_data
from willows_app.practice.saving import check_folder, made_whole


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--ndjson",
    "out",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to make, with a file for each type of resource. One that has files in it "
    "already is left as it is.",
)
def fhir(folder: Path, out: Path) -> None:
    """Write what is in the exports below DIR as FHIR R4 Bulk Data, for a server to import.

    Of a patient's exports each day is told by the latest that covers it. What is wrong with a
    file is listed, and the others are written; so are those that are locked with a passphrase.
    The Bundle and the sessions of each file are checked against its manifest. Exits with 1 if a
    file was left out, with 130 if it was stopped.
    """
    with stoppable():
        check_folder(out)
        exports = exports_below(folder)
        refused = list(exports.refused)
        with made_whole(out) as unfinished, progress(len(exports.readable)) as dealt_with:
            for each in write_bulk_data(exports.readable, unfinished):
                dealt_with()
                if each:
                    refused.append(each)
    list_refused(refused)
    for file in sorted(out.iterdir()):
        with file.open("rb") as lines:
            click.echo(f"{file}: {sum(1 for _ in lines)}")
    sys.exit(1 if refused else 0)
