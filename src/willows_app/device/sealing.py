"""A cipher of this device: what is sealed with a passphrase nobody opens without it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Protocol

from willows_app.language import _

KEY_BITS = 256


@dataclass(frozen=True)
class Lock:
    """What a key is made with, beside the passphrase, and what is sealed along with the content.

    None of it is secret.
    """

    salt: bytes
    rounds: int
    """How often PBKDF2 hashes; each guess costs as much."""
    nonce: bytes
    header: bytes
    """It stays readable, and cannot be changed unnoticed."""


class CannotSeal(Exception):
    """This device has no cipher; the message says what to do."""


class DoesNotOpen(Exception):
    """The passphrase is another one, or something was changed: which, nobody can tell."""


class Cipher(Protocol):
    """AES-256-GCM; the key comes from the passphrase by PBKDF2-HMAC-SHA-256."""

    async def seal(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        """The content, enciphered, and 16 bytes of proof. Raises `CannotSeal`."""
        ...

    async def open(self, sealed: bytes, passphrase: bytes, lock: Lock) -> bytes:
        """The content that was sealed so. Raises `CannotSeal` and `DoesNotOpen`."""
        ...


def cipher_of_this_device() -> Cipher:
    """The browser's own, else Python's; both make the same of the same. Raises `CannotSeal`."""
    if sys.platform == "emscripten":
        from willows_app.device.sealing_web import WebCipher

        return WebCipher()
    try:
        from willows_app.device.sealing_python import PythonCipher
    except ImportError as error:
        raise CannotSeal(
            _("This installation of Willows knows no passphrases ({why}).").format(why=error)
        ) from error
    return PythonCipher()
