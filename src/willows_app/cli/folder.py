"""A folder of exports that a command is given: shown as it is read, and what is left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from willows_app.cli.files import refused as say_refused
from willows_app.practice.clinic import NoRoom, NothingToRead
from willows_app.practice.exports import Exports, Refused, exports_of, files_in, labels_of
from willows_app.practice.saving import CannotSave

STOPPED = 130
"""Exit status after Ctrl-C, as shells have it."""


def exports_below(folder: Path) -> Exports:
    """What the files below a folder say of themselves; raises `NothingToRead`."""
    files = files_in(folder)
    with click.progressbar(
        labels_of(files), length=len(files), label="Looking", file=sys.stderr
    ) as watched:
        exports = exports_of(watched)
    if not exports.readable:
        raise NothingToRead(exports.refused)
    return exports


@contextmanager
def progress(count: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal, and what to call for each export that was read."""
    with click.progressbar(length=count, label="Reading", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def list_refused(refused: Sequence[Refused]) -> None:
    """Names each file that was left out, with the reason."""
    for each in refused:
        say_refused(each.path, each.why)


@contextmanager
def stoppable() -> Iterator[None]:
    """Ends the command with a word when it is stopped, and when there is nothing to tell."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(STOPPED)
    except NothingToRead as error:
        list_refused(error.refused)
        raise click.ClickException(str(error)) from error
    except (CannotSave, NoRoom) as error:
        raise click.ClickException(str(error)) from error
