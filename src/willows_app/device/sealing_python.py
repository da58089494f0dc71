"""The cipher of an installed app and of the command line: OpenSSL's, by `cryptography`."""

from __future__ import annotations

import asyncio

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from willows_app.device.sealing import KEY_BITS, DoesNotOpen, Lock


class PythonCipher:
    """Does it in a thread, so that the screen stays alive."""

    async def seal(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        """By `AESGCM.encrypt`."""
        return await asyncio.to_thread(
            lambda: _cipher(passphrase, lock).encrypt(lock.nonce, content, lock.header)
        )

    async def open(self, sealed: bytes, passphrase: bytes, lock: Lock) -> bytes:
        """By `AESGCM.decrypt`."""
        try:
            return await asyncio.to_thread(
                lambda: _cipher(passphrase, lock).decrypt(lock.nonce, sealed, lock.header)
            )
        except InvalidTag as error:
            raise DoesNotOpen from error


def _cipher(passphrase: bytes, lock: Lock) -> AESGCM:
    key = PBKDF2HMAC(SHA256(), KEY_BITS // 8, lock.salt, lock.rounds)
    return AESGCM(key.derive(passphrase))
