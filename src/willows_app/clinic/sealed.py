"""An archive that is sealed with a passphrase: `.willows`. Nobody opens it without.

    from  bytes
       0      8  b"Willows\\0"
       8      1  version of this container: 1
       9      1  how the key is made: 1, PBKDF2 with HMAC and SHA-256, 256 bits
      10      4  rounds of it, most significant byte first; 600,000
      14     16  salt
      30     12  nonce
      42    all  the archive, enciphered by AES-256-GCM, then its tag of 16 bytes

The first 42 bytes are its associated data. Salt and nonce are new for every file. The passphrase
goes in as `passphrase.in_bytes` makes it.

AES-256-GCM and PBKDF2 stand in FIPS 197, NIST SP 800-38D and 800-132; the rounds are OWASP's.
"""

from __future__ import annotations

import secrets
import struct
from datetime import date

from willows_app.clinic.archive import MOST_ARCHIVE, ArchiveError, ArchiveIsDamaged, archive_name
from willows_app.clinic.passphrase import check_passphrase, in_bytes
from willows_app.device.sealing import Cipher, DoesNotOpen, Lock
from willows_app.language import _

VERSION = 1
TYPE = "application/octet-stream"
ROUNDS = 600_000
MOST_ROUNDS = 10 * ROUNDS
"""Of a file that is opened: some seconds on a slow computer, and no more."""

_MAGIC = b"Willows\0"
_PBKDF2_SHA256 = 1
_SALT, _NONCE, _TAG = 16, 12, 16
_HEADER = struct.Struct(f">8sBBI{_SALT}s{_NONCE}s")

MOST_SEALED = _HEADER.size + MOST_ARCHIVE + _TAG
"""Bytes of a file that is opened."""


class IsSealed(ArchiveError):
    """There is nobody to ask for the passphrase."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "It is locked with a passphrase: open it by itself, in Willows or with "
                "`willows review` on a terminal."
            )
        )


class NotSealed(ArchiveError):
    """The file is something else."""

    def __init__(self) -> None:
        super().__init__(_("This file is not one that Willows has locked with a passphrase."))


class SealedIsNewer(ArchiveError):
    """The file was sealed by a newer version of the app."""

    def __init__(self) -> None:
        super().__init__(
            _("This file was locked by a newer Willows. Update Willows, then open the file again.")
        )


class SealedIsTooLong(ArchiveError):
    """No archive is as long."""

    def __init__(self) -> None:
        super().__init__(_("This file is longer than any that Willows makes."))


class DidNotOpen(ArchiveError):
    """Wrong passphrase, or a file that was changed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The passphrase does not open this file. Check each character, also whether it is "
                "a capital letter. If it is right, the file was damaged on its way: ask the "
                "patient to share it again."
            )
        )


def sealed_name(patient: str, day: date) -> str:
    """How the sealed file is called that is made on this day."""
    return archive_name(patient, day).removesuffix("zip") + "willows"


def is_sealed(content: bytes) -> bool:
    """Whether a file says that it is sealed."""
    return content.startswith(_MAGIC)


async def seal(archive: bytes, passphrase: str, cipher: Cipher) -> bytes:
    """The sealed file; raises `NotAPassphrase`, `SealedIsTooLong` and the cipher's `CannotSeal`."""
    check_passphrase(passphrase)
    if len(archive) > MOST_ARCHIVE:
        raise SealedIsTooLong
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    header = _HEADER.pack(_MAGIC, VERSION, _PBKDF2_SHA256, ROUNDS, salt, nonce)
    lock = Lock(salt, ROUNDS, nonce, header)
    return header + await cipher.seal(archive, in_bytes(passphrase), lock)


async def unseal(content: bytes, passphrase: str, cipher: Cipher) -> bytes:
    """The archive in a sealed file.

    Raises `ArchiveError` (`NotSealed`, `SealedIsNewer`, `ArchiveIsDamaged`, `SealedIsTooLong` or
    `DidNotOpen`) and the cipher's `CannotSeal`.
    """
    lock = _lock(content)
    if not (typed := in_bytes(passphrase)):
        raise DidNotOpen
    try:
        return await cipher.open(content[_HEADER.size :], typed, lock)
    except DoesNotOpen as error:
        raise DidNotOpen from error


def _lock(content: bytes) -> Lock:
    """What the header says, if it can be worked with."""
    if not is_sealed(content):
        raise NotSealed
    if content[8:9] > bytes([VERSION]):
        raise SealedIsNewer
    if len(content) > MOST_SEALED:
        raise SealedIsTooLong
    if len(content) < _HEADER.size + _TAG:
        raise ArchiveIsDamaged(_("its end is missing"))
    _magic, version, how, rounds, salt, nonce = _HEADER.unpack_from(content)
    if (version, how) != (VERSION, _PBKDF2_SHA256) or not ROUNDS <= rounds <= MOST_ROUNDS:
        raise ArchiveIsDamaged(_("its beginning was changed"))
    return Lock(salt, rounds, nonce, content[: _HEADER.size])
