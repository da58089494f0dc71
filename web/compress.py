"""Puts a brotli and a gzip form beside each file that shrinks, for servers that hand them out."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli  # type: ignore[import-untyped]

COMPRESSED = {".br": "br", ".gz": "gzip"}
"""The ending of each form, and what HTTP calls its encoding."""

SHRINKS = frozenset(
    {".bin", ".css", ".frag", ".html", ".js", ".json", ".mjs", ".otf", ".svg", ".ttf"}
    | {".txt", ".wasm"}
    | {".zip"}  # Python's are stored as they are, for all of one is smaller than all its parts
)
"""Pictures and sounds are compressed already."""

BROTLI_QUALITY = 11
"""Takes minutes of one core for the whole app, once; 9 takes a tenth of it and sends a tenth more
to every phone."""

QUICKLY = frozenset({".bin"})
"""Python's memory: large, and another one with every change of the app."""

QUICK_QUALITY = 9

LARGE = 10_000_000
"""Bytes that take long enough to say so."""


def compress(out: Path, cache: Path) -> None:
    """Makes the compressed forms of the files in `out`; `cache` spares what was made before."""
    paths = [path for path in _worth_it(out) if _missing(path, cache)]
    if sum(path.stat().st_size for path in paths) > LARGE:
        print("Compressing what is large, for the first time: this takes a minute or two, once.")
    largest_first = sorted(_worth_it(out), key=lambda path: -path.stat().st_size)
    with ThreadPoolExecutor() as workers:  # both libraries let go of the interpreter
        for done in [workers.submit(_compress, path, cache) for path in largest_first]:
            done.result()


def _worth_it(out: Path) -> Iterator[Path]:
    for path in out.rglob("*"):
        if path.suffix in SHRINKS and path.is_file() and path.name != "_headers":
            yield path


def _missing(path: Path, cache: Path) -> bool:
    content = path.read_bytes()
    return not all(_kept_as(path, content, ending, cache).exists() for ending in _forms(path))


def _kept_as(path: Path, content: bytes, ending: str, cache: Path) -> Path:
    digest = hashlib.sha256(content).hexdigest()[:24]
    return cache / f"compressed-{digest}-{_quality(path)}{ending}"


def _quality(path: Path) -> int:
    return QUICK_QUALITY if path.suffix in QUICKLY else BROTLI_QUALITY


def _compress(path: Path, cache: Path) -> None:
    content = path.read_bytes()
    for ending, form in _forms(path).items():
        kept = _kept_as(path, content, ending, cache)
        if not kept.exists():
            cache.mkdir(parents=True, exist_ok=True)
            part = kept.with_name(f"{os.getpid()}-{path.name}-{kept.name}")
            part.write_bytes(form(content))
            part.replace(kept)
        smaller = kept.read_bytes()
        if len(smaller) < len(content):
            path.with_name(path.name + ending).write_bytes(smaller)


def _forms(path: Path) -> Mapping[str, Callable[[bytes], bytes]]:
    return {".gz": _gzipped, ".br": partial(_brotlied, _quality(path))}


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _brotlied(quality: int, content: bytes) -> bytes:
    smaller: bytes = brotli.compress(content, quality=quality)
    return smaller
