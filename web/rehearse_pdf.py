"""Runs while the site is built: makes a PDF of all that there can be in one.

Prints its SHA-256, and the files that this imported from the folder in the command line.
"""

import hashlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

# What the libraries use where it is installed. In the browser it is not.
ABSENT = ("PIL", "cryptography", "defusedxml", "endesive", "lxml", "numpy", "uharfbuzz")
sys.modules.update(dict.fromkeys(ABSENT))  # type: ignore[arg-type]

from willows_app.adherence.measures import Share  # noqa: E402
from willows_app.clinic.report import Bars, Pains, Report, Section, Table  # noqa: E402
from willows_app.clinic.report_pdf import as_pdf  # noqa: E402

FIRST, NEXT = date(2026, 1, 5), date(2026, 1, 12)
LINES = (
    'Łódź, Αθήνα, Київ – हिन्दी 👍, e\u0301 a\u0323\u0301 ½ ≥ 1 $5% "(x)" <b>-3</b> **b** https://a.b',
) * 70
SECTIONS = (
    Section("Bars", LINES, Bars(FIRST, NEXT, ((FIRST, Share(1, 7)), (NEXT, Share(0, 0))), "")),
    Section("Pains", LINES, Pains(FIRST, NEXT, ((FIRST, 3, 2), (NEXT, 4, 1)), "")),
    Section("Table", table=Table(("n", "words"), (("1", "W" * 999), *(("2", "w"),) * 200))),
)
REPORT = Report("P-1", "P-1", LINES, datetime(2026, 1, 12, tzinfo=UTC), SECTIONS, SECTIONS)

print(hashlib.sha256(as_pdf(REPORT)).hexdigest())
for module in list(sys.modules.values()):
    file = Path(getattr(module, "__file__", None) or "")
    if Path(sys.argv[1]) in file.parents:
        print(file)
