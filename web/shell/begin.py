"""The first lines of Python in the browser; worker.js calls them.

Out of a snapshot, Python wakes up as it was on the machine that built the site. What a device has
for itself is put right before anything else.
"""

from __future__ import annotations

import locale
import os
import random
import sys
import time
from importlib.machinery import ModuleSpec
from pathlib import Path
from pkgutil import get_data
from zipimport import zipimporter

from willows_app.app import run

RARE, REPORT = "/lib/rare.zip", "/lib/report.zip"


def _listed(names: str) -> frozenset[str]:
    return frozenset((get_data(__name__, names) or b"").decode().split())


NAMES = {RARE: _listed("rare.txt"), REPORT: _listed("report.txt")}
"""The modules in each."""


class Later:
    """Finds what is not needed to start, in an archive that worker.js brings after it.

    Who asks for it earlier fetches it.
    """

    def __init__(self, archive: str, address: str) -> None:
        self._names = NAMES[archive]
        self._archive = archive
        self._address = address

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Where the module `name` is, which is nowhere else; None if it is not there either."""
        if name not in self._names:
            return None
        if not Path(self._archive).exists():
            _fetch(self._address, self._archive)
        *packages, _ = name.split(".")
        return zipimporter("/".join((self._archive, *packages))).find_spec(name)


def _fetch(address: str, file: str) -> None:
    """Load a file at once: an import cannot wait as other code can."""
    import js
    import pyodide_js
    from pyodide.ffi import JsException

    request = js.XMLHttpRequest.new()
    request.open("GET", address, False)
    request.responseType = "arraybuffer"
    try:
        request.send()
    except JsException as error:
        raise ImportError(f"{address} could not be loaded ({error}).") from error
    if request.status != 200:
        raise ImportError(f"{address} could not be loaded (HTTP {request.status}).")
    pyodide_js.FS.writeFile(file, js.Uint8Array.new(request.response))


def begin(*addresses: str) -> None:
    """Start the app; the addresses are those of rare.zip and report.zip."""
    sys.meta_path.extend(map(Later, NAMES, addresses))
    run()


def wake_up() -> None:
    """Give this device its own randomness, language, time zone and page, not the builder's."""
    import flet_js
    import js
    from flet.messaging import pyodide_connection

    random.seed()
    os.environ["LANG"] = js.navigator.language.replace("-", "_") + ".UTF-8"
    locale.setlocale(locale.LC_CTYPE, "")
    _set_time_zone()
    vars(pyodide_connection)["flet_js"] = flet_js


def _set_time_zone() -> None:
    """The names and offsets of the zone, which the C library and `time` work out only once."""
    import pyodide_js

    c = pyodide_js._module
    at = c._tzname // 4
    c.__tzset_js(c._timezone, c._daylight, *c.HEAPU32.subarray(at, at + 2))
    year = time.gmtime().tm_year
    seasons = [time.localtime(time.mktime((year, month, 1, 0, 0, 0, 0, 0, -1))) for month in (1, 7)]
    standard, summer = sorted(seasons, key=lambda season: season.tm_isdst)
    time.timezone, time.altzone = -standard.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(time.timezone != time.altzone)
    time.tzname = standard.tm_zone, summer.tm_zone
