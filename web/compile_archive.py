"""Runs inside Pyodide: makes /target.zip, which is /source.zip with byte code for sources.

The byte code is marked as "unchecked": the importer does not look for a source to compare with.
"""

import os
import warnings
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
NO_SOURCE_HASH = bytes(8)

mounted_at = os.environ["MOUNTED_AT"]
warnings.simplefilter("ignore", SyntaxWarning)

with ZipFile("/source.zip") as source, ZipFile("/target.zip", "w") as target:
    for name in sorted(source.namelist()):
        if name.endswith("/"):
            continue
        content = source.read(name)
        if name.endswith(".py"):
            code = compile(content, f"{mounted_at}/{name}", "exec", dont_inherit=True)
            content = bytes(_code_to_hash_pyc(code, NO_SOURCE_HASH, False))
            name += "c"
        entry = ZipInfo(name, EARLIEST)
        entry.external_attr = 0o644 << 16
        target.writestr(entry, content, ZIP_DEFLATED, 9)
