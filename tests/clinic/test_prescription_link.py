"""A plan as a link: whole or refused, whatever became of it on the way."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.routine.prescriptions import HANDOUT, IDS, PLAN, prescriptions
from willows_app.clinic import prescription_link
from willows_app.clinic.prescription_link import (
    LONGEST_DATA,
    LONGEST_LINK,
    LinkError,
    NoLink,
    NotAPlan,
    PlanDoesNotFit,
    PlanIsDamaged,
    PlanIsNewer,
    PlanIsTooLong,
    data_in,
    link_data,
    link_of,
    read_link,
)
from willows_app.routine.choice import Choice
from willows_app.routine.model import PainBand
from willows_app.routine.prescribing import MOST_WORDS, plain_prescription
from willows_app.routine.prescription import Prescription

SITE = "https://willows.example/"
ANY_LINK = link_of(PLAN, SITE)
ANY = link_data(PLAN)


def packed(content: bytes, checksum: bytes | None = None) -> str:
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=prescription_link._DICTIONARY)
    body = squeezed.compress(content) + squeezed.flush()
    sum = checksum or zlib.crc32(body).to_bytes(4, "big")
    return "1" + urlsafe_b64encode(sum + body).decode().rstrip("=")


def link_with(**changes: Any) -> str:
    """A whole link that says something else."""
    return packed(json.dumps({**plain_prescription(PLAN), **changes}).encode())


@given(prescriptions())
def test_every_plan_comes_back_as_it_was_and_the_link_is_short_enough(plan: Prescription) -> None:
    site = "https://" + "x" * (LONGEST_LINK - LONGEST_DATA - len("https://#/plan/"))
    link = link_of(plan, site)
    assert len(link) <= LONGEST_LINK
    assert read_link(link, [HANDOUT]) == plan


def test_the_longest_plan_there_is_has_a_link_with_room_to_spare() -> None:
    letters = iter(chr(code) for code in range(0x20000, 0x2A000, 37))

    def words(count: int) -> str:
        return "".join(next(letters) for _ in range(count))

    room = MOST_WORDS // 4 - 11 * 10
    plan = Prescription(
        "upper_back",
        tuple(IDS[number * 7 % 10] for number in range(10)),
        366,
        {id: Choice(hold=11 + 3 * number, repetitions=1) for number, id in enumerate(IDS)},
        tuple(PainBand(score, score, words(10)) for score in range(11)),
        words(room),
        "89abcdef",
    )
    assert len(link_data(plan)) < LONGEST_DATA - 200
    assert read_link(link_data(plan), [HANDOUT]) == plan


def test_a_usual_plan_is_a_quarter_of_what_a_link_may_be() -> None:
    assert len(ANY_LINK) < LONGEST_LINK / 4


def test_a_link_has_only_letters_that_every_app_leaves_as_they_are() -> None:
    assert ANY_LINK.startswith(f"{SITE}#/plan/1")
    assert set(ANY).issubset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize(
    "text",
    [ANY_LINK, ANY, f"#/plan/{ANY}", f"  {ANY_LINK}\r\n", f"{ANY_LINK[:90]}\n{ANY_LINK[90:]}"],
)
def test_a_link_may_come_with_its_address_or_without_and_broken_over_lines(text: str) -> None:
    assert read_link(text, [HANDOUT]) == PLAN
    assert data_in(text) == ANY


@pytest.mark.parametrize("place", range(1, len(ANY)))
def test_a_letter_that_is_another_one_is_noticed(place: int) -> None:
    other = "A" if ANY[place] != "A" else "B"
    with pytest.raises(PlanIsDamaged):
        read_link(ANY[:place] + other + ANY[place + 1 :], [HANDOUT])


@pytest.mark.parametrize("length", range(2, len(ANY)))
def test_a_link_that_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(PlanIsDamaged):
        read_link(ANY[:length], [HANDOUT])


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", NotAPlan, "not a plan"),
        ("1", NotAPlan, "not a plan"),
        (SITE, NotAPlan, "not a plan"),
        ("javascript:alert(1)", NotAPlan, "not a plan"),
        ("#/plan/<script>alert(1)</script>", NotAPlan, "not a plan"),
        ("0" + ANY[1:], NotAPlan, "not a plan"),
        ("1" + ANY[1:] + "%20", NotAPlan, "not a plan"),
        ("2" + ANY[1:], PlanIsNewer, "newer Willows"),
        ("9abc", PlanIsNewer, "newer Willows"),
        ("1" + "A" * LONGEST_DATA, PlanIsTooLong, "longer than any plan"),
        ("A" * 10_000_000, PlanIsTooLong, "longer than any plan"),
        (packed(b"{}", b"\0\0\0\0"), PlanIsDamaged, "damaged"),
        (packed(b" " * 400_000), PlanIsDamaged, "damaged"),  # some 500 bytes, packed
        (packed(b"[" * 8_000), PlanIsDamaged, "damaged"),
        (packed(b'{"note": ' + b"9" * 5_000 + b"}"), PlanIsDamaged, "damaged"),
        (packed(b"\xff\xfe"), PlanIsDamaged, "damaged"),
        (packed(b"not JSON"), PlanIsDamaged, "damaged"),
        (packed(b""), PlanIsDamaged, "damaged"),
        (packed(b"null"), PlanDoesNotFit, "does not fit"),
        (packed(b"{}"), PlanDoesNotFit, "does not fit"),
        (link_with(routine="knee"), PlanDoesNotFit, "does not fit"),
        (link_with(exercises=[{"id": "handstand"}]), PlanDoesNotFit, "does not fit"),
        (link_with(exercises=[{"id": "cobra", "hold": 601}]), PlanDoesNotFit, "does not fit"),
        (link_with(note="<img src=x>" * 30), PlanDoesNotFit, "does not fit"),
        (link_with(fetch="https://elsewhere.example/"), PlanDoesNotFit, "does not fit"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_cannot_be_used_is_refused_with_its_reason(
    text: str, error: type[LinkError], says: str
) -> None:
    with pytest.raises(error, match=says) as refusal:
        read_link(text, [HANDOUT])
    assert type(refusal.value) is error


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(PlanDoesNotFit) as refusal:
        read_link(
            link_with(exercises=[{"id": "handstand"}, {"id": "cobra", "hold": 601}]), [HANDOUT]
        )
    (problem,) = refusal.value.problems
    assert str(problem).startswith("exercises[1].hold: is 601; allowed: a whole number")


@given(st.text() | st.text("0123456789abcXYZ-_").map(lambda text: f"1{text}"))
def test_whatever_the_text_is_no_other_error_comes_of_it(text: str) -> None:
    with pytest.raises(LinkError):
        read_link(text, [HANDOUT])


@given(st.binary(max_size=300))
def test_whatever_is_packed_with_the_right_checksum_no_other_error_comes_of_it(
    content: bytes,
) -> None:
    with pytest.raises(LinkError):
        read_link(packed(content), [HANDOUT])


@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_that_should_be_unpacked(body: bytes) -> None:
    sum = zlib.crc32(body).to_bytes(4, "big")
    with pytest.raises(LinkError):
        read_link("1" + urlsafe_b64encode(sum + body).decode().rstrip("="), [HANDOUT])


@pytest.mark.parametrize(
    "site",
    ["", "willows.example", "ftp://willows.example/", "https://a b/", "https://" + "x" * 200],
)
def test_a_site_that_is_no_address_or_too_long_is_told(site: str) -> None:
    with pytest.raises(NoLink, match="is no address of a web app"):
        link_of(PLAN, site)


def test_what_stands_after_a_hash_in_the_sites_address_is_left_out() -> None:
    assert link_of(PLAN, f"{SITE}#/settings") == ANY_LINK
