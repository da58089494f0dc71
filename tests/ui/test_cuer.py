"""The cuer gives each cue at its time and at the best level that works, and never piles them up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import LATE, Run
from willows_app.device.sound import Blocked, Level, NotHeard, Sound, SoundSettings
from willows_app.guide.cue_words import read_cue_words
from willows_app.guide.cues import SETTLE, Cue, cues_of
from willows_app.guide.player import Player, PlayerState
from willows_app.routine.model import Routine
from willows_app.shipped import shipped_cue_words
from willows_app.ui.cuer import AHEAD, PREPARED, Cuer

WORDS = read_cue_words(shipped_cue_words())
TOWEL = "upper_back_extension_towel"


@dataclass
class FakeAudio:
    """Writes down what would be heard, and when."""

    clock: HandClock
    asked: list[float] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    played: list[tuple[float, str]] = field(default_factory=list)
    prepared: list[list[str]] = field(default_factory=list)
    stopped: list[float] = field(default_factory=list)
    fails: Callable[[str], NotHeard | None] = lambda file: None
    takes: float = 0.0

    def prepare(self, files: Sequence[str]) -> None:
        self.prepared.append([*files])

    async def play(self, files: Sequence[str], delay: float) -> None:
        self.asked.append(self.clock())
        await asyncio.sleep(delay)
        self.began.append(self.clock())
        for file in files:
            await asyncio.sleep(self.takes)
            if failure := self.fails(file):
                raise failure
            self.played.append((self.clock(), file))

    async def stop(self) -> None:
        self.stopped.append(self.clock())


@dataclass
class FakeVibrator:
    """A motor, if there is one."""

    works: bool = True
    available: bool = True
    shaken: list[bool] = field(default_factory=list)

    async def vibrate(self, strong: bool) -> None:
        if not self.works:
            raise NotHeard("No motor.")
        self.shaken.append(strong)


@dataclass
class Device:
    """A phone whose cues can be listened to."""

    routine: Routine
    clock: HandClock
    audio: FakeAudio
    vibrator: FakeVibrator = field(default_factory=FakeVibrator)
    missing: frozenset[str] = frozenset()
    busy: float = 0.0
    """Seconds that go by between the player's look at the clock and what follows from it."""

    def __post_init__(self) -> None:
        every = set(self.clips(*(exercise.id for exercise in self.routine.exercises)))
        self.sound = Sound(self.audio, self.vibrator, every - self.missing)
        self.cuer = Cuer(self.sound, self.clock, WORDS, {})

    def clips(self, *ids: str) -> list[str]:
        return [clip for cue in self.cues(self.player(*ids)) for clip in cue.clips]

    def player(self, *ids: str) -> Player:
        return Player(list(map(self.routine.exercise, ids)), self.clock)

    def cues(self, player: Player) -> list[Cue]:
        return list(cues_of(player.timeline, player.exercises, WORDS, {}))

    async def walk(self, player: Player, seconds: float) -> None:
        """Walk along as a session does: each second, telling the cuer of each step."""
        end = self.clock() + seconds
        while player.state is PlayerState.RUNNING and self.clock() < end:
            index = player.position.index
            await asyncio.sleep(min(1.0, player.position.left + 1e-3, end - self.clock()))
            player.advance()
            self.clock.passes(self.busy)
            if player.position.index != index or player.state is PlayerState.OVER:
                self.cuer.follow(player)

    def start(self, *ids: str) -> Player:
        player = self.player(*ids)
        player.start()
        self.cuer.follow(player)
        return player


@pytest.fixture
def device(upper_back: Routine, clock: HandClock) -> Device:
    return Device(upper_back, clock, FakeAudio(clock))


def heard(device: Device) -> list[str]:
    return [given.cue.text for given in device.cuer.given]


def late(device: Device) -> list[float]:
    """By how many seconds each cue that was heard began late."""
    due = sorted(given.due for given in device.cuer.given)
    return [began - at for began, at in zip(device.audio.began, due, strict=True)]


# ---------------------------------------------------------------- on time


def test_every_cue_is_given_once_at_its_time_and_nothing_drifts(
    device: Device, run: Run[Any]
) -> None:
    async def session() -> Player:
        player = device.start("cobra", "rhomboids", "rotation", "side_bend")
        await device.walk(player, 3600)
        await asyncio.sleep(60)
        return player

    player = run(session())
    assert [given.cue for given in device.cuer.given] == device.cues(player)
    assert 0 <= min(late(device)) <= max(late(device)) <= 2 * LATE
    first, last = device.cuer.given[0], device.cuer.given[-1]
    assert last.due - first.due == pytest.approx(last.cue.at - first.cue.at, abs=1e-6)
    assert {given.level for given in device.cuer.given} == {Level.VOICE}


def test_a_cue_is_handed_over_before_it_is_due(device: Device, run: Run[Any]) -> None:
    async def session() -> None:
        await device.walk(device.start("cobra", "rhomboids"), 3600)
        await asyncio.sleep(1)

    run(session())
    due = [given.due for given in device.cuer.given]
    ahead = [at - asked for at, asked in zip(due, device.audio.asked, strict=True)]
    assert 0.4 < min(ahead[:1]) <= SETTLE
    assert min(ahead[1:]) >= AHEAD - 2 * LATE


def test_a_device_that_is_busy_breaks_nothing_off(device: Device, run: Run[Any]) -> None:
    async def session() -> Player:
        device.busy = 0.3
        player = device.start("cobra", "rhomboids")
        await device.walk(player, 3600)
        await asyncio.sleep(1)
        return player

    player = run(session())
    assert device.audio.stopped == []
    assert [given.cue for given in device.cuer.given] == device.cues(player)


def test_the_first_cue_follows_the_tap_on_start(device: Device, run: Run[Any]) -> None:
    async def session() -> None:
        device.start("cobra")
        await asyncio.sleep(0.6)
        assert device.audio.played[0][1] == "voice/en/extension-the-cobra.mp3"

    run(session())


def test_what_comes_next_is_loaded_while_it_is_waited_for(device: Device, run: Run[Any]) -> None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 1)
        cues = device.cues(player)
        assert device.audio.prepared == [
            [f"voice/{clip}.mp3" for cue in cues[at : at + PREPARED] for clip in cue.clips]
            for at in (0, 1)
        ]

    run(session())


def test_places_that_are_added_on_the_way_are_spoken_of_too(device: Device, run: Run[Any]) -> None:
    async def session() -> Player:
        player = device.start(TOWEL)
        await device.walk(player, 25 + 12 * 40)
        return player

    player = run(session())
    assert len(player.timeline.of(TOWEL)) > 20
    assert heard(device).count("Walk your shoulder blades about an inch along the towel.") == 12
    assert [given.cue for given in device.cuer.given] == device.cues(player)[
        : len(device.cuer.given)
    ]


# ---------------------------------------------------------------- pause, jumps and sleep


def test_a_pause_is_silent_at_once_and_what_follows_comes_when_it_is_due(
    device: Device, run: Run[Any]
) -> None:
    async def session() -> Player:
        player = device.start("cobra")
        await device.walk(player, 16)
        player.pause()
        device.cuer.follow(player)
        told = heard(device)
        await asyncio.sleep(600)
        assert (heard(device), len(device.audio.stopped)) == (told, 1)
        player.start()
        device.cuer.follow(player)
        await device.walk(player, 3600)
        await asyncio.sleep(1)
        return player

    player = run(session())
    assert [given.cue for given in device.cuer.given] == device.cues(player)


@pytest.mark.parametrize("seconds", [10, -2])
def test_a_step_that_is_made_longer_or_shorter_takes_back_what_was_handed_over(
    device: Device, run: Run[Any], seconds: float
) -> None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 15 + 6.5)  # "three" is due in half a second
        begun = len(device.audio.began)
        player.lengthen(seconds)
        device.cuer.follow(player)
        await device.walk(player, 40)
        heard = [at - player.origin for at in device.audio.began[begun:]]
        due = [cue.at for cue in device.cues(player) if cue.at > 15 + 6.5]
        assert heard == pytest.approx(due[: len(heard)], abs=2 * LATE)
        assert len(heard) > 5

    run(session())


def test_going_back_says_the_step_anew(device: Device, run: Run[Any]) -> None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 15 + 5)
        player.back()
        device.cuer.follow(player)
        await device.walk(player, 2)

    run(session())
    assert heard(device)[-2:] == ["Hold.", "Hold."]


def test_skipping_breaks_off_and_names_the_next_exercise(device: Device, run: Run[Any]) -> None:
    async def session() -> None:
        player = device.start("cobra", "rhomboids")
        await device.walk(player, 3)
        player.skip()
        device.cuer.follow(player)
        await asyncio.sleep(0.6)

    run(session())
    assert heard(device)[1:] == ["Next. Rhomboids. Sitting or standing. Stretch your right side."]


@pytest.mark.parametrize("command", ["stop", "hurts"])
def test_a_session_that_is_stopped_says_nothing_more(
    device: Device, run: Run[Any], command: str
) -> None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 16)
        getattr(player, command)()
        device.cuer.follow(player)
        told = heard(device)
        await asyncio.sleep(600)
        assert heard(device) == told
        assert WORDS.well_done not in told

    run(session())


def test_well_done_is_said_once_however_often_the_end_is_told(
    device: Device, run: Run[Any]
) -> None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 3600)
        for _ in range(3):
            device.cuer.follow(player)
            await asyncio.sleep(1)

    run(session())
    assert heard(device).count(WORDS.well_done) == 1


@pytest.mark.parametrize("frozen", [5.3, 45.0, 3600.0])
def test_a_phone_that_slept_leaves_out_what_is_over(
    device: Device, run: Run[Any], clock: HandClock, frozen: float
) -> None:
    async def session() -> None:
        player = device.start("cobra", "rhomboids", "rotation")
        await device.walk(player, 16)
        told = len(device.cuer.given)
        clock.passes(frozen)  # no timer ran meanwhile
        await asyncio.sleep(0)
        player.advance()
        device.cuer.follow(player)
        await asyncio.sleep(0.01)
        assert len(device.cuer.given) - told <= 1
        await device.walk(player, 3600)

    run(session())
    assert max(late(device)) <= 1.0


# ---------------------------------------------------------------- the levels


def one_cue(device: Device, run: Run[Any]) -> Level | None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 2)

    run(session())
    (given,) = device.cuer.given
    return given.level


NOT_FOUND = NotHeard("404")


@pytest.mark.parametrize(
    ("settings", "fails", "motor", "muted", "level"),
    [
        (SoundSettings(), "", True, False, Level.VOICE),
        (SoundSettings(voice=False), "", True, False, Level.TONE),
        (SoundSettings(voice=False, tone=False), "", True, False, Level.VIBRATION),
        (SoundSettings(voice=False, tone=False), "", False, False, Level.FLASH),
        (SoundSettings(False, False, False, True), "", True, False, Level.FLASH),
        (SoundSettings(False, False, False, False), "", True, False, None),
        (SoundSettings(), "voice", True, False, Level.TONE),
        (SoundSettings(), "voice sounds", True, False, Level.VIBRATION),
        (SoundSettings(), "voice sounds", False, False, Level.FLASH),
        (SoundSettings(), "", True, True, Level.VIBRATION),
        (SoundSettings(), "", False, True, Level.FLASH),
    ],
)
def test_each_level_falls_back_on_the_next(
    device: Device,
    run: Run[Any],
    settings: SoundSettings,
    fails: str,
    motor: bool,
    muted: bool,
    level: Level | None,
) -> None:
    device.sound.settings = settings
    assert device.cuer.settings == settings
    device.audio.fails = lambda file: NOT_FOUND if file.split("/")[0] in fails.split() else None
    device.vibrator.works = motor
    device.cuer.muted = muted
    assert one_cue(device, run) is level
    assert device.cuer.flashes == (level is Level.FLASH)


def test_a_sentence_without_a_recording_is_given_by_its_tone(
    upper_back: Routine, clock: HandClock, run: Run[Any]
) -> None:
    missing = frozenset({"en/lying-on-your-front"})
    device = Device(upper_back, clock, FakeAudio(clock), missing=missing)
    assert one_cue(device, run) is Level.TONE
    assert device.audio.played[0][1] == "sounds/next.mp3"


def test_blocked_sound_is_told_until_a_tap_lets_it_be_heard(device: Device, run: Run[Any]) -> None:
    async def session() -> None:
        device.audio.fails = lambda file: Blocked("The page was not tapped.")
        player = device.start("cobra")
        await device.walk(player, 40)
        assert device.cuer.blocked
        assert {given.level for given in device.cuer.given} == {Level.VIBRATION}
        player.pause()
        device.cuer.follow(player)
        player.start()
        device.cuer.follow(player)
        device.audio.fails = lambda file: None
        await device.walk(player, 20)
        assert not device.cuer.blocked
        assert device.cuer.given[-1].level is Level.VOICE

    run(session())


def test_a_device_that_takes_its_time_holds_up_neither_timer_nor_next_cue(
    device: Device, run: Run[Any]
) -> None:
    async def session() -> Player:
        device.audio.takes = 4.0
        player = device.start("cobra")
        await device.walk(player, 3600)
        await asyncio.sleep(10)
        return player

    player = run(session())
    assert len(device.cuer.given) == len(device.cues(player))
    assert max(late(device)) <= 2 * LATE


@pytest.mark.parametrize("command", ["pause", "mute", "switch off"])
def test_what_is_being_said_is_broken_off(device: Device, run: Run[Any], command: str) -> None:
    async def session() -> None:
        device.audio.takes = 0.5
        player = device.start("rhomboids")
        await asyncio.sleep(1.7)
        if command == "mute":
            device.cuer.toggle_mute()
        elif command == "switch off":
            device.cuer.use(SoundSettings(voice=False))
        else:
            player.pause()
            device.cuer.follow(player)
        await asyncio.sleep(3)

    run(session())
    said = [file for _, file in device.audio.played]
    assert said == ["voice/en/rhomboids.mp3", "voice/en/sitting-or-standing.mp3"]
    assert len(device.audio.stopped) == 1


def test_mute_is_silent_at_once_and_the_session_goes_on_to_be_felt(
    device: Device, run: Run[Any]
) -> None:
    async def session() -> None:
        player = device.start("cobra")
        await device.walk(player, 16)
        heard_so_far = len(device.audio.played)
        device.cuer.toggle_mute()
        await device.walk(player, 20)
        assert (len(device.audio.played), len(device.audio.stopped)) == (heard_so_far, 1)
        assert device.vibrator.shaken
        device.cuer.toggle_mute()
        await device.walk(player, 20)
        assert len(device.audio.played) > heard_so_far

    run(session())
