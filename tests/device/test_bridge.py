"""What is asked of the page is answered, refused or given up, and never holds anything up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.device.fake_page import FakePage
from tests.guide.conftest import HandClock
from tests.ui.conftest import Run, clock, run
from willows_app.device.bridge import Bridge, BridgeError, Message

__all__ = ["clock", "run"]  # fixtures


def test_each_answer_reaches_the_one_who_asked(run: Run[Any]) -> None:
    async def ask_many() -> list[Any]:
        page = FakePage({"double": lambda value: value * 2})
        return await asyncio.gather(*(page.bridge.ask("double", number) for number in range(5)))

    assert run(ask_many()) == [0, 2, 4, 6, 8]


def test_an_unknown_operation_is_an_error_that_names_it(run: Run[Any]) -> None:
    async def ask() -> None:
        await FakePage().bridge.ask("storage.forget")

    with pytest.raises(BridgeError, match=r"^storage\.forget: The page has no operation"):
        run(ask())


def test_an_answer_that_never_comes_is_an_error_after_the_patience(
    run: Run[Any], clock: HandClock
) -> None:
    async def ask() -> None:
        await Bridge(lambda _: None).ask("file.save", patience=2)

    began = clock()
    with pytest.raises(BridgeError, match=r"^file\.save: .* within 2 s"):
        run(ask())
    assert clock() - began == pytest.approx(2, abs=0.02)


def test_an_answer_that_comes_too_late_is_dropped(run: Run[Any]) -> None:
    async def ask() -> Any:
        posted: list[Message] = []
        bridge = Bridge(posted.append)
        with pytest.raises(BridgeError):
            await bridge.ask("motion.reduced", patience=1)
        bridge.receive({"answer": posted[0]["id"], "value": True})
        asked_again = asyncio.create_task(bridge.ask("motion.reduced"))
        await asyncio.sleep(0)
        bridge.receive({"answer": posted[1]["id"], "value": False})
        return await asked_again

    assert run(ask()) is False


def test_what_is_only_told_awaits_no_answer(run: Run[Any]) -> None:
    async def tell() -> list[tuple[str, Any]]:
        page = FakePage()
        page.bridge.tell("sound.stop", {"fade": 0.1})
        return page.asked

    assert run(tell()) == [("sound.stop", {"fade": 0.1})]


def test_an_event_reaches_its_listener_also_one_that_fails(run: Run[Any]) -> None:
    async def listen() -> list[bool]:
        heard: list[bool] = []
        complaints: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, what: complaints.append(what))
        page = FakePage({"listen": lambda event: None})

        def listener(reduced: bool) -> None:
            heard.append(reduced)
            if reduced:
                raise ValueError("the listener's own fault")

        await page.bridge.listen("motion.changed", listener)
        page.bridge.receive({"event": "motion.changed", "value": True})
        page.bridge.receive({"event": "motion.changed", "value": False})
        await asyncio.sleep(0)
        assert len(complaints) == 1
        return heard

    assert run(listen()) == [True, False]


def test_an_event_that_the_page_does_not_have_is_an_error(run: Run[Any]) -> None:
    async def listen() -> None:
        await FakePage().bridge.listen("moon.changed", print)

    with pytest.raises(BridgeError, match="listen"):
        run(listen())
