"""Storage in a browser: files that Emscripten keeps in IndexedDB (IDBFS).

Python runs in a worker, so everything here happens in the worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import js
import pyodide_js
from pyodide.ffi import JsException, create_once_callable, create_proxy, to_js

from willows_app.device.storage import NotSaved, OpenElsewhere, StorageError

LOCK = "willows-log"
"""The Web Lock that the one tab with the log holds for as long as it lives."""

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
            raise NotSaved(f"The browser could not store {name} ({error}).") from error

    async def get(self, name: str) -> bytes:
        """The whole file."""
        with _told():
            response = await (await js.caches.open(SHELF)).match(_address(name))
            if not response:
                raise StorageError(f"The browser no longer has {name}.")
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
        raise StorageError(f"The browser's storage cannot be read ({error}).") from error


class BrowserStorage:
    """The folder that survives a reload; only one tab at a time may have it."""

    folder = Path("/willows")
    shelf = BrowserShelf()

    def __init__(self) -> None:
        self._flushing = asyncio.Lock()
        self._locked = False
        self._mounted = False
        self._read = False

    async def open(self) -> None:
        """Take the lock, mount, then read back what IndexedDB holds; each once."""
        if not self._locked:
            await self._take_lock()
            self._locked = True
        if not self._mounted:
            fs = pyodide_js.FS
            fs.mkdirTree(str(self.folder))
            fs.mount(fs.filesystems.IDBFS, js.Object.new(), str(self.folder))
            self._mounted = True
        if not self._read:
            error = await self._sync(populate=True)
            if error:
                raise StorageError(
                    f"The browser does not let Willows keep a log ({error}). A private window "
                    "has no lasting storage: open Willows in a normal one."
                )
            self._read = True

    async def flush(self) -> None:
        """Return when IndexedDB has acknowledged every file; one flush at a time."""
        async with self._flushing:
            error = await self._sync(populate=False)
        if error:
            raise NotSaved(f"The browser could not store the log ({error}).")

    async def _take_lock(self) -> None:
        locks = getattr(js.navigator, "locks", None)
        if locks is None:
            raise StorageError(
                "The browser keeps a log only for a page that came over HTTPS. "
                "Open Willows by its https:// address."
            )
        granted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def on_lock(lock: Any, *_: Any) -> Any:
            granted.set_result(bool(lock))  # a lock that is not to be had is JavaScript's null
            # A promise that never settles keeps the lock until the tab is gone.
            return js.Promise.new(create_proxy(lambda *_: None)) if lock else None

        options = to_js({"ifAvailable": True}, dict_converter=js.Object.fromEntries)
        locks.request(LOCK, options, create_proxy(on_lock))
        if not await granted:
            raise OpenElsewhere("Willows is open in another tab. Only one tab can write the log.")

    async def _sync(self, populate: bool) -> str:
        """What went wrong between the folder and IndexedDB, or ''."""
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        try:
            pyodide_js.FS.syncfs(
                populate,
                create_once_callable(lambda error=None, *_: done.set_result(str(error or ""))),
            )
        except JsException as error:
            return str(error)
        return await done
