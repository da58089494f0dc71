"""`willows review`: what patients share, told."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import click

from willows_app.cli.clinic import review_folder
from willows_app.cli.files import content, refused, shown, write_new
from willows_app.clinic.archive import ArchiveError, read_archive
from willows_app.clinic.report import report_of
from willows_app.clinic.report_html import as_html
from willows_app.clinic.report_text import as_text
from willows_app.clinic.sealed import MOST_SEALED, DidNotOpen, IsSealed, is_sealed, unseal
from willows_app.clinic.values import as_json
from willows_app.device.sealing import CannotSeal, cipher_of_this_device

TRIES = 3
"""Of a passphrase."""


@click.command()
@click.argument(
    "files", metavar="FILES…|DIR", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "in_json", is_flag=True, help="A list of reviews, as plain values.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Of a folder: where to save it, a name in .csv or .parquet, or a folder for all tables. "
    "What is there already stays, and nothing is written.",
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
    On a terminal it asks for the passphrase of a file that is locked with one.
    Exits with 1 if a file could not be reviewed, with 130 if it was stopped.

    Of a folder all files below it are read that are called .zip or .willows. There is a line for
    each patient, by the code that the clinic gave: of each day the latest file counts. It needs
    DuckDB, the extra willows[clinic]. Of each file the manifest is read and the three tables are
    checked against it; the log in it is not looked at, as it is when the file is reviewed by
    itself. There a file that is locked with a passphrase is listed and left out.
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
            archive = read_archive(_opened(file, content(file, MOST_SEALED + 1)))
            found = archive.review()
            report = report_of(found, archive.patient, archive.made_at, archive.app)
            page = _page(html, file, len(files)) if html else None
            if page:
                write_new({page: as_html(report)})
        except ArchiveError as error:
            refused(file, str(error))
            good = False
        except click.ClickException as error:
            error.show()
            good = False
        else:
            told.append({"file": str(file), **as_json(archive, found)})
            if not in_json:
                click.echo(f"{shown(file)}: {shown(page)}" if page else f"{as_text(report)}\n")
    if in_json:
        click.echo(json.dumps(told, indent=1))
    sys.exit(0 if good else 1)


def _opened(file: Path, content: bytes) -> bytes:
    """The archive, once the passphrase opens it; raises `ArchiveError`."""
    if not is_sealed(content):
        return content
    if not _can_ask():
        raise IsSealed
    for _ in range(TRIES - 1):
        try:
            return _unsealed(file, content)
        except DidNotOpen as error:
            click.echo(str(error), err=True)
    return _unsealed(file, content)


def _unsealed(file: Path, content: bytes) -> bytes:
    typed = click.prompt(f"Passphrase of {shown(file)}", hide_input=True, err=True)
    try:
        return asyncio.run(unseal(content, typed, cipher_of_this_device()))
    except CannotSeal as error:
        raise click.ClickException(str(error)) from error


def _can_ask() -> bool:
    return sys.stdin.isatty()


def _page(html: Path, file: Path, count: int) -> Path:
    """Where the page of a file goes, which is one of so many."""
    return html / f"{file.stem}.html" if count > 1 or html.is_dir() else html
