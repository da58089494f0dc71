"""`willows review`: what patients share, told."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from willows_app.cli.clinic import review_folder
from willows_app.cli.files import content, write_new
from willows_app.clinic.archive import MOST_ARCHIVE, ArchiveError, read_archive
from willows_app.clinic.report import report_of
from willows_app.clinic.report_html import as_html
from willows_app.clinic.report_text import as_text
from willows_app.clinic.values import as_json


@click.command()
@click.argument(
    "files", metavar="FILES…|DIR", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "in_json", is_flag=True, help="A list of reviews, as plain values.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Of a folder: where to save it, a name in .csv or .parquet, or a folder for all tables.",
)
@click.option(
    "--html",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="Save each review as a page to read and print. Of one file OUT is the page, or the "
    "folder it is put into; of several a folder, made if need be. What is there stays.",
)
def review(files: tuple[Path, ...], in_json: bool, out: Path | None, html: Path | None) -> None:
    """Review the FILES that patients shared, or one folder of them as a clinic.

    What is wrong with a file is listed, and the others are reviewed. Nothing of them is changed.
    Exits with 1 if a file could not be reviewed, with 130 if it was stopped.

    Of a folder all files below it are read that are called .zip or .willows. There is a line for
    each patient, by the code that the clinic gave: of each day the latest file counts. It needs
    DuckDB, the extra willows[clinic]. Of each file the manifest is read and the three tables are
    checked against it; the log in it is not looked at, as it is when the file is reviewed by
    itself. A file that is locked with a passphrase is listed and left out.
    """
    if len(files) == 1 and files[0].is_dir():
        if html:
            raise click.UsageError("--html is for files, not for a folder of them.")
        review_folder(files[0], out, in_json)
    if out:
        raise click.UsageError("--out is for one folder.")
    told: list[dict[str, Any]] = []
    good = True
    for file in files:
        try:
            archive = read_archive(content(file, MOST_ARCHIVE + 1))
            found = archive.review()
            report = report_of(found, archive.patient, archive.made_at, archive.app)
            page = _page(html, file, len(files)) if html else None
            if page:
                write_new(page, as_html(report))
        except ArchiveError as error:
            click.echo(f"{file}: {error}", err=True)
            good = False
        except click.ClickException as error:
            error.show()
            good = False
        else:
            told.append({"file": str(file), **as_json(archive, found)})
            if not in_json:
                click.echo(f"{file}: {page}" if page else f"{as_text(report)}\n")
    if in_json:
        click.echo(json.dumps(told, indent=1))
    sys.exit(0 if good else 1)


def _page(html: Path, file: Path, count: int) -> Path:
    """Where the page of a file goes, which is one of so many."""
    return html / f"{file.stem}.html" if count > 1 or html.is_dir() else html
