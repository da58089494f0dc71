"""The QR code of a link: dark on light, as the cameras of phones want it, whatever the theme."""

from __future__ import annotations

import io

import segno

from willows_app.language import _

QUIET_ZONE = 4
"""Modules of light around the code (ISO/IEC 18004)."""

FINE = 15
"""The version from which on modules are small on a phone's screen: then fewer of them count for
more than a code that can be read with a spot on it."""


def qr_code(link: str) -> segno.QRCode:
    """Its modules, with as much error correction as costs no further ones."""
    code = segno.make(link, error="m", micro=False, boost_error=True)
    if int(code.version) > FINE:
        code = segno.make(link, error="l", micro=False, boost_error=True)
    return code


def modules_across(code: segno.QRCode) -> int:
    """Modules from edge to edge, the quiet zone among them."""
    width, _ = code.symbol_size(border=QUIET_ZONE)
    return int(width)


def as_png(code: segno.QRCode, scale: int = 8) -> bytes:
    """A picture with so many pixels a module."""
    file = io.BytesIO()
    code.save(file, kind="png", border=QUIET_ZONE, scale=scale, dark="#000", light="#fff")
    return file.getvalue()


def as_svg(code: segno.QRCode, *, alone: bool = False) -> str:
    """The same as an SVG element, as large as what it is put into; `alone`, as a file."""
    file = io.BytesIO()
    code.save(
        file,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=alone,
        svgns=alone,
        svgclass=None,
        lineclass=None,
        title=_("QR code of the plan"),
    )
    return file.getvalue().decode()
