"""The server of `make start`: types, freshness, policy, and what it says when it cannot."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import pytest

from web.build import REPOSITORY
from web.serve import advice, server

DECODE: dict[str | None, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    None: bytes,
}


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with server(site, "127.0.0.1", 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        ("sw.js", "text/javascript"),
        ("manifest.json", "application/json"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_each_file_has_its_type_and_is_checked_for_freshness(
    address: str, path: str, kind: str
) -> None:
    with urlopen(address + path) as response:
        assert response.headers["Content-Type"] == kind
        assert response.headers["Cache-Control"] == "no-cache"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("pyodide/pyodide.mjs", "text/javascript"), ("pyodide/pyodide.asm.wasm", "application/wasm")],
)
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("identity", None)],
)
def test_a_file_with_its_hash_in_its_address_is_kept_and_comes_compressed_as_the_browser_can(
    address: str,
    site: Path,
    moved: Callable[[str], Path],
    name: str,
    kind: str,
    accepted: str,
    encoding: str | None,
) -> None:
    path = moved(name).relative_to(site).as_posix()
    with urlopen(Request(address + path, headers={"Accept-Encoding": accepted})) as response:
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Encoding"] == encoding
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        content = response.read()
    assert DECODE[encoding](content) == moved(name).read_bytes()


def test_what_is_not_there_is_not_kept(address: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}immutable/lost.js")
    assert refused.value.headers["Cache-Control"] == "no-cache"


def test_a_taken_port_is_said_with_the_way_out(address: str, site: Path) -> None:
    port = address.rsplit(":", 1)[1].strip("/")
    outcome = subprocess.run(
        [sys.executable, "-m", "web.serve", "--port", port, "--site", str(site)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert outcome.returncode == 1
    assert f"Port {port} is taken" in outcome.stderr
    assert "PORT=" in outcome.stderr


def test_it_is_honest_about_phones() -> None:
    said = advice("127.0.0.1", 8550)
    assert "http://127.0.0.1:8550/" in said
    assert "HTTPS" in said
    assert "adb reverse tcp:8550 tcp:8550" in said
