"""Fonts as they come quickest to the screen: unpacked.

To unpack WOFF2 takes Flutter's renderer, in WebAssembly, a tenth of a repeat visit. Hosts send
what is unpacked compressed, at about the size of WOFF2.
"""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]


def unpacked(woff2: bytes) -> bytes:
    """The same font as TrueType."""
    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
