"""A plan is made in any language: no English word is left on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pseudo import ENGLISH_WORD, pseudo, pseudo_language
from tests.ui.conftest import Run
from tests.ui.shown import Said, Shown
from tests.ui.speaking import set_device_to
from willows_app.language import ENGLISH, use
from willows_app.ui.model import Willows

LINKS = re.compile(r"https?://\S+|#/plan/|Willows")


@pytest.fixture
def willows(willows: Willows) -> Iterator[Willows]:
    set_device_to(pseudo_language(), willows)
    yield willows
    use(ENGLISH)


def english(shown: Shown) -> set[Said]:
    return {each for each in shown.said() if ENGLISH_WORD.search(LINKS.sub("", each.text))}


def test_from_the_handout_to_the_code_and_what_is_wrong_with_it(
    willows: Willows, run: Run[Any]
) -> None:
    handout = willows.handouts[0]
    bands, doses = pseudo("Add words for pain"), pseudo("Dose: {exercise}")

    async def walk() -> list[set[Said]]:
        met = []
        willows.pass_first_run()
        async with Shown(willows) as shown:
            await shown.go("/prescribe")
            for step in (
                pseudo("Begin with {handout}").format(handout=handout.title),
                doses.format(exercise=handout.exercises[0].title),
                doses.format(exercise=handout.exercises[1].title),
                bands,
                pseudo("Make the link and the code"),  # the words are empty
                pseudo("Leave these words out"),
                pseudo("Make the link and the code"),
                pseudo("Copy the link"),
                pseudo("Change the plan"),
            ):
                met.append(english(shown))
                await shown.tap(step)
            return [*met, english(shown)]

    assert run(walk()) == [set()] * 10
