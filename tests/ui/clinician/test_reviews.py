"""A clinician opens what patients shared; nothing of it is written, and nothing is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.years import first_day, write_years
from tests.adherence.diary import Diary
from tests.clinic.lived import CODE, ROUTINE
from tests.clinic.test_archive import written
from tests.ui.conftest import FakeStorage, Run
from willows_app.adherence.log import Log
from willows_app.clinic.archive import MOST_ARCHIVE, read_archive, write_archive
from willows_app.clinic.sealed import seal
from willows_app.device.dropping import Given, NotReadable
from willows_app.device.sealing import CannotSeal, DoesNotOpen, Lock
from willows_app.ui.backups import Refused, Working
from willows_app.ui.clinician import reviews as module
from willows_app.ui.clinician.reviews import (
    MOST_OPEN,
    Locked,
    Opened,
    Range,
    Reviews,
)
from willows_app.ui.model import DATABASE, Willows
from willows_app.ui.reviewing import Reviewing

PASSPHRASE = "4827 1930 5561 7042 8835"
LAST = date(2026, 11, 22)
MADE_AT = datetime(2026, 11, 22, 18, 4, tzinfo=UTC)


class PlainCipher:
    """Keeps the passphrase before the content: it takes no time and hides nothing."""

    async def seal(self, content: bytes, passphrase: bytes, lock: Lock) -> bytes:
        return passphrase + content

    async def open(self, sealed: bytes, passphrase: bytes, lock: Lock) -> bytes:
        if not sealed.startswith(passphrase):
            raise DoesNotOpen
        return sealed.removeprefix(passphrase)


class NoCipher(PlainCipher):
    async def open(self, sealed: bytes, passphrase: bytes, lock: Lock) -> bytes:
        raise CannotSeal("Open Willows by its https:// address.")


def given(name: str, content: bytes, size: int | None = None) -> Given:
    async def read() -> bytes:
        return content

    return Given(name, len(content) if size is None else size, read)


def shared(folder: Path, years: int, code: str = CODE, days: int | None = None) -> bytes:
    """What a patient shares of a log of so many years: all of it, or the last days."""
    path = folder / f"{code} {years}.sqlite3"
    write_years(path, ROUTINE, years, LAST, kept=0.7)
    first = LAST - timedelta(days=days - 1) if days else first_day(years, LAST)
    return write_archive(Log(path), ROUTINE, code, first, LAST, MADE_AT, "0.1.0")


@pytest.fixture(scope="module")
def a_year(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return shared(tmp_path_factory.mktemp("a year"), 1)


@pytest.fixture(scope="module")
def five_weeks(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return shared(tmp_path_factory.mktemp("five weeks"), 1, "B-22", days=35)


@dataclass
class Clinician:
    """Does things with reviews, and waits until they are done."""

    reviews: Reviews
    run: Run[Any]

    def opens(self, *contents: bytes) -> None:
        files = [given(f"{number}.zip", each) for number, each in enumerate(contents)]
        self.run(self.reviews.take(files))

    @property
    def states(self) -> list[type]:
        return [type(file.state) for file in self.reviews.files]

    @property
    def refusals(self) -> list[str]:
        return [file.state.why for file in self.reviews.files if isinstance(file.state, Refused)]

    @property
    def shown(self) -> list[tuple[int, Range]]:
        return [(pane.file, pane.range) for pane in self.reviews.panes]


@pytest.fixture
def clinician(run: Run[Any]) -> Clinician:
    return Clinician(Reviews(PlainCipher), run)


# ---------------------------------------------------------------- opening


def test_a_file_is_reviewed_as_the_archive_itself_reviews_it(
    clinician: Clinician, a_year: bytes
) -> None:
    clinician.opens(a_year)
    (pane,) = clinician.reviews.panes
    assert pane.review == read_archive(a_year).review()
    assert clinician.shown == [(1, Range.ALL)]


def test_two_files_stand_side_by_side_and_a_third_waits_to_be_chosen(
    clinician: Clinician, a_year: bytes, five_weeks: bytes, tmp_path: Path
) -> None:
    clinician.opens(a_year, five_weeks, shared(tmp_path, 1, "C-33", days=20))
    assert clinician.shown == [(1, Range.ALL), (2, Range.ALL)]
    clinician.run(clinician.reviews.show(1, 3))
    assert clinician.shown == [(1, Range.ALL), (3, Range.ALL)]
    second = clinician.reviews.panes[1].review
    assert second and (second.last - second.first).days == 19


def test_bad_files_are_listed_with_their_reasons_beside_the_good_one(
    clinician: Clinician, a_year: bytes
) -> None:
    clinician.opens(b"a photo", a_year, a_year[:-9], a_year.replace(b"log.json", b"log.yaml"))
    assert clinician.states == [Refused, Opened, Refused, Refused]
    foreign, cut, changed = clinician.refusals
    assert "not one that a patient shares" in foreign
    assert "its end is missing" in cut
    assert "damaged" in changed
    assert clinician.shown == [(2, Range.ALL)]


def test_files_are_listed_by_name_so_those_of_a_patient_by_day(clinician: Clinician) -> None:
    names = ["willows-B-22-2026-11-22.zip", "willows-A-11-2026-11-01.zip"]
    clinician.run(clinician.reviews.take([given(name, b"") for name in names]))
    assert [file.name for file in clinician.reviews.files] == sorted(names)


def test_what_is_longer_than_any_log_is_not_even_read(clinician: Clinician) -> None:
    async def read() -> bytes:
        raise AssertionError("It was read.")

    clinician.run(clinician.reviews.take([Given("long.zip", MOST_ARCHIVE + 1, read)]))
    assert clinician.refusals == ["This file is longer than any that Willows makes."]


def test_what_cannot_be_read_says_why(clinician: Clinician) -> None:
    async def read() -> bytes:
        raise NotReadable("It could not be read. Is it a folder?")

    clinician.run(clinician.reviews.take([Given("folder", 4096, read)]))
    assert clinician.refusals == ["It could not be read. Is it a folder?"]


def test_the_same_file_is_opened_once(clinician: Clinician, five_weeks: bytes) -> None:
    clinician.opens(five_weeks)
    clinician.opens(five_weeks)
    assert clinician.refusals == ["This file is open already."]


def test_no_more_files_are_open_than_memory_has_room_for(clinician: Clinician) -> None:
    clinician.opens(*[b"a photo"] * (MOST_OPEN + 2))
    assert len(clinician.reviews.files) == MOST_OPEN
    assert "willows review" in clinician.reviews.trouble
    clinician.reviews.close(1)
    assert not clinician.reviews.trouble
    clinician.opens(b"a photo")
    assert len(clinician.reviews.files) == MOST_OPEN


def test_a_log_that_contradicts_itself_is_refused(
    clinician: Clinician, five_weeks: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contradicts(_: object) -> None:
        raise module.ArchiveError("its log contradicts itself")

    monkeypatch.setattr(module.Archive, "log", contradicts)
    clinician.opens(five_weeks)
    assert clinician.refusals == ["its log contradicts itself"]


def test_while_a_file_is_read_it_tells_how_far_it_is(
    clinician: Clinician, a_year: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float | None] = []
    becomes = Reviews._becomes

    def listen(self: Reviews, number: int, state: Any) -> None:
        if isinstance(state, Working):
            told.append(state.share)
        becomes(self, number, state)

    monkeypatch.setattr(Reviews, "_becomes", listen)
    clinician.opens(a_year)
    shares = [share for share in told if share is not None]
    assert shares == sorted(shares)
    assert len(shares) > 5


# ---------------------------------------------------------------- sealed


@pytest.fixture
def sealed(run: Run[bytes], five_weeks: bytes) -> bytes:
    return run(seal(five_weeks, PASSPHRASE, PlainCipher()))


def test_a_sealed_file_asks_for_its_passphrase_until_it_is_right(
    clinician: Clinician, sealed: bytes
) -> None:
    clinician.opens(sealed)
    assert clinician.states == [Locked]
    clinician.run(clinician.reviews.unlock(1, "4827 1930 5561 7042 8836"))
    (file,) = clinician.reviews.files
    assert isinstance(file.state, Locked)
    assert "The passphrase does not open this file" in file.state.wrong
    clinician.run(clinician.reviews.unlock(1, PASSPHRASE.replace(" ", "")))
    assert clinician.states == [Opened]
    assert clinician.shown == [(1, Range.ALL)]
    clinician.run(clinician.reviews.unlock(1, PASSPHRASE))
    assert clinician.states == [Opened], "it was tapped twice"


def test_without_a_cipher_it_says_what_to_do(run: Run[Any], sealed: bytes) -> None:
    clinician = Clinician(Reviews(NoCipher), run)
    clinician.opens(sealed)
    run(clinician.reviews.unlock(1, PASSPHRASE))
    assert clinician.refusals == ["Open Willows by its https:// address."]


def test_what_was_sealed_and_is_no_archive_is_refused(
    clinician: Clinician, run: Run[bytes]
) -> None:
    clinician.opens(run(seal(b"a photo", PASSPHRASE, PlainCipher())))
    clinician.run(clinician.reviews.unlock(1, PASSPHRASE))
    assert "not one that a patient shares" in clinician.refusals[0]


def test_a_sealed_file_tells_nothing_of_itself(clinician: Clinician, sealed: bytes) -> None:
    clinician.opens(sealed)
    assert PASSPHRASE not in repr(clinician.reviews.files)
    assert len(repr(clinician.reviews.files)) < 200


# ---------------------------------------------------------------- ranges


def test_the_days_can_be_narrowed(clinician: Clinician, a_year: bytes) -> None:
    clinician.opens(a_year)
    for range, first, last in (
        (Range.TWELVE_WEEKS, date(2026, 8, 31), LAST),
        (Range.FOUR_WEEKS, date(2026, 10, 26), LAST),
        (Range.FIRST_FOUR_WEEKS, first_day(1, LAST), date(2025, 12, 14)),
    ):
        clinician.run(clinician.reviews.narrow(0, range))
        (pane,) = clinician.reviews.panes
        assert (pane.range, pane.days) == (range, (first, last))
        assert pane.review and (pane.review.first, pane.review.last) == (first, last)
    clinician.run(clinician.reviews.choose_days(0, date(2026, 3, 1), date(2026, 3, 1)))
    (pane,) = clinician.reviews.panes
    assert pane.review and len(pane.review.days) == 1
    assert pane.review.days[0].over, "the day of the review is that of the file"


def test_only_ranges_that_differ_from_all_are_offered(
    clinician: Clinician, five_weeks: bytes, tmp_path: Path
) -> None:
    clinician.opens(five_weeks, shared(tmp_path, 1, "C-33", days=28))
    ranges = [list(module.days_of(opened)) for opened in clinician.reviews.opened.values()]
    assert ranges == [[Range.ALL, Range.FOUR_WEEKS, Range.FIRST_FOUR_WEEKS], [Range.ALL]]


def test_days_without_a_plan_do_not_belong_to_the_first_weeks(
    clinician: Clinician, tmp_path: Path
) -> None:
    diary = Diary(tmp_path / "log.sqlite3")
    diary.session("2026-06-08T18:00:00+01:00", "cobra")
    clinician.opens(written(diary, date(2026, 5, 1), date(2026, 7, 31)))
    (opened,) = clinician.reviews.opened.values()
    assert opened.begin == date(2026, 6, 8)


def test_a_range_that_is_chosen_before_the_last_one_was_worked_out_takes_its_place(
    clinician: Clinician, a_year: bytes
) -> None:
    clinician.opens(a_year)

    async def twice() -> None:
        await module.asyncio.gather(
            clinician.reviews.narrow(0, Range.TWELVE_WEEKS),
            clinician.reviews.narrow(0, Range.FOUR_WEEKS),
        )

    clinician.run(twice())
    (pane,) = clinician.reviews.panes
    assert pane.range is Range.FOUR_WEEKS
    assert pane.review and pane.review.first == date(2026, 10, 26)


def test_one_patient_is_compared_with_the_beginning(clinician: Clinician, a_year: bytes) -> None:
    clinician.opens(a_year)
    clinician.run(clinician.reviews.compare())
    assert clinician.shown == [(1, Range.FIRST_FOUR_WEEKS), (1, Range.FOUR_WEEKS)]
    clinician.run(clinician.reviews.compare())
    clinician.reviews.drop(1)
    assert clinician.shown == [(1, Range.FIRST_FOUR_WEEKS)]


# ---------------------------------------------------------------- nothing is left


def test_a_file_that_is_closed_is_gone_from_the_screen_and_from_memory(
    clinician: Clinician, a_year: bytes, five_weeks: bytes
) -> None:
    clinician.opens(a_year, five_weeks)
    first = clinician.reviews.opened[1].log
    clinician.reviews.close(1)
    assert clinician.shown == [(2, Range.ALL)]
    assert first.count_sessions() == 0, "what was in its memory is gone"


def test_whoever_leaves_forgets_it_also_while_it_is_read(
    run: Run[Any], a_year: bytes, five_weeks: bytes
) -> None:
    reviewing = Reviewing()

    async def leave_meanwhile() -> Reviews:
        task = module.asyncio.create_task(
            reviewing.take([given("a.zip", a_year), given("b.zip", five_weeks)])
        )
        await module.asyncio.sleep(0.001)
        assert reviewing.reviews
        reviews = reviewing.reviews
        reviewing.forget()
        await task
        return reviews

    reviews = run(leave_meanwhile())
    assert (reviews.files, reviews.panes, reviews.opened) == ((), (), {})
    assert reviewing.reviews is None


def test_nothing_of_it_touches_the_log_of_this_device(
    willows: Willows,
    storage: FakeStorage,
    run: Run[Any],
    clinician: Clinician,
    a_year: bytes,
    sealed: bytes,
) -> None:
    left: list[str] = []
    willows.leave = lambda: left.append("painted")

    def of_the_device() -> dict[str, bytes]:
        return {
            str(path.relative_to(storage.folder)): path.read_bytes()
            for path in storage.folder.rglob("*")
            if path.is_file()
        }

    before, flushes, changed = of_the_device(), list(storage.flushes), willows.changed
    clinician.opens(a_year, sealed, b"a photo")
    run(clinician.reviews.unlock(2, PASSPHRASE))
    run(clinician.reviews.narrow(0, Range.FOUR_WEEKS))
    clinician.reviews.forget()
    assert DATABASE in before
    assert of_the_device() == before
    assert (storage.flushes, willows.changed, left) == (flushes, changed, [])
    assert willows.log.count_sessions() == 0


def test_what_reviews_a_file_that_has_not_come_says_to_wait(
    run: Run[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    with monkeypatch.context() as offline:
        offline.setitem(sys.modules, "willows_app.ui.clinician.reviews", None)
        reviewing = Reviewing()
        run(reviewing.take([given("a.zip", b"")]))
    assert "Wait for half a minute" in reviewing.trouble
    run(reviewing.take([given("a.zip", b"")]))
    assert (reviewing.trouble, len(reviewing.reviews.files if reviewing.reviews else ())) == ("", 1)
