"""The list of what a device keeps to work offline, and the service worker that carries it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NotRequired, TypedDict

from web.client import CANVASKIT, SKWASM
from web.compress import COMPRESSED
from web.headers import POLICY, seal
from web.immutable import former_name
from web.page import content_policy, policy_of_page

PAGE = "index.html"
SERVICE_WORKER = "sw.js"
NOT_KEPT = frozenset({SERVICE_WORKER, "_headers", "licences.txt"})
"""Served, but not kept on the device: the browser keeps the service worker itself, hosts read
`_headers`, and the licence texts are only for reading."""

ONLY_FOR = {**dict.fromkeys(SKWASM, "skwasm"), **dict.fromkeys(CANVASKIT, "canvaskit")}
"""What one kind of browser needs, by the name that `offline.js` has for that kind."""


class Kept(TypedDict):
    """A file that a device keeps: SHA-256 in base64, size, and who alone needs it."""

    hash: str
    bytes: int
    only: NotRequired[str]


class Precache(TypedDict):
    """What `sw.js` knows of its version and the files it keeps."""

    version: str
    release: str
    store: str
    headers: Mapping[str, str]
    pagePolicy: str
    files: dict[str, Kept]


def version_of(out: Path, page: str) -> str:
    """What the version of the site in `out` is called, whose page will be made from `page`."""
    others = {path: file["hash"] for path, file in _kept(out) if path != PAGE}
    return _digest(json.dumps(others) + page)


def write_service_worker(script: str, out: Path, version: str, release: str) -> None:
    """Writes `sw.js`, whose text changes with every file: so a browser sees a new version."""
    headers = seal(content_policy())
    precache: Precache = {
        "version": version,
        "release": release,
        "store": _digest(json.dumps(headers)),
        "headers": headers,
        "pagePolicy": seal(policy_of_page((out / PAGE).read_text("utf-8")))[POLICY],
        "files": dict(_kept(out)),
    }
    listed = json.dumps(precache, indent=1)
    (out / SERVICE_WORKER).write_text(f"const PRECACHE = {listed};\n\n{script}", "utf-8")


def _kept(out: Path) -> Iterator[tuple[str, Kept]]:
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name not in NOT_KEPT and path.suffix not in COMPRESSED:
            content = path.read_bytes()
            digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
            kept: Kept = {"hash": digest, "bytes": len(content)}
            if only := ONLY_FOR.get(former_name(name)):
                kept["only"] = only
            yield name, kept


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
