"""Puts a brotli and a gzip form beside each file that shrinks, for servers that hand them out."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

COMPRESSED = {".br": "br", ".gz": "gzip"}
"""The ending of each form, and what HTTP calls its encoding."""

SHRINKS = frozenset(
    {".bin", ".css", ".frag", ".html", ".js", ".json", ".mjs", ".otf", ".svg", ".txt", ".wasm"}
)
"""Pictures, sounds, web fonts and archives are compressed already."""

BROTLI_QUALITY = 11
"""Takes minutes of one core for the whole app, once; 9 takes a tenth of it and sends a tenth more
to every phone."""


LARGE = 10_000_000
"""Bytes that take long enough to say so."""


def compress(out: Path, cache: Path) -> None:
    """Makes the compressed forms of the files in `out`; `cache` spares what was made before."""
    paths = [path for path in _worth_it(out) if _missing(path.read_bytes(), cache)]
    if sum(path.stat().st_size for path in paths) > LARGE:
        print("Compressing what is large, for the first time: this takes a minute or two, once.")
    with ThreadPoolExecutor() as workers:  # both libraries let go of the interpreter
        for done in [workers.submit(_compress, path, cache) for path in _worth_it(out)]:
            done.result()


def has_brotli() -> bool:
    """Whether brotli forms are made as well."""
    return find_spec("brotli") is not None


def _worth_it(out: Path) -> Iterator[Path]:
    for path in out.rglob("*"):
        if path.suffix in SHRINKS and path.is_file() and path.name != "_headers":
            yield path


def _missing(content: bytes, cache: Path) -> bool:
    return not all(_kept_as(content, ending, cache).exists() for ending in _forms())


def _kept_as(content: bytes, ending: str, cache: Path) -> Path:
    digest = hashlib.sha256(content).hexdigest()[:24]
    return cache / f"compressed-{digest}-{BROTLI_QUALITY}{ending}"


def _compress(path: Path, cache: Path) -> None:
    content = path.read_bytes()
    for ending, form in _forms().items():
        kept = _kept_as(content, ending, cache)
        if not kept.exists():
            cache.mkdir(parents=True, exist_ok=True)
            part = kept.with_name(f"{path.name}-{kept.name}")
            part.write_bytes(form(content))
            part.replace(kept)
        smaller = kept.read_bytes()
        if len(smaller) < len(content):
            path.with_name(path.name + ending).write_bytes(smaller)


def _forms() -> Mapping[str, Callable[[bytes], bytes]]:
    forms: dict[str, Callable[[bytes], bytes]] = {".gz": _gzipped}
    if has_brotli():
        forms[".br"] = _brotlied
    return forms


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _brotlied(content: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # the build goes on without it

    smaller: bytes = brotli.compress(content, quality=BROTLI_QUALITY)
    return smaller
