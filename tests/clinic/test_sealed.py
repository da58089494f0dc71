"""A sealed file opens with its passphrase and with nothing else, and says why if it does not."""

from __future__ import annotations

import asyncio
import hashlib
import struct
import sys
import time
from itertools import count

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clinic.lived import CODE
from tests.clinic.test_archive import LAST
from willows_app.clinic.archive import MOST_ARCHIVE, ArchiveError, ArchiveIsDamaged
from willows_app.clinic.passphrase import (
    FEWEST_DIGITS,
    NotAPassphrase,
    check_passphrase,
    in_bytes,
    new_passphrase,
)
from willows_app.clinic.sealed import (
    MOST_ROUNDS,
    ROUNDS,
    DidNotOpen,
    NotSealed,
    SealedIsNewer,
    SealedIsTooLong,
    is_sealed,
    seal,
    sealed_name,
    unseal,
)
from willows_app.device.sealing import (
    CannotSeal,
    Cipher,
    DoesNotOpen,
    Lock,
    cipher_of_this_device,
)
from willows_app.device.sealing_python import PythonCipher

PASSPHRASE = "Wet willow, 7 crows"
ARCHIVE = b"PK\x03\x04 and so on" * 3
HEADER, TAG = 42, 16


class QuickCipher:
    """The real cipher with one round only: for tests of everything but the rounds."""

    def __init__(self) -> None:
        self.asked = 0

    async def seal(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        return await PythonCipher().seal(content, passphrase, self._quick(lock))

    async def open(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        return await PythonCipher().open(content, passphrase, self._quick(lock))

    def _quick(self, lock: Lock) -> Lock:
        self.asked += 1
        return Lock(lock.salt, 1, lock.nonce, lock.header)


def sealed_by(cipher: Cipher, archive: bytes = ARCHIVE, passphrase: str = PASSPHRASE) -> bytes:
    return asyncio.run(seal(archive, passphrase, cipher))


def opened_by(cipher: Cipher, content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return asyncio.run(unseal(content, passphrase, cipher))


SEALED = sealed_by(QuickCipher())


# ---------------------------------------------------------------- what it is


def test_the_container_is_as_documented() -> None:
    content = sealed_by(PythonCipher())
    magic, version, how, rounds, salt, nonce = struct.unpack(">8sBBI16s12s", content[:HEADER])
    assert (magic, version, how, rounds) == (b"Willows\0", 1, 1, 600_000)
    assert len(content) == HEADER + len(ARCHIVE) + TAG

    key = hashlib.pbkdf2_hmac("sha256", b"Wetwillow,7crows", salt, rounds)
    assert AESGCM(key).decrypt(nonce, content[HEADER:], content[:HEADER]) == ARCHIVE


def test_a_known_file_opens_for_ever() -> None:
    known = bytes.fromhex(KNOWN)
    assert opened_by(PythonCipher(), known, "4827 1930 5561 7042 8835") == b"PK\x03\x04 known"


KNOWN = (
    "57696c6c6f7773000101000927c0000102030405060708090a0b0c0d0e0f000102030405060708090a0b"
    "3d2e08b7d4bcf16eb35d1cdfe21943bc8dc4f6060a9b0ede2b5f"
)


def test_salt_and_nonce_are_new_for_every_file() -> None:
    files = [sealed_by(QuickCipher()) for _ in range(50)]
    assert len({file[14:30] for file in files}) == len({file[30:42] for file in files}) == 50


def test_the_name_tells_code_and_day_and_that_it_is_sealed() -> None:
    assert sealed_name(CODE, LAST) == "willows-P-7F3K-92QD-2026-06-07.willows"
    assert is_sealed(SEALED)
    assert not is_sealed(ARCHIVE)


@given(st.binary(max_size=2_000))
def test_whatever_is_sealed_comes_back(content: bytes) -> None:
    assert opened_by(QuickCipher(), sealed_by(QuickCipher(), content)) == content


# ---------------------------------------------------------------- what it refuses


def refusal(content: bytes, passphrase: str = PASSPHRASE) -> ArchiveError:
    with pytest.raises(ArchiveError) as refused:
        opened_by(QuickCipher(), content, passphrase)
    return refused.value


@pytest.mark.parametrize("bit", range(8))
def test_a_bit_flipped_anywhere_is_noticed(bit: int) -> None:
    for at in range(len(SEALED)):
        changed = bytearray(SEALED)
        changed[at] ^= 1 << bit
        refusal(bytes(changed))


def test_a_file_cut_off_anywhere_is_refused() -> None:
    for length in range(len(SEALED)):
        refusal(SEALED[:length])
    refusal(SEALED + b"\0")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_cleanly(content: bytes) -> None:
    refusal(content)
    refusal(SEALED[:8] + content)
    refusal(SEALED[:HEADER] + content)


def with_rounds(rounds: int) -> bytes:
    return SEALED[:10] + struct.pack(">I", rounds) + SEALED[14:]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotSealed),
        (ARCHIVE, NotSealed),
        (b"willows\0" + SEALED[8:], NotSealed),
        (SEALED[:8], ArchiveIsDamaged),
        (SEALED[:8] + b"\0" + SEALED[9:], ArchiveIsDamaged),
        (SEALED[:8] + b"\2", SealedIsNewer),
        (SEALED[:9] + b"\2" + SEALED[10:], ArchiveIsDamaged),
        (SEALED[: HEADER + TAG - 1], ArchiveIsDamaged),
        (with_rounds(0), ArchiveIsDamaged),
        (with_rounds(ROUNDS - 1), ArchiveIsDamaged),
        (with_rounds(MOST_ROUNDS + 1), ArchiveIsDamaged),
        (with_rounds(2**32 - 1), ArchiveIsDamaged),
        (SEALED + bytes(MOST_ARCHIVE), SealedIsTooLong),
        (with_rounds(ROUNDS + 1), DidNotOpen),
        (SEALED[:-1] + bytes([SEALED[-1] ^ 1]), DidNotOpen),
    ],
    ids=count(),  # the bytes are others each time
)
def test_each_fault_has_its_reason(content: bytes, error: type[ArchiveError]) -> None:
    assert type(refusal(content)) is error


def test_a_hostile_file_costs_no_more_than_its_header() -> None:
    cipher, began = QuickCipher(), time.perf_counter()
    for content in (with_rounds(2**32 - 1), SEALED + bytes(MOST_ARCHIVE), SEALED[:20]):
        with pytest.raises(ArchiveError):
            opened_by(cipher, content)
    assert cipher.asked == 0
    assert time.perf_counter() - began < 1


def test_no_archive_is_sealed_that_could_not_be_opened() -> None:
    with pytest.raises(SealedIsTooLong):
        sealed_by(QuickCipher(), bytes(MOST_ARCHIVE + 1))


# ---------------------------------------------------------------- passphrases


@pytest.mark.parametrize(
    "typed",
    [
        PASSPHRASE,
        "Wetwillow,7crows",
        "  Wet willow,  7\u00a0crows\n",
        "Ｗet willow, 7 crows",
    ],
)
def test_the_same_passphrase_may_be_typed_in_several_ways(typed: str) -> None:
    assert opened_by(QuickCipher(), SEALED, typed) == ARCHIVE


def test_an_accent_is_the_same_on_every_keyboard() -> None:
    content = sealed_by(QuickCipher(), passphrase="caf\u00e9 cr\u00e8me noire")
    assert opened_by(QuickCipher(), content, "cafe\u0301 cre\u0300me noire") == ARCHIVE


@pytest.mark.parametrize(
    "typed", ["", "   ", "wet willow, 7 crows", PASSPHRASE + ".", PASSPHRASE[:-1], "\ud83d"]
)
def test_another_passphrase_opens_nothing(typed: str) -> None:
    assert isinstance(refusal(SEALED, typed), DidNotOpen)


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_no_other_text_opens_it(typed: str) -> None:
    if in_bytes(typed) != in_bytes(PASSPHRASE):
        assert isinstance(refusal(SEALED, typed), DidNotOpen)


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "eleven char",
        "short  and  s",
        "1234567890123456789",
        "01 02 1950 07700 900123",
        "٠١٢٣٤٥٦٧٨٩٠١٢٣",
        "x" * 129,
        "half a pair \ud83d\ud83d",
    ],
)
def test_what_protects_nothing_is_no_passphrase(weak: str) -> None:
    with pytest.raises(NotAPassphrase, match="12 to 128 characters, and at least 20 if all"):
        sealed_by(QuickCipher(), passphrase=weak)


def test_a_passphrase_by_chance_is_twenty_digits_in_groups_and_good_enough() -> None:
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    for passphrase in made:
        check_passphrase(passphrase)
        groups = passphrase.split(" ")
        assert [len(group) for group in groups] == [4] * (FEWEST_DIGITS // 4)
        assert "".join(groups).isdecimal()
    assert {digit for passphrase in made for digit in passphrase} == set("0123456789 ")


# ---------------------------------------------------------------- the cipher


def test_the_cipher_itself_tells_a_wrong_passphrase() -> None:
    lock = Lock(bytes(16), 1, bytes(12), b"header")
    content = asyncio.run(PythonCipher().seal(b"content", b"right", lock))
    with pytest.raises(DoesNotOpen):
        asyncio.run(PythonCipher().open(content, b"wrong", lock))


def test_where_the_library_is_missing_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(cipher_of_this_device(), PythonCipher)
    monkeypatch.setitem(sys.modules, "willows_app.device.sealing_python", None)
    with pytest.raises(CannotSeal, match="knows no passphrases"):
        cipher_of_this_device()
