"""A routine file is read whole, or refused with all that is wrong with it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from willows_app.routine.loading import MOST_PROBLEMS, read_routine, read_routines
from willows_app.routine.model import MoveKind, Routine, Side, Sides, Span
from willows_app.routine.problems import RoutineError

SMALL = """\
id: neck
title: Neck
clinic: A clinic
schedule:
  {words: every day, daily_sessions: 1, daily_days: 14, then: as needed,
   flare: {easy_days: 3, easy_pain: 2}}
cautions: [Stop on pain.]
exercises:
  - id: turn
    title: Turn
    position: Sitting
    steps: [Turn your head.]
    cautions: [Stop on pain.]
    get_ready: 5
    dose:
      repetitions: {from: 2, to: 6, default: 3}
      moves:
        - {id: left, title: Left, cue: Turn left., hold: 10, side: left}
        - {id: right, title: Right, cue: Turn right., breathe_in: 4.5, ready: 2}
"""
MOVE = "exercises[0].dose.moves[0]"
DOSE = "exercises[0].dose"
SIDES = "      sides: each\n      first_side: left\n      moves:\n"
TRAVEL = "{until: here, reached: Here, cue: Move., places: 40, move_along: 1}"


def refusal(text: str | bytes) -> RoutineError:
    source = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RoutineError) as caught:
        read_routine(source, "neck.yaml")
    return caught.value


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def test_a_small_routine_becomes_values() -> None:
    routine = read_routine(SMALL.encode(), "neck.yaml")
    dose = routine.exercise("turn").dose
    assert dose.repetitions == Span(2, 3, 6)
    assert (dose.sides, dose.first_side, dose.travel) == (Sides.NONE, None, None)
    left, right = dose.moves
    assert (left.kind, left.seconds, left.side) == (MoveKind.HOLD, Span.exactly(10), Side.LEFT)
    assert (right.kind, right.seconds, right.ready) == (
        MoveKind.BREATHE_IN,
        Span.exactly(4.5),
        2,
    )


def test_text_on_several_lines_becomes_one_line() -> None:
    text = changed("title: Neck\n", "title: >\n  Neck\n\n  and  head\n")
    assert read_routine(text.encode(), "neck.yaml").title == "Neck and head"


def test_text_that_other_readers_take_for_something_else_stays_text() -> None:
    text = changed("title: Neck", "title: No").replace("clinic: A clinic", "clinic: 2026-01-02")
    routine = read_routine(text.encode(), "neck.yaml")
    assert (routine.title, routine.clinic) == ("No", "2026-01-02")


@pytest.mark.parametrize(
    ("old", "new", "path", "wrong", "allowed"),
    [
        ("hold: 10", "hold: 0", f"{MOVE}.hold", "is 0", "1 to 600"),
        ("hold: 10", "hold: -1", f"{MOVE}.hold", "is -1", "1 to 600"),
        ("hold: 10", "hold: 601", f"{MOVE}.hold", "is 601", "1 to 600"),
        ("hold: 10", "hold: true", f"{MOVE}.hold", "is true", "a number"),
        ("hold: 10", "hold: '10'", f"{MOVE}.hold", "is the text '10'", "a number"),
        ("hold: 10", "hold: 1:30", f"{MOVE}.hold", "is the text '1:30'", "a number"),
        ("hold: 10", "hold: .nan", f"{MOVE}.hold", "is the text '.nan'", "a number"),
        ("hold: 10", "hold: .inf", f"{MOVE}.hold", "is the text '.inf'", "a number"),
        ("hold: 10", "hold: 1e999", f"{MOVE}.hold", "is inf", "a number"),
        ("hold: 10", "hold: ", f"{MOVE}.hold", "is left empty", "a number"),
        ("hold: 10", "hold: [10]", f"{MOVE}.hold", "is a list", "{from: …, to: …, default: …}"),
        ("hold: 10", "hold: {from: 1}", f"{MOVE}.hold.to", "is missing", "1 to 600"),
        (
            "hold: 10",
            "hold: {from: 20, to: 10, default: 15}",
            f"{MOVE}.hold",
            "runs from 20 to 10",
            "from no greater than to",
        ),
        (
            "hold: 10",
            "hold: {from: 10, to: 20, default: 30}",
            f"{MOVE}.hold.default",
            "is 30, outside the range",
            "from 10 to 20",
        ),
        ("hold: 10", "hold: 10, breathe_in: 4", MOVE, "has hold and breathe_in", "exactly one of"),
        (", hold: 10", "", MOVE, "neither to hold nor to breathe", "exactly one of hold"),
        ("side: left", "side: up", f"{MOVE}.side", "is the text 'up'", "left or right"),
        ("side: left", "site: left", f"{MOVE}.site", "did you mean side?", "id, title, cue"),
        ("cue: Turn left.", "cue: ' '", f"{MOVE}.cue", "is empty", "text of 1 to 160"),
        ("title: Left", "title: 7", f"{MOVE}.title", "is 7", "in quotes"),
        ("title: Left", f"title: {'x' * 29}", f"{MOVE}.title", "has 29 characters", "1 to 28"),
        ("id: left", "id: Left side", f"{MOVE}.id", "is the text 'Left side'", "small letters"),
        ("id: right", "id: left", f"{DOSE}.moves[1].id", f"is left, as in {MOVE}", "of its own"),
        ("from: 2", "from: 2.5", f"{DOSE}.repetitions.from", "is 2.5", "a whole number"),
        (
            "from: 2",
            "form: 2",
            f"{DOSE}.repetitions.form",
            "did you mean from?",
            "from, to, default",
        ),
        ("    get_ready: 5\n", "", "exercises[0].get_ready", "is missing", "0 to 300"),
        ("[Turn your head.]", "[]", "exercises[0].steps", "is a list of 0", "a list of 1 to 20"),
        ("[Turn your head.]", "Turn.", "exercises[0].steps", "is the text 'Turn.'", "a dash"),
        ("then: as needed", "then: never", "schedule.then", "is the text 'never'", "as needed"),
        ("title: Neck", "title: Neck\ntitle: Head", "title", "is given twice", "once"),
        ("title: Neck", "title: Neck\n[a]: 1", "", "a key that is a list", "text as key"),
        ("title: Neck", 'title: "a\\ud800b"', "title", "a control character", "can be read"),
        ("title: Neck", 'title: "a\\x07b"', "title", "a control character", "can be read"),
        ("      moves:\n", SIDES, f"{MOVE}.side", "but the dose has sides", "one of the two"),
        (
            "      moves:\n",
            "      sides: each\n      moves:\n",
            f"{DOSE}.first_side",
            "is missing",
            "left or right",
        ),
        (
            "      moves:\n",
            "      first_side: left\n      moves:\n",
            f"{DOSE}.first_side",
            "but the dose has no sides",
            "sides: each",
        ),
        (
            "      moves:\n",
            f"      travel: {TRAVEL}\n{SIDES}",
            f"{DOSE}.travel",
            "but the dose has sides",
            "one of the two",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_what_is_allowed(
    old: str, new: str, path: str, wrong: str, allowed: str
) -> None:
    problems = refusal(changed(old, new)).problems
    assert any(
        problem.path == path and wrong in problem.wrong and allowed in problem.allowed
        for problem in problems
    ), problems


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (b"", None, "is empty"),
        (b"# only a remark\n", None, "is empty"),
        (b"- a\n- b\n", 1, "is a list"),
        (b"a: 1\nb: \xff\n", 2, "not text in UTF-8"),
        ("a: 1".encode("utf-16"), 1, "not text in UTF-8"),
        (b"a: 1\nb: \x07\n", 2, "the unprintable character U+0007"),
        (b"a: 1\nb: [1, 2\n", 3, "column 1"),
        (b"a: 1\n\tb: 1\n", 2, "column 1"),
        (b"a: b: c\n", 1, "mapping values are not allowed here"),
        (b"a: 1\n---\nb: 2\n", 2, "expected a single document"),
        (b"a: &a [1]\nb: [*a, *a]\n", 1, "anchors"),
        (b"a: *a\n", 1, "aliases"),
        (b"a: !!python/object/apply:os.getcwd []\n", 1, "tags"),
        (b"[" * 60_000, 1, "nested deeper"),
        (b"- " * 30_000, 1, "nested deeper"),
        (b'a: "\\UFFFFFFFF"\n', None, "an escape"),
        (b"%YAML 1." + b"1" * 5000 + b"\n--- a\n", None, "out of bounds"),
        (b"x" * 10_000_000, None, "10000000 bytes"),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_refused_in_plain_words(
    source: bytes, line: int | None, words: str
) -> None:
    (problem,) = refusal(source).problems
    assert problem.line == line
    assert words in problem.wrong
    assert problem.allowed


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    before = time.process_time()
    refusal(b"a: [" + b"1," * 5_000_000 + b"]")
    assert time.process_time() - before < 0.1


def test_an_exercise_that_nobody_could_finish_is_refused() -> None:
    text = changed("hold: 10, side: left", "hold: 600").replace("to: 6", "to: 50")
    (problem,) = refusal(text).problems
    assert (problem.path, problem.line) == (DOSE, 15)
    assert "hours" in problem.wrong
    assert "2 hours" in problem.allowed


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        changed("hold: 10", "hold: -1")
        .replace("title: Neck\n", "")
        .replace("id: right", "id: left")
        .replace("get_ready: 5", "get_reddy: 5")
    )
    assert str(refusal(text)).splitlines() == [
        "neck.yaml: title: is missing (line 1); allowed: text of 1 to 60 characters",
        "neck.yaml: exercises[0].get_ready: is missing (line 8); allowed: a number from 0 to 300",
        "neck.yaml: exercises[0].get_reddy: is not a key that is known here "
        "(did you mean get_ready?) (line 13); allowed: id, title, position, steps, cautions, "
        "get_ready, dose, equipment, stronger, side_words",
        "neck.yaml: exercises[0].dose.moves[0].hold: is -1 (line 17); "
        "allowed: a number from 1 to 600, or a range {from: …, to: …, default: …}",
        "neck.yaml: exercises[0].dose.moves[1].id: is left, as in exercises[0].dose.moves[0] "
        "(line 18); allowed: an id of its own",
    ]


def test_a_file_full_of_mistakes_gives_a_list_that_a_person_can_still_read() -> None:
    error = refusal("".join(f"key{number}: 1\n" for number in range(5_000)))
    assert len(error.problems) == MOST_PROBLEMS + 1
    assert "more problems" in error.problems[-1].wrong


@given(st.binary())
def test_any_bytes_are_a_routine_or_refused(source: bytes) -> None:
    read_or_refused(source)


@given(st.text("-?:,[]{}#&*!|>'\"%@`\\ \n\t0.aUx~<=", max_size=60))
def test_any_yaml_is_a_routine_or_refused(text: str) -> None:
    read_or_refused(text.encode())


@given(st.integers(0, len(SMALL)), st.integers(0, 30), st.text(max_size=10))
def test_any_slip_of_the_pen_gives_a_routine_or_a_refusal(at: int, cut: int, typed: str) -> None:
    slipped = SMALL[:at] + typed + SMALL[at + cut :]
    read_or_refused(slipped.encode("utf-8", "surrogatepass"))


def read_or_refused(source: bytes) -> None:
    try:
        assert isinstance(read_routine(source, "any.yaml"), Routine)
    except RoutineError as error:
        assert error.problems
        assert len(str(error).splitlines()) == len(error.problems)
        assert str(error).encode()


def test_good_files_are_read_beside_bad_ones() -> None:
    files = {"a.yaml": SMALL.encode(), "b.yaml": b"", "c.yaml": changed("neck", "head").encode()}
    routines, errors = read_routines(files)
    assert [routine.id for routine in routines] == ["neck", "head"]
    assert [error.name for error in errors] == ["b.yaml"]


def test_a_routine_id_that_is_taken_is_an_error_of_the_later_file() -> None:
    routines, errors = read_routines({"a.yaml": SMALL.encode(), "b.yaml": SMALL.encode()})
    assert len(routines) == 1
    assert str(errors[0]) == "b.yaml: id: is neck, as in a.yaml; allowed: an id of its own"
