"""The list of what a device keeps to work offline, and the service worker that carries it."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TypedDict

from web.page import content_policy, policy_of_page

SERVICE_WORKER = "sw.js"

NOT_KEPT = frozenset({SERVICE_WORKER, "assets/NOTICES"})
"""Served, but not kept on the device: the browser keeps the service worker itself, and the
licence texts are only for reading."""


class Precache(TypedDict):
    """What `sw.js` knows of the files it keeps."""

    version: str
    policy: str
    pagePolicy: str
    files: dict[str, str]


def precache_of(out: Path) -> Precache:
    """The list for the finished site in `out`: each file with its SHA-256, in base64."""
    files = {name: _sha256(out / name) for name in _kept_names(out)}
    return {
        "version": hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16],
        "policy": content_policy(),
        "pagePolicy": policy_of_page((out / "index.html").read_text("utf-8")),
        "files": files,
    }


def write_service_worker(script: str, out: Path) -> None:
    """Writes `sw.js`, whose text changes with every file: so a browser sees a new version."""
    listed = json.dumps(precache_of(out), indent=1)
    (out / SERVICE_WORKER).write_text(f"const PRECACHE = {listed};\n\n{script}", "utf-8")


def _kept_names(out: Path) -> list[str]:
    names = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return sorted(name for name in names if name not in NOT_KEPT)


def _sha256(path: Path) -> str:
    return base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
