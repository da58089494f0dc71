"""The Python packages that travel inside the web app."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from web.errors import BuildError

LOCK = Path(__file__).parent / "packages.lock"

BROWSER = (
    "--platform=pyemscripten_2026_0_wasm32",
    "--python-version=3.14",
    "--implementation=cp",
    "--abi=cp314",
    "--only-binary=:all:",
)
"""The Python that flet-web ships: pip picks wheels for it instead of for this machine."""


NOT_NEEDED = ("segno/cli.py", "segno/helpers.py")
"""Modules that the app has no use for, and that no other one imports."""


def browser_packages(cache: Path) -> dict[str, bytes]:
    """The files of every package the app needs in the browser, by their import path."""
    _check_that_flet_matches_its_client()
    files = dict(_files_worth_shipping(_installed(cache)))
    files.update(_pure_yaml())
    return files


def _check_that_flet_matches_its_client() -> None:
    locked = re.search(r"^flet==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE)
    client = importlib.metadata.version("flet-web")
    if locked is None or locked[1] != client:
        raise BuildError(
            f"flet-web {client} is installed, but {LOCK} pins flet "
            f"{locked[1] if locked else 'nowhere'}. The two speak one protocol: "
            "pin the same version in both places."
        )


def _installed(cache: Path) -> Path:
    """A folder with the locked packages; pip runs only when the lock has changed."""
    digest = hashlib.sha256(LOCK.read_bytes() + " ".join(BROWSER).encode()).hexdigest()[:16]
    folder = cache / f"packages-{digest}"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            fresh = Path(scratch) / "packages"
            _pip_install(fresh)
            shutil.move(fresh, folder)
    return folder


def _pip_install(target: Path) -> None:
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--target", str(target), "--no-deps", "--no-compile", *BROWSER),
        *("--require-hashes", "-r", str(LOCK)),
    ]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        raise BuildError(
            "pip could not fetch the packages for the browser. Check the network (they are "
            f"fetched once, then kept in build/web).\n{outcome.stderr.strip()}"
        )


def _files_worth_shipping(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Python sources, the data that flet reads at run time, and the licences."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_code = path.suffix == ".py" or (path.suffix == ".json" and inside.parts[0] == "flet")
        if inside.as_posix() in NOT_NEEDED:
            continue
        if path.is_file() and (is_code or _is_licence(inside)):
            yield inside.as_posix(), path.read_bytes()


def _is_licence(path: Path) -> bool:
    return path.parts[0].endswith(".dist-info") and path.name.upper().startswith(
        ("LICEN", "COPYING", "NOTICE")
    )


def _pure_yaml() -> Iterator[tuple[str, bytes]]:
    """PyYAML has no wheel for the browser; its Python part does without the C one."""
    folder = Path(yaml.__file__).parent
    for path in sorted(folder.glob("*.py")):
        yield f"yaml/{path.name}", path.read_bytes()
    for file in importlib.metadata.files("PyYAML") or ():
        if _is_licence(Path(str(file))):
            yield str(file), Path(str(file.locate())).read_bytes()
