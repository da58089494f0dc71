"""Python's part of the site: what a start takes, the rest, and the memory after a rehearsal."""

import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.conftest import CACHE, a_node
from web.build import REPOSITORY, Sources, app_files, build
from web.bytecode import compiled
from web.errors import BuildError
from web.python import archives
from willows_app.routine.model import Routine
from willows_app.shipped import Shipped

Moved = Callable[[str], Path]


def files_in(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_start_takes_the_app_and_no_file_is_in_both_archives(moved: Moved) -> None:
    start, rare = files_in(moved("python/start.zip")), files_in(moved("python/rare.zip"))
    assert {"asyncio/__init__.pyc", "flet/app.pyc", "willows_app/ui/screens/today.pyc"} <= set(
        start
    )
    assert {"willows_app/clinic/review.pyc", "wave.pyc"} <= set(rare)
    assert {"yaml/__init__.pyc", "_strptime.pyc", "willows_app/routine/document.pyc"} <= set(
        start
    ), "a routine that was added is read before anything can be fetched"
    assert not start.keys() & rare.keys()
    assert not [name for name in {**start, **rare} if name.startswith("willows_app/cli/")]
    assert not [name for name in {**start, **rare} if name.endswith((".py", ".so", "LICENSE"))]


@pytest.mark.parametrize(
    ("archive", "some"),
    [
        ("rare", {"wave", "willows_app.clinic.review"}),
        ("report", {"fpdf", "fontTools.ttLib.ttFont", "willows_app.clinic.fonts"}),
    ],
)
def test_what_is_in_another_archive_is_listed_by_its_name(
    moved: Moved, archive: str, some: set[str]
) -> None:
    files = files_in(moved(f"python/{archive}.zip"))
    names = files_in(moved("python/start.zip"))[f"{archive}.txt"].decode().split()
    assert len(names) == len([file for file in files if file.endswith(".pyc")])
    assert some <= set(names)


def test_what_makes_a_pdf_is_in_no_other_archive(moved: Moved) -> None:
    start, rare, report = (
        files_in(moved(f"python/{name}.zip")) for name in ("start", "rare", "report")
    )
    assert not report.keys() & (start.keys() | rare.keys())
    assert {"fpdf/fpdf.pyc", "willows_app/clinic/fonts/roboto-regular.ttf"} <= set(report)
    assert not [name for name in {**start, **rare} if name.startswith(("fpdf/", "fontTools/"))]


def test_routines_and_cues_are_read_and_checked_by_the_build(moved: Moved) -> None:
    start = files_in(moved("python/start.zip"))
    shipped = pickle.loads(start["willows_app/shipped.pickle"])
    assert isinstance(shipped, Shipped)
    assert [type(routine) for routine in shipped.routines.values()] == [Routine]
    assert shipped.cue_words.well_done and shipped.clip_seconds
    assert not [name for name in start if name.endswith((".yaml", "schema.json"))]


def test_a_shipped_routine_that_is_not_right_stops_the_build(
    sources: Sources, tmp_path: Path
) -> None:
    (sources.app / "data" / "routines" / "upper_back.yaml").write_text("title: Only this\n")
    with pytest.raises(BuildError, match="upper_back"):
        build(sources, tmp_path / "web")


def test_without_node_all_sources_are_in_one_archive(sources: Sources, tmp_path: Path) -> None:
    build(sources, tmp_path / "web")
    (start,) = tmp_path.glob("web/immutable/*/python/start.zip")
    names = set(files_in(start))
    assert {"willows_app/__init__.py", "flet/__init__.py", "csv.py", "begin.py"} <= names
    assert not list(tmp_path.glob("web/immutable/*/python/[!s]*.zip"))
    assert 'const SNAPSHOT = "";' in (tmp_path / "web" / "worker.js").read_text("utf-8")


def test_the_snapshot_tells_nothing_of_the_machine_that_made_it(moved: Moved) -> None:
    memory = moved("python/snapshot.bin").read_bytes()
    for trace in (str(REPOSITORY), str(CACHE), str(a_node().parent)):
        assert trace.encode() not in memory, trace


@pytest.mark.long
def test_all_but_the_snapshot_comes_out_the_same_again(tmp_path: Path, moved: Moved) -> None:
    for packages in CACHE.glob("packages-*"):
        (tmp_path / packages.name).symlink_to(packages)  # fetched, not made
    again = archives(app_files(REPOSITORY), REPOSITORY / "data", a_node(), tmp_path)
    assert again.keys() == {"start.zip", "rare.zip", "report.zip"}
    for name, content in again.items():
        assert content == moved(f"python/{name}").read_bytes(), name


DOCUMENTED = """
'''A module that halves.'''
from __future__ import annotations

class Half:
    '''One of two.'''

async def halved(number: int) -> int:
    '''Half of it.'''
    return number // 2
"""


def test_byte_code_has_no_documentation_and_other_files_stay_as_they_are() -> None:
    files = {"halves.py": DOCUMENTED.encode(), "notes.txt": b"As it is."}
    made = compiled(files, a_node(), CACHE)
    assert made.keys() == {"halves.pyc", "notes.txt"}
    assert made["notes.txt"] == files["notes.txt"]
    assert b"halved" in made["halves.pyc"]
    for words in (b"A module", b"One of two", b"Half of it"):
        assert words not in made["halves.pyc"]


TYPED = """
from functools import singledispatch

class Class:
    field: InAClass = 0

def function(here: OfAParameter, *others: OfMore) -> OfAnAnswer: ...

@singledispatch
def said(anything): ...

@said.register
def _(number: OfARule): ...
"""


def test_byte_code_has_types_only_where_python_goes_by_them() -> None:
    code = compiled({"typed.py": TYPED.encode()}, a_node(), CACHE)["typed.pyc"]
    for gone in (b"OfAParameter", b"OfMore", b"OfAnAnswer"):
        assert gone not in code
    assert b"InAClass" in code
    assert b"OfARule" in code


def test_byte_code_does_not_say_where_in_a_line_it_stood() -> None:
    source = "def total(one, other):\n    return one + (other - one) * one\n"
    widely = source.replace(" + ", "  +  ").replace(" * ", "  *  ")
    close, wide = (compiled({"a.py": each.encode()}, a_node(), CACHE) for each in (source, widely))
    assert close == wide
