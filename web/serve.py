"""Serves the built web app on this machine: `python -m web.serve [--port 8550]`."""

from __future__ import annotations

import argparse
import errno
import functools
import os
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from web.compress import COMPRESSED
from web.headers import CHECK, TYPES, freshness, seal
from web.page import policy_of_page

SITE = Path(__file__).parents[1] / "dist" / "web"


class Handler(SimpleHTTPRequestHandler):
    """Static files as a good host serves them: right types, compressed, under the app's policy."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES
    asked = Path()
    """The file that the browser asked for; what is sent may be its compressed form."""
    form = ""
    """The ending of the compressed form that is sent, if one is."""

    def translate_path(self, path: str) -> str:
        """The file to send."""
        asked = super().translate_path(path)
        self.asked = Path(asked, "index.html") if asked.endswith("/") else Path(asked)
        self.form = self._best_form()
        return f"{self.asked}{self.form}" if self.form else asked

    def _best_form(self) -> str:
        accepted = self.headers.get("Accept-Encoding", "")
        forms = (ending for ending, encoding in COMPRESSED.items() if encoding in accepted)
        return next((form for form in forms if Path(f"{self.asked}{form}").is_file()), "")

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The type of the file itself, whatever its form."""
        return super().guess_type(self.asked if self.form else path)

    def content_policy(self) -> str:
        """The policy of the page as it is now: the site may have been built anew."""
        return policy_of_page(Path(self.directory, "index.html").read_text("utf-8"))

    def end_headers(self) -> None:
        """Adds what every response carries."""
        for name, value in seal(self.content_policy()).items():
            self.send_header(name, value)
        found = self.asked.is_file()
        self.send_header("Cache-Control", freshness(self.path) if found else CHECK)
        self.send_header("Vary", "Accept-Encoding")
        if self.form:
            self.send_header("Content-Encoding", COMPRESSED[self.form])
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keeps quiet about what went well."""
        if isinstance(code, int) and code >= 400:
            super().log_request(code, size)


def server(site: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server for `site`, ready to `serve_forever()`; port 0 takes any free one."""
    return ThreadingHTTPServer((host, port), functools.partial(Handler, directory=str(site)))


def advice(host: str, port: int) -> str:
    """Where the app is, and what a phone needs to open it."""
    here = "127.0.0.1" if host == "0.0.0.0" else host
    return f"""Willows is at http://{here}:{port}/ (Ctrl+C stops it)

On a phone: browsers keep an app for offline use, and offer to install it, only over HTTPS or
from the phone's own localhost. So http://<this machine's address>:{port}/ is not enough. Either
  - put the folder dist/web on any static host with HTTPS, and open that; or
  - Android with a USB cable: adb reverse tcp:{port} tcp:{port}
    and open http://127.0.0.1:{port}/ on the phone.
"""


def main() -> int:
    """Serves until interrupted; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m web.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8550)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--site", type=Path, default=SITE)
    options = parser.parse_args()
    if not (options.site / "index.html").exists():
        print(f"There is no web app in {options.site}. Make it: make build", file=sys.stderr)
        return 1
    try:
        site_server = server(options.site, options.host, options.port)
    except OSError as problem:
        print(_why_not(problem, options.host, options.port), file=sys.stderr)
        return 1
    print(advice(options.host, site_server.server_port), flush=True)
    with site_server:
        try:
            site_server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _why_not(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Choose another: make start PORT={port + 1}"
    if problem.errno == errno.EACCES:
        return f"Port {port} is not for ordinary users. Choose another: make start PORT=8550"
    return f"Cannot serve on {host}:{port}: {problem.strerror}"


if __name__ == "__main__":
    sys.exit(main())
