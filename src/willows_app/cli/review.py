"""`willows review`: what patients share, told."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from willows_app.cli.files import content
from willows_app.clinic.archive import MOST_ARCHIVE, ArchiveError, read_archive
from willows_app.clinic.report import report_of
from willows_app.clinic.report_text import as_text
from willows_app.clinic.values import as_json


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "in_json", is_flag=True, help="A list of reviews, as plain values.")
def review(files: tuple[Path, ...], in_json: bool) -> None:
    """Review the FILES that patients shared; what is wrong with the others is listed.

    Nothing is changed and nothing is kept. Exits with 1 if a file could not be reviewed.
    """
    told: list[dict[str, Any]] = []
    good = True
    for file in files:
        try:
            archive = read_archive(content(file, MOST_ARCHIVE + 1))
            found = archive.review()
        except ArchiveError as error:
            click.echo(f"{file}: {error}", err=True)
            good = False
        except click.ClickException as error:
            error.show()
            good = False
        else:
            told.append({"file": str(file), **as_json(archive, found)})
            if not in_json:
                report = report_of(found, archive.patient, archive.made_at, archive.app)
                click.echo(f"{as_text(report)}\n")
    if in_json:
        click.echo(json.dumps(told, indent=1))
    sys.exit(0 if good else 1)
