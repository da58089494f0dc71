"""What can be wrong with the log, in words that say what to do."""

from __future__ import annotations


class LogError(Exception):
    """The log cannot be used; the message says what to do."""


class LogIsNewer(LogError):
    """The file was written by a newer version of the app."""


class LogIsDamaged(LogError):
    """The file is not a log that can be read."""


class LogNotMigrated(LogError):
    """The file could not be brought up to this version of the app: it is as it was before."""


class LogNotWritten(LogError):
    """A fact did not get into the file: it is as it was before."""


class FactDoesNotFit(LogNotWritten):
    """The log has not what this fact speaks of, or has it already."""
