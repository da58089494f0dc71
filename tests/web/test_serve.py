"""The server of `make start`: types, freshness, policy, and what it says when it cannot."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from web.build import REPOSITORY
from web.serve import advice, server


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
        ("pyodide/pyodide.mjs", "text/javascript"),
        ("pyodide/pyodide.asm.wasm", "application/wasm"),
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
