"""What leaves for the clinic is told before, leaves once, and counts only when it was taken."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, FakeStorage, Run, Tap
from tests.ui.shown import Shown
from tests.ui.test_model import plan
from willows_app.clinic import report_pdf
from willows_app.clinic.archive import read_archive
from willows_app.clinic.passphrase import check_passphrase
from willows_app.clinic.sealed import is_sealed, unseal
from willows_app.clinic.shared_file import CONTENTS
from willows_app.device.late import NotAtHand
from willows_app.device.sealing import CannotSeal, DoesNotOpen, Lock
from willows_app.device.sharing import Handed, NotHanded
from willows_app.ui import for_clinic
from willows_app.ui.backups import Working
from willows_app.ui.for_clinic import (
    CLINIC_CODE,
    LAST_SHARED,
    ForClinic,
    Made,
    Range,
    Refused,
    Shared,
)
from willows_app.ui.for_clinic_words import (
    files_words,
    in_it_words,
    last_words,
    notes_words,
    shared_words,
)
from willows_app.ui.model import Willows

CODE = "P-7F3K-92QD"
TODAY = EVENING.date()
NAME = f"willows-{CODE}-2026-06-01"


@dataclass
class FakeSharing:
    """A platform that does with files what a test tells it to."""

    answer: Handed = Handed.SHARED
    refuses: str = ""
    takes: float = 0.0
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)

    async def send(self, name: str, type: str, content: bytes) -> Handed:
        await asyncio.sleep(self.takes)
        if self.refuses:
            raise NotHanded(self.refuses)
        self.sent.append((name, type, content))
        return self.answer

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        raise AssertionError("It is for somebody else.")


class PlainCipher:
    """Hides nothing; that the real ones do is tested where they are."""

    async def seal(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        return passphrase + bytes(16) + content

    async def open(self, sealed: bytes, passphrase: bytes, lock: Lock) -> bytes:
        if not sealed.startswith(passphrase + bytes(16)):
            raise DoesNotOpen
        return sealed.removeprefix(passphrase + bytes(16))


@pytest.fixture(autouse=True)
def quick_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for each file otherwise."""
    monkeypatch.setattr(report_pdf, "as_pdf", lambda report: b"%PDF")


@pytest.fixture
def sharing() -> FakeSharing:
    return FakeSharing()


@pytest.fixture
def mine(
    shipped: Mapping[str, bytes],
    sharing: FakeSharing,
    clock: HandClock,
    now: Callable[[], datetime],
    run: Run[None],
    tmp_path: Path,
) -> Willows:
    willows = Willows(shipped, FakeStorage(tmp_path), clock=clock, now=now, sharing=sharing)
    willows.for_clinic = ForClinic(willows, keep=willows._set, cipher=PlainCipher)
    run(willows.open())
    return willows


def train(willows: Willows, tap: Tap[Any], ago: int = 0, note: str = "") -> None:
    """The patient did an exercise so many days ago."""
    day = willows.today - timedelta(days=ago)
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "cobra"), day))
    if note:
        (session,) = [each for each in willows.log.sessions() if each.day == day]
        tap(lambda: willows.log.write_note(session.id, note, willows.now()))


async def at_rest(action: Any) -> None:
    await action
    await asyncio.sleep(0.1)


def make(willows: Willows, run: Run[None], code: str = CODE) -> Any:
    willows.for_clinic.call(code)
    run(at_rest(willows.for_clinic.make()))
    return willows.for_clinic.state


def share(willows: Willows, run: Run[None]) -> Any:
    assert isinstance(make(willows, run), Made)
    run(at_rest(willows.for_clinic.hand_over()))
    return willows.for_clinic.state


# ---------------------------------------------------------------- typing


def test_a_refusal_that_goes_takes_no_letter_with_it(
    mine: Willows, tap: Tap[Any], run: Run[None]
) -> None:
    async def type_after_a_refusal() -> None:
        async with Shown(mine) as shown:
            await shown.go("/share")
            await shown.tap("Make the file")
            assert isinstance(mine.for_clinic.state, Refused)
            field = shown.field("Code from your clinic")._i
            await shown.type("Code from your clinic", "P")
            assert mine.for_clinic.state is None
            assert shown.field("Code from your clinic")._i == field, "typed on in another field"

    train(mine, tap)
    run(type_after_a_refusal())


# ---------------------------------------------------------------- which days


def test_without_a_session_there_is_nothing_to_share_yet(mine: Willows, tap: Tap[Any]) -> None:
    assert mine.for_clinic.nothing_yet
    train(mine, tap)
    assert not mine.for_clinic.nothing_yet


def test_at_first_all_is_shared_and_there_is_no_last_time(mine: Willows, tap: Tap[Any]) -> None:
    train(mine, tap, ago=40)
    clinic = mine.for_clinic
    assert (clinic.ranges, clinic.range) == ([Range.FOUR_WEEKS, Range.ALL], Range.ALL)
    assert clinic.days == (TODAY - timedelta(days=40), TODAY)
    assert last_words(clinic.last) == "You have not shared anything yet."


def test_four_weeks_are_28_days_with_today_and_none_before_the_first(
    mine: Willows, tap: Tap[Any]
) -> None:
    train(mine, tap, ago=3)
    mine.for_clinic.choose(Range.FOUR_WEEKS)
    assert mine.for_clinic.days == (TODAY - timedelta(days=3), TODAY)
    train(mine, tap, ago=28)
    assert mine.for_clinic.days == (TODAY - timedelta(days=27), TODAY)


def test_after_sharing_the_next_one_begins_on_that_day_which_was_not_over(
    mine: Willows, run: Run[None], tap: Tap[Any], clock: HandClock
) -> None:
    train(mine, tap, ago=3)
    assert isinstance(share(mine, run), Shared)
    clock.passes(5 * 86400)
    clinic = mine.for_clinic
    clinic.forget()
    assert (clinic.ranges, clinic.range) == (list(Range), Range.SINCE_LAST)
    assert clinic.days == (TODAY, TODAY + timedelta(days=5))
    assert last_words(clinic.last) == "You shared last on Monday 1 June 2026 at 18:04."


def test_at_one_at_night_it_is_still_the_day_before(
    mine: Willows, run: Run[None], tap: Tap[Any], clock: HandClock
) -> None:
    train(mine, tap)
    clock.passes(7 * 3600)
    made = make(mine, run)
    assert (made.file.name, made.file.last) == (f"{NAME}.zip", TODAY)
    run(at_rest(mine.for_clinic.hand_over()))
    clock.passes(86400)
    mine.for_clinic.forget()
    assert mine.for_clinic.days == (TODAY, TODAY + timedelta(days=1))


@pytest.mark.parametrize("spoilt", ["soon", "2026-06-01T18:04:00", "2036-06-01T18:04:00+01:00"])
def test_a_last_time_that_cannot_be_is_none(mine: Willows, tap: Tap[Any], spoilt: str) -> None:
    train(mine, tap)
    tap(lambda: mine.log.set(LAST_SHARED, spoilt, EVENING))
    assert (mine.for_clinic.last, mine.for_clinic.range) == (None, Range.ALL)


def test_a_day_by_a_clock_that_was_decades_wrong_makes_no_file_that_cannot_be_read(
    mine: Willows, run: Run[None], tap: Tap[Any]
) -> None:
    train(mine, tap, ago=55 * 365)
    assert read_archive(make(mine, run).file.content).last == TODAY


def test_a_session_of_a_routine_that_is_not_in_use_is_in_all(mine: Willows, tap: Tap[Any]) -> None:
    train(mine, tap)
    day = TODAY - timedelta(days=90)
    tap(lambda: mine.log.begin_session("s", "neck", ["nod"], EVENING, day))
    assert mine.for_clinic.days == (day, TODAY)


# ---------------------------------------------------------------- what is in it


def test_what_is_told_is_what_is_in_the_file(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, ago=40, note="Too long ago")
    train(mine, tap, ago=2, note="It went well")
    train(mine, tap)
    mine.for_clinic.choose(Range.FOUR_WEEKS)
    file = make(mine, run).file
    assert sharing.sent == [], "nothing leaves before it was seen"
    assert in_it_words(file) == "2 sessions on 2 days, from 5 May to 1 June 2026, and 1 note."
    assert notes_words(file) == ["Saturday 30 May 2026: It went well"]
    with zipfile.ZipFile(io.BytesIO(file.content)) as files:
        listed = [f"{name}: {CONTENTS[name]}" for name in files.namelist()]
        assert sorted(files_words(file)) == sorted(listed)

    archive = read_archive(file.content)
    assert (archive.patient, archive.first, archive.last) == (CODE, file.first, file.last)
    assert len(archive.review().sessions) == 2
    assert len(archive.facts["sessions"]) == 3, "the log in it is whole"


def test_days_without_a_session_are_told_as_that(
    mine: Willows, run: Run[None], tap: Tap[Any], clock: HandClock
) -> None:
    train(mine, tap)
    share(mine, run)
    clock.passes(2 * 86400)
    mine.for_clinic.forget()
    tap(lambda: mine.corrections.take_back_session(mine.log.sessions()[0]))
    train(mine, tap, ago=30)
    assert in_it_words(make(mine, run).file) == "No session from 1 June to 3 June 2026."


def test_what_found_no_room_in_the_log_is_in_the_file(
    mine: Willows, run: Run[None], tap: Tap[Any]
) -> None:
    train(mine, tap, ago=1)
    mine.log._db.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON sessions "
        "BEGIN SELECT RAISE(FAIL, 'the disk is full'); END"
    )
    train(mine, tap)
    assert len(mine.log.sessions()) == 1
    assert len(read_archive(make(mine, run).file.content).review().sessions) == 2


def test_a_lost_log_is_not_shared_as_an_empty_one(
    mine: Willows, run: Run[None], tap: Tap[Any]
) -> None:
    train(mine, tap)
    mine.log.lost = "The log cannot be read any more."
    refused = make(mine, run)
    assert isinstance(refused, Refused)
    assert "cannot be read any more" in refused.why


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize("typed", [CODE, "p-7f3k-92qd", f"  {CODE} "])
def test_the_code_is_taken_as_it_is_meant_and_remembered(
    mine: Willows, run: Run[None], tap: Tap[Any], typed: str
) -> None:
    train(mine, tap)
    assert make(mine, run, typed).file.patient == CODE
    mine.for_clinic.forget()
    assert mine.for_clinic.code == mine.log.setting(CLINIC_CODE) == CODE


@pytest.mark.parametrize("typed", ["", "Anna Miller", "ANNA", "7", "P7", "P-7F3K\n92QD", "=P1+1"])
def test_what_is_no_code_is_refused_and_neither_shared_nor_remembered(
    mine: Willows, run: Run[None], tap: Tap[Any], typed: str
) -> None:
    train(mine, tap)
    refused = make(mine, run, typed)
    assert isinstance(refused, Refused)
    assert "3 to 20 capital letters, digits and hyphens" in refused.why
    assert "Never use a name" in refused.why
    assert mine.log.setting(CLINIC_CODE) == ""
    assert mine.for_clinic.code == typed, "it is there to be put right"
    assert isinstance(make(mine, run), Made)


# ---------------------------------------------------------------- the passphrase


def test_a_locked_file_opens_with_the_passphrase_that_was_shown(
    mine: Willows, run: Run[None], tap: Tap[Any]
) -> None:
    train(mine, tap)
    clinic = mine.for_clinic
    clinic.lock(True)
    assert clinic.passphrase is not None
    check_passphrase(clinic.passphrase)
    file = make(mine, run).file
    assert (file.name, file.sealed, is_sealed(file.content)) == (f"{NAME}.willows", True, True)
    assert len(file.files) >= 7, "what is in it is told although it is sealed"
    opened = run(unseal(file.content, clinic.passphrase, PlainCipher()))
    assert read_archive(opened).patient == CODE


def test_the_passphrase_is_kept_nowhere_and_forgotten_on_leaving(
    mine: Willows, run: Run[None], tap: Tap[Any], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    train(mine, tap)
    mine.for_clinic.lock(True)
    mine.for_clinic.lock_with("Wet willow, 7 crows")
    assert isinstance(share(mine, run), Shared)
    assert mine.for_clinic.passphrase == "Wet willow, 7 crows", "the clinic is still to be told"
    mine.for_clinic.forget()
    assert (mine.for_clinic.passphrase, mine.for_clinic.state) == (None, None)
    assert "willow, 7" not in json.dumps(mine.log.settings("")) + caplog.text
    assert not any(b"7 crows" in file.read_bytes() for file in tmp_path.rglob("*.*"))


@pytest.mark.parametrize("weak", ["", "short", "12345678901234"])
def test_a_weak_passphrase_makes_no_file(
    mine: Willows, run: Run[None], tap: Tap[Any], weak: str
) -> None:
    train(mine, tap)
    mine.for_clinic.lock_with(weak)
    refused = make(mine, run)
    assert isinstance(refused, Refused)
    assert "12 to 128 characters" in refused.why


def test_switched_off_again_the_file_is_open(mine: Willows, run: Run[None], tap: Tap[Any]) -> None:
    train(mine, tap)
    mine.for_clinic.lock(True)
    mine.for_clinic.lock(False)
    assert read_archive(make(mine, run).file.content).patient == CODE


def test_a_device_without_a_cipher_shares_nothing_unlocked_instead(
    mine: Willows, run: Run[None], tap: Tap[Any]
) -> None:
    def none() -> PlainCipher:
        raise CannotSeal("Open Willows by its https:// address.")

    mine.for_clinic = ForClinic(mine, keep=mine._set, cipher=none)
    train(mine, tap)
    mine.for_clinic.lock(True)
    assert make(mine, run) == Refused("Open Willows by its https:// address.")


# ---------------------------------------------------------------- handing it over


def test_what_the_platform_shared_is_remembered(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap)
    shared = share(mine, run)
    file = shared.file
    assert shared == Shared(file, Handed.SHARED)
    assert sharing.sent == [(f"{NAME}.zip", "application/zip", file.content)]
    assert mine.for_clinic.last == file.made_at
    assert shared_words(shared).startswith(f"{NAME}.zip is ")


def test_what_was_saved_counts_as_shared_once_the_patient_says_that_the_clinic_has_it(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, ago=3)
    sharing.answer = Handed.SAVED
    clinic = mine.for_clinic
    shared = share(mine, run)
    assert shared == Shared(shared.file, Handed.SAVED)
    assert "if you kept it" in shared_words(shared)
    clinic.forget()
    assert (clinic.last, clinic.range) == (None, Range.ALL), "no day is skipped"
    assert clinic.days == (shared.file.first, TODAY)

    shared = share(mine, run)
    tap(clinic.given)
    assert clinic.state is None
    assert (clinic.last, clinic.range) == (shared.file.made_at, Range.SINCE_LAST)


@pytest.mark.parametrize(
    ("platform", "told"),
    [
        (FakeSharing(Handed.CANCELLED), "Nothing was shared."),
        (FakeSharing(refuses="no downloads here"), "The file was not shared: no downloads here"),
    ],
)
def test_what_it_did_not_take_is_not_shared_and_can_be_tried_again(
    mine: Willows,
    run: Run[None],
    tap: Tap[Any],
    sharing: FakeSharing,
    platform: FakeSharing,
    told: str,
) -> None:
    train(mine, tap)
    sharing.answer, sharing.refuses = platform.answer, platform.refuses
    made = share(mine, run)
    assert isinstance(made, Made)
    assert (made.told, mine.for_clinic.last) == (told, None)
    sharing.answer, sharing.refuses = Handed.SHARED, ""
    run(at_rest(mine.for_clinic.hand_over()))
    assert isinstance(mine.for_clinic.state, Shared)


def test_nothing_happens_twice_by_two_taps(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap)
    sharing.takes = 60
    clinic = mine.for_clinic
    clinic.call(CODE)

    async def tap_twice(action: Callable[[], Any]) -> None:
        first = asyncio.create_task(action())
        await asyncio.sleep(0.001)
        assert isinstance(clinic.state, Working)
        clinic.forget()  # Leaving the screen does not make an end of it.
        await action()
        assert isinstance(clinic.state, Working)
        await at_rest(first)

    run(tap_twice(clinic.make))
    run(tap_twice(clinic.hand_over))
    assert len(sharing.sent) == 1
    run(at_rest(clinic.hand_over()))
    assert len(sharing.sent) == 1


def test_whoever_changes_something_needs_a_new_file(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap)
    clinic = mine.for_clinic
    for change in (
        clinic.change,
        lambda: clinic.choose(Range.FOUR_WEEKS),
        lambda: clinic.lock(True),
    ):
        make(mine, run)
        change()
        run(at_rest(clinic.hand_over()))
    assert sharing.sent == []


def test_what_is_not_on_the_device_yet_is_told(
    mine: Willows, run: Run[None], tap: Tap[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    train(mine, tap)
    monkeypatch.setitem(sys.modules, "willows_app.clinic.shared_file", None)
    monkeypatch.setitem(sys.modules, "willows_app.clinic.passphrase", None)
    mine.for_clinic.lock(True)
    assert "Go online once" in mine.for_clinic.state.why
    assert "Go online once" in make(mine, run).why


def test_a_report_that_cannot_be_made_here_now_is_told(
    mine: Willows, run: Run[None], tap: Tap[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_at_hand() -> None:
        raise NotAtHand("Check the connection, then try again.")

    train(mine, tap)
    monkeypatch.setattr(for_clinic, "bring_report", not_at_hand)
    assert make(mine, run) == Refused("Check the connection, then try again.")


def test_a_fault_of_the_app_leaves_no_screen_that_waits_for_ever(
    mine: Willows, run: Run[None], tap: Tap[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fault() -> None:
        raise ZeroDivisionError

    train(mine, tap)
    mine.for_clinic.call(CODE)
    monkeypatch.setattr(for_clinic, "bring_report", fault)
    with pytest.raises(ZeroDivisionError):
        run(mine.for_clinic.make())
    assert mine.for_clinic.state is None
