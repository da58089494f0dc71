"""What every response says beside its content, whichever server sends it: the one source."""

from __future__ import annotations

from collections.abc import Mapping

IMMUTABLE = "immutable"
"""The folder of files whose address holds their hash: a browser may keep them for good."""

POLICY = "Content-Security-Policy"

KEEP = "public, max-age=31536000, immutable"
CHECK = "no-cache"
"""Kept as well, and shown only once the host has said that it is still the same."""

TYPES = {
    ".html": "text/html",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".mp3": "audio/mpeg",
    ".otf": "font/otf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".ttf": "font/ttf",
}
"""Some systems do not know them all, and a browser insists on those of scripts and WebAssembly."""


def seal(policy: str) -> Mapping[str, str]:
    """The headers of every file, under the content policy `policy`."""
    return {
        # Nobody may show the app inside a page of theirs; only a header can say so.
        POLICY: f"{policy}; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def freshness(name: str) -> str:
    """The `Cache-Control` of the file at `name`, a path from the site's root."""
    return KEEP if f"/{IMMUTABLE}/" in f"/{name}" else CHECK
