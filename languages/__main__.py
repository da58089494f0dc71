"""`python -m languages [add CODE]`: renew the catalogues, or begin one more language.

`data/languages/CODE.po` is what a translator edits. Beside it lie what the app reads: the same
compiled (`CODE.mo`), and how the language writes dates and numbers (`CODE.json`, from the CLDR).
"""

from __future__ import annotations

import sys

from languages.catalogues import CATALOGUES, begin, renew
from languages.found import template


def main() -> int:
    """Renew every catalogue, and tell how much of it is translated."""
    found = template()
    if sys.argv[1:2] == ["add"]:
        for code in sys.argv[2:]:
            begin(code, found)
    for path in sorted(CATALOGUES.glob("*.po")):
        translated, of = renew(path, found)
        print(f"{path.relative_to(CATALOGUES.parents[1])}: {translated} of {of} translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
