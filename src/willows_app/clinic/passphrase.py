"""The passphrase of a shared file: what it must be, and how it is made and typed.

It goes into the key as UTF-8, in Unicode's form NFKC and without any white space: so it can be
told and typed in groups, on any keyboard.
"""

from __future__ import annotations

import secrets
import unicodedata

from willows_app.language import _

SHORTEST = 12
"""Characters of a passphrase."""
FEWEST_DIGITS = 20
"""Of one that is made of digits alone; by chance, these are 66 bits."""
LONGEST = 128

_GROUP = 4


class NotAPassphrase(ValueError):
    """It would protect nothing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A passphrase has {shortest} to {longest} characters, and at least {digits} if "
                "all of them are digits. Spaces do not count."
            ).format(shortest=SHORTEST, longest=LONGEST, digits=FEWEST_DIGITS)
        )


def new_passphrase() -> str:
    """One by chance, in digits: "4827 1930 5561 7042 8835" is told on the phone in any language."""
    digits = f"{secrets.randbelow(10**FEWEST_DIGITS):0{FEWEST_DIGITS}}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, FEWEST_DIGITS, _GROUP))


def check_passphrase(text: str) -> None:
    """Raises `NotAPassphrase` for one that a file must not be sealed with."""
    normal = in_bytes(text).decode()
    shortest = FEWEST_DIGITS if normal.isdecimal() else SHORTEST
    if not shortest <= len(normal) <= LONGEST:
        raise NotAPassphrase


def in_bytes(passphrase: str) -> bytes:
    """What a cipher gets of it; nothing if it is no text.

    Half of a pair of characters, which a keyboard may send alone, is none.
    """
    normal = "".join(unicodedata.normalize("NFKC", passphrase).split())
    try:
        return normal.encode()
    except UnicodeEncodeError:
        return b""
