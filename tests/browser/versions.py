"""A host on which versions of the app are put, one after the other, as its maker would."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from tests.browser.conftest import BUILT
from web.immutable import former_name
from web.precache import write_service_worker
from web.serve import Handler

Files = Mapping[str, bytes]
"""Files by the name that they had before the build gave them an address with their hash."""

NOTHING: Files = {}


class Host:
    """Serves one version at a time, and notes down what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.asked: list[str] = []
        self._changed: Files = {}

    def put(self, release: str, changed: Files = NOTHING) -> None:
        """Has this version from now on: the built app, with these files `changed`."""
        self._changed = changed
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(BUILT, self.folder, copy_function=_link)
        for name, content in changed.items():
            self._write(self.address(name), content)
        page = (BUILT / "index.html").read_text("utf-8")
        named = re.sub(r'data-release="[^"]*"', f'data-release="{release}"', page)
        named = re.sub(r'data-version="[^"]*"', f'data-version="of {release}"', named)
        self._write("index.html", changed.get("index.html", named.encode()))
        self._list(release)

    def spoil(self, name: str) -> None:
        """This file is not what the list says that it is."""
        self._write(self.address(name), b"spoilt")

    def mend(self, name: str) -> None:
        """It is again."""
        built = (BUILT / self.address(name)).read_bytes()
        self._write(self.address(name), self._changed.get(name, built))

    def address(self, name: str) -> str:
        """Where this file is."""
        listed = (path.relative_to(BUILT).as_posix() for path in BUILT.rglob("*"))
        return next(address for address in listed if former_name(address) == name)

    def _list(self, release: str) -> None:
        self._write("sw.js", b"")
        write_service_worker(_script_of_service_worker(), self.folder, f"of {release}", release)

    def _write(self, address: str, content: bytes) -> None:
        """Writes a file of its own, without the compressed forms of the one it replaces."""
        for form in ("", ".br", ".gz"):
            Path(f"{self.folder / address}{form}").unlink(missing_ok=True)
        (self.folder / address).write_bytes(content)

    @contextmanager
    def served(self) -> Iterator[Host]:
        """Serves on a port of its own."""
        handler = partial(type("HostHandler", (_Noting,), {"host": self}), directory=self.folder)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            self.url = f"http://127.0.0.1:{server.server_port}/"
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield self
            finally:
                server.shutdown()


class _Noting(Handler):
    host: Host

    def do_GET(self) -> None:
        self.host.asked.append(former_name(self.path.split("?")[0].removeprefix("/")))
        super().do_GET()

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that is closed asks no more
            super().handle()


def _script_of_service_worker() -> str:
    text = (BUILT / "sw.js").read_text("utf-8").removeprefix("const PRECACHE = ")
    _, end = json.JSONDecoder().raw_decode(text)
    return text[end:].removeprefix(";\n\n")


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
