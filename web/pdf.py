"""What travels of the libraries that make a report's PDF: less than half of them.

They import a lot that a report has no use for. What is not imported stays behind. And of what is
imported the largest are left empty: the others find the names that they ask for, and nothing
behind them. A test makes the same PDF with all and with this.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from web.errors import BuildError

SOURCES = Path(__file__).parents[1] / "src"
PROGRAM = Path(__file__).parent / "rehearse_pdf.py"

LIBRARIES = ("fontTools/", "fpdf/")
FONTS = "willows_app/clinic/fonts/"

HOLLOW = (
    *("fpdf/bidi.py", "fpdf/drawing.py", "fpdf/encryption.py", "fpdf/html.py"),
    *("fpdf/image_parsing.py", "fpdf/linearization.py", "fpdf/pattern.py", "fpdf/svg.py"),
    *("fpdf/template.py", "fpdf/text_region.py"),
    *("fontTools/misc/bezierTools.py", "fontTools/misc/psCharStrings.py"),
    *("fontTools/misc/transform.py", "fontTools/pens/basePen.py"),
    *("fontTools/ttLib/tables/E_B_D_T_.py", "fontTools/ttLib/tables/E_B_L_C_.py"),
    *("fontTools/ttLib/tables/TupleVariation.py", "fontTools/ttLib/tables/_g_v_a_r.py"),
    *("fontTools/ttLib/ttGlyphSet.py", "fontTools/unicodedata/__init__.py"),
    *("fontTools/varLib/__init__.py", "fontTools/varLib/varStore.py"),
)
"""Of other kinds of files, of pictures, and of fonts that change their shape."""

_ANY_NAME = b"def __getattr__(name):\n    return type(name, (), {})\n"


def taken_by_a_pdf(libraries: Mapping[str, bytes]) -> dict[str, bytes]:
    """What of these files a report takes."""
    if missing := sorted(set(HOLLOW) - libraries.keys()):
        raise BuildError(f"{missing[0]} is no longer there: adapt the list in {__file__}.")
    emptied = {**libraries, **dict.fromkeys(HOLLOW, _ANY_NAME)}
    with unpacked(emptied) as folder:
        _, *files = printed_by_a_pdf(folder)
        names = {Path(file).relative_to(folder).as_posix() for file in files}
    return {name: source for name, source in emptied.items() if name in names}


@contextmanager
def unpacked(libraries: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with these files."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve()
        for name, source in libraries.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(source)
        yield folder


def printed_by_a_pdf(folder: Path) -> list[str]:
    """The SHA-256 of a PDF made with the libraries in a folder, and which files that imported."""
    outcome = subprocess.run(
        [sys.executable, "-c", PROGRAM.read_text("utf-8"), folder],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (folder, SOURCES)))},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode != 0:
        raise BuildError(f"No PDF could be made with web/packages.lock:\n{outcome.stderr.strip()}")
    return outcome.stdout.splitlines()
