"""A prescription as a link that no server has to know of: all of it stands in the link.

    https://the.clinic/willows/#/plan/1…

What follows `#` stays in the browser. It is the version of the form, one digit, and then, in the
URL-safe alphabet of base64: the CRC-32 of the rest, and the plain values of the prescription as
JSON, by raw DEFLATE with the preset dictionary of that version. The checksum shows damage. It
does not show who made a link: whoever has the app can make one, so a patient is shown all that
it says before anything changes.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from willows_app.adherence.fact_values import depth
from willows_app.language import _
from willows_app.routine.model import Routine
from willows_app.routine.prescribing import (
    PrescriptionError,
    plain_prescription,
    read_prescription,
)
from willows_app.routine.prescription import Prescription

VERSION = 1
ROUTE = "#/plan/"

LONGEST_LINK = 1_500
"""Letters; a QR code of more is hard to read."""
LONGEST_DATA = 1_350
"""Letters of these after `ROUTE`; the rest is for the site's address."""
LONGEST_ADDRESS = LONGEST_LINK - LONGEST_DATA - len(ROUTE)
MOST_PLAIN = 8 * 1024
"""Bytes of the JSON; that of the longest prescription is a quarter of it."""
DEEPEST = 4

_ADDRESS = re.compile(rf"(?=.{{1,{LONGEST_ADDRESS}}}$)https?://[!-~]+")
_DATA = re.compile(r"[0-9][A-Za-z0-9_-]+")
_DICTIONARY = (
    b'lats_doorway"rotation"chair_rotation"rhomboids"side_bend"lats_standing"cat_stretch"cobra'
    b'"upper_back_extension_tennis_balls"},{"id":"upper_back_extension_towel"},{"id":"'
    b'","hold":20,"repetitions":10},{"id":"","hold":15},{"id":"","repetitions":8}],"daily_days":'
    b',"pain_bands":[{"from":0,"to":3,"words":""},{"from":4,"to":5,"words":""},'
    b'{"from":6,"to":10,"words":""}],"note":""}'
    b'{"routine":"upper_back","handout":"","exercises":[{"id":"'
)
"""What a prescription over the shipped exercises says in any case. Never edited: a printed link is
read for years. Another dictionary is another `VERSION`."""


class LinkError(Exception):
    """The link cannot be used; the message says why and what to do."""


class NotAPlan(LinkError):
    """It is no link of a plan."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is not a plan from a clinic. Its link has #/plan/ in it, and many letters "
                "after that. Scan the code or open the link as your clinic gave it."
            )
        )


class PlanIsTooLong(LinkError):
    """It is longer than any link of a plan."""

    def __init__(self) -> None:
        super().__init__(_("This link is longer than any plan's, so Willows does not read it."))


class PlanIsNewer(LinkError):
    """It was made by a newer version of the app."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _(
                "This plan was made by a newer Willows (version {version} of the form; this one "
                "knows {known}). Update Willows, then open the link again."
            ).format(version=version, known=VERSION)
        )


class PlanIsDamaged(LinkError):
    """It is not as it was made."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This link is damaged, or a part of it is missing. Scan the code again, or ask "
                "your clinic to send the link once more."
            )
        )


class PlanDoesNotFit(LinkError):
    """It is whole, and says what no plan on this device can."""

    def __init__(self, error: PrescriptionError) -> None:
        self.problems = error.problems
        super().__init__(
            _(
                "This plan does not fit the exercises on this device, so it cannot be used. "
                "Ask your clinic for another one."
            )
        )


class NoLink(ValueError):
    """No link can be made; the message says what to do."""


def link_of(prescription: Prescription, site: str) -> str:
    """The link at the web app's address `site`; raises `NoLink`."""
    address = site.partition("#")[0]
    if not _ADDRESS.fullmatch(address):
        raise NoLink(
            _(
                "{address} is no address of a web app: it is one like "
                "https://the.clinic/willows/, with {longest} letters at the most."
            ).format(address=repr(address[:60]), longest=LONGEST_ADDRESS)
        )
    return f"{address}{ROUTE}{link_data(prescription)}"


def link_data(prescription: Prescription) -> str:
    """What stands after `ROUTE`; raises `NoLink`, though never over the shipped exercises."""
    plain = json.dumps(plain_prescription(prescription), ensure_ascii=False, separators=(",", ":"))
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_DICTIONARY)
    packed = squeezed.compress(plain.encode()) + squeezed.flush()
    data = str(VERSION) + _letters(_checksum(packed) + packed)
    if len(data) > LONGEST_DATA:
        raise NoLink(_("This plan is too long for a link. Shorten it, or hand over the file."))
    return data


def read_link(text: str, handouts: Sequence[Routine]) -> Prescription:
    """The prescription of a link, or of what stands after `ROUTE` in it.

    Raises `LinkError` and no other, whatever the text; nothing of it is run or fetched.
    """
    data = data_in(text)
    if len(data) > LONGEST_DATA:
        raise PlanIsTooLong
    if not _DATA.fullmatch(data):
        raise NotAPlan
    if (version := int(data[0])) > VERSION:
        raise PlanIsNewer(version)
    if version < 1:
        raise NotAPlan
    try:
        return read_prescription(_plain(_unpacked(_bytes(data[1:]))), handouts)
    except PrescriptionError as error:
        raise PlanDoesNotFit(error) from error


def data_in(text: str) -> str:
    """What stands after `ROUTE`, or all of a text without it; spaces and line ends left out."""
    _, route, data = text[: 4 * LONGEST_LINK].partition(ROUTE)
    return "".join((data if route else text[: 4 * LONGEST_LINK]).split())


def _unpacked(content: bytes) -> bytes:
    checksum, packed = content[:4], content[4:]
    if checksum != _checksum(packed):
        raise PlanIsDamaged
    unpacking = zlib.decompressobj(-15, zdict=_DICTIONARY)
    try:
        plain = unpacking.decompress(packed, MOST_PLAIN)
    except zlib.error as error:
        raise PlanIsDamaged from error
    if unpacking.unconsumed_tail or not unpacking.eof or unpacking.unused_data:
        raise PlanIsDamaged
    return plain


def _plain(content: bytes) -> Any:
    if depth(content) > DEEPEST:  # thousands would end a browser's Python
        raise PlanIsDamaged
    try:
        return json.loads(content)
    except ValueError as error:
        raise PlanIsDamaged from error


def _checksum(packed: bytes) -> bytes:
    return zlib.crc32(packed).to_bytes(4, "big")


def _letters(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(letters: str) -> bytes:
    try:
        content = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except ValueError as error:
        raise PlanIsDamaged from error
    if _letters(content) != letters:
        raise PlanIsDamaged  # bits that nothing reads were changed
    return content
