"""Storage in a browser: a folder in memory, kept in IndexedDB by `web/shell/storage.js`.

Python runs in a worker, so everything here happens in the worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import js
import pyodide_js
from pyodide.ffi import JsException, to_js

from willows_app.device.storage import NotSaved, OpenElsewhere, StorageError
from willows_app.language import _

SHELF = "willows-log"
"""The cache that is the shelf: it stays if IndexedDB is lost, and the start does not read it."""


class BrowserShelf:
    """Files in a cache of the browser's, which puts each there wholly or not at all."""

    async def names(self) -> tuple[str, ...]:
        """The last parts of the addresses that the cache has."""
        with _told():
            requests = await (await js.caches.open(SHELF)).keys()
            return tuple(sorted(str(request.url).rpartition("/")[2] for request in requests))

    async def put(self, name: str, content: bytes) -> None:
        """Return when the cache has it all."""
        try:
            cache = await js.caches.open(SHELF)
            await cache.put(_address(name), js.Response.new(to_js(content)))
        except JsException as error:
            raise NotSaved(
                _("The browser could not store {file} ({why}).").format(file=name, why=error)
            ) from error

    async def get(self, name: str) -> bytes:
        """The whole file."""
        with _told():
            response = await (await js.caches.open(SHELF)).match(_address(name))
            if not response:
                raise StorageError(_("The browser no longer has {file}.").format(file=name))
            return bytes((await response.arrayBuffer()).to_bytes())

    async def remove(self, name: str) -> None:
        """Take it out of the cache."""
        with _told():
            await (await js.caches.open(SHELF)).delete(_address(name))


def _address(name: str) -> str:
    """What a cache knows a file by; nothing is ever asked of it."""
    return f"{js.location.origin}/{name}"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except JsException as error:
        raise StorageError(
            _("The browser's storage cannot be read ({why}).").format(why=error)
        ) from error


class BrowserStorage:
    """The folder that survives a reload; only one tab at a time may have it."""

    folder = Path("/willows")
    shelf = BrowserShelf()

    def __init__(self) -> None:
        self._flushing = asyncio.Lock()

    async def open(self) -> None:
        """Have the worker put what IndexedDB holds into the folder, if no other tab has it."""
        if not hasattr(js.navigator, "locks"):
            raise StorageError(
                _(
                    "The browser keeps a log only for a page that came over HTTPS. "
                    "Open Willows by its https:// address."
                )
            )
        try:
            opened = await js.files.open(pyodide_js.FS, str(self.folder))
        except JsException as error:
            raise StorageError(
                _(
                    "The browser does not let Willows keep a log ({why}). A private window "
                    "has no lasting storage: open Willows in a normal one."
                ).format(why=error)
            ) from error
        if not opened:
            raise OpenElsewhere(
                _("Willows is open in another tab. Only one tab can write the log.")
            )

    async def flush(self) -> None:
        """Return when IndexedDB has acknowledged what changed; one flush at a time."""
        async with self._flushing:
            try:
                await js.files.flush()
            except JsException as error:
                raise NotSaved(_why_not_stored(error)) from error


def _why_not_stored(error: JsException) -> str:
    if error.name == "QuotaExceededError":
        return _(
            "There is no room left to store the log. Nothing is lost as long as Willows stays "
            "open: make room on this device, then try again."
        )
    return _("The browser could not store the log ({why}).").format(why=error)
