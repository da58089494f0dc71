"""The cipher of the browser, WebCrypto. Python there has none: its PBKDF2 and OpenSSL are missing.

Python runs in a worker, so it happens in the worker.
"""

from __future__ import annotations

from typing import Any

import js
from pyodide.ffi import JsException, to_js

from willows_app.device.sealing import KEY_BITS, CannotSeal, DoesNotOpen, Lock
from willows_app.language import _


class WebCipher:
    """Has the browser do it; only for a page that came over HTTPS, or from this machine."""

    async def seal(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        """By `crypto.subtle.encrypt`."""
        key = await _key(passphrase, lock)
        try:
            sealed = await js.crypto.subtle.encrypt(_how(lock), key, to_js(content))
        except JsException as error:
            raise CannotSeal(
                _("The browser did not lock the file ({why}).").format(why=error)
            ) from error
        return bytes(sealed.to_bytes())

    async def open(self, sealed: bytes, passphrase: bytes, lock: Lock) -> bytes:
        """By `crypto.subtle.decrypt`."""
        key = await _key(passphrase, lock)
        try:
            content = await js.crypto.subtle.decrypt(_how(lock), key, to_js(sealed))
        except JsException as error:
            raise DoesNotOpen from error
        return bytes(content.to_bytes())


async def _key(passphrase: bytes, lock: Lock) -> Any:
    subtle = getattr(js.crypto, "subtle", None)
    if not subtle:
        raise CannotSeal(
            _(
                "The browser locks files only for a page that came over HTTPS. "
                "Open Willows by its https:// address."
            )
        )
    try:
        of_passphrase = await subtle.importKey(
            "raw", to_js(passphrase), "PBKDF2", False, to_js(["deriveKey"])
        )
        return await subtle.deriveKey(
            _object(name="PBKDF2", hash="SHA-256", salt=lock.salt, iterations=lock.rounds),
            of_passphrase,
            _object(name="AES-GCM", length=KEY_BITS),
            False,
            to_js(["encrypt", "decrypt"]),
        )
    except JsException as error:
        raise CannotSeal(
            _("The browser made no key of the passphrase ({why}).").format(why=error)
        ) from error


def _how(lock: Lock) -> Any:
    return _object(name="AES-GCM", iv=lock.nonce, additionalData=lock.header)


def _object(**values: str | int | bytes) -> Any:
    return to_js(values, dict_converter=js.Object.fromEntries)
