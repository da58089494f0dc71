"""Gives what is large and changes rarely an address that holds its hash, to be kept for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from web.headers import IMMUTABLE

FOLDERS = ("canvaskit/", "pyodide/")
"""Moved as they are: files in them ask for each other by name."""

FILES = ("main.dart.*", "python/*")


def move(out: Path) -> Mapping[str, str]:
    """Moves the engines and archives of `out`; from their former address to the new one."""
    files = (path for pattern in FILES for path in sorted(out.glob(pattern)))
    names = [*FOLDERS, *(path.relative_to(out).as_posix() for path in files)]
    addresses = {name: f"{IMMUTABLE}/{_digest(out / name)}/{name}" for name in names}
    for name, address in addresses.items():
        (out / address).parent.mkdir(parents=True, exist_ok=True)
        (out / name).rename(out / address)
    (out / "python").rmdir()
    return addresses


def addressed(text: str, addresses: Mapping[str, str]) -> str:
    """`text` of our shell with the addresses of what was moved."""
    for name, address in addresses.items():
        text = text.replace(name, address)
    return text


def former_name(address: str) -> str:
    """What the file at `address` was called before it was moved, if it was."""
    return address.split("/", 2)[2] if address.startswith(f"{IMMUTABLE}/") else address


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        digest.update(f"{file.relative_to(path)}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]
