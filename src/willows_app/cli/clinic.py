"""`willows review DIR`: a clinic's worth of exports."""

from __future__ import annotations

import json
import sys
from importlib import util
from pathlib import Path

import click

from willows_app.cli.folder import exports_below, list_refused, progress, stoppable
from willows_app.clinic.report_text import sections_as_text
from willows_app.practice.saving import check_file_or_folder, save
from willows_app.practice.words import sections_of


def review_folder(folder: Path, out: Path | None, in_json: bool) -> None:
    """Tells how all patients did whose exports are below a folder; saves it at `out`."""
    if not util.find_spec("duckdb"):
        raise click.ClickException(
            "A folder is reviewed with DuckDB, which is not installed. This installs it:\n"
            f"  {sys.executable} -m pip install 'willows[clinic]'"
        )
    from willows_app.practice.figures import figures_of  # it takes DuckDB with it

    with stoppable():
        if out:
            check_file_or_folder(out)
        exports = exports_below(folder)
        with (
            progress(len(exports.readable)) as dealt_with,
            figures_of(exports, dealt_with) as figures,
        ):
            if out:
                save(figures, out)
    list_refused(figures.refused)
    if in_json:
        click.echo(json.dumps(figures.as_values(), default=str, indent=1))
    else:
        click.echo(sections_as_text(sections_of(figures)))
    sys.exit(1 if figures.refused else 0)
