"""The reference for a cold start: a Flet hello-world as `flet publish --no-cdn` makes it.

It is put together from flet-web's public functions, for `flet publish` itself downloads a Pyodide
that flet-web already carries. Left as they are: the page, its spinner, python.js, python-worker.js,
the CanvasKit renderer that publish picks, sources (not byte code) in app.tar.gz. Mended, and no
more than that, because without it nothing works offline:

- The address of Pyodide that publish writes with --no-cdn is a bare specifier, which the worker
  cannot import. The page's own default is right, so none is written.
- Publish puts a requirements.txt into the archive, on which the worker asks PyPI at every start.
  The packages travel in the archive instead, in the folder that the stock worker looks into.
- Flutter's own service worker, which removes itself and reloads the page, is not registered: it
  would throw ours out again and again.
- `sw.js` keeps everything that the page ever fetched. The page does not register it: the
  measurement does, after the first screen, so that keeping does not slow down a first visit.

Its files are compressed as ours are, and served so.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import flet as ft
from flet_web import (  # type: ignore[import-untyped]
    get_package_web_dir,
    patch_font_manifest_json,
    patch_index_html,
    patch_manifest_json,
)

from bench.site import ROOT, Site
from web.compress import compress
from web.packages import BROWSER, LOCK

NAME = "stock Flet hello-world, offline"

WORDS = "Hello, world!"

HELLO = f"""\
import flet as ft


def main(page: ft.Page):
    page.add(ft.Text("{WORDS}"))


ft.run(main)
"""

KEEP_EVERYTHING = """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => event.respondWith(serve(event)));

const serve = async (event) => {
  const cache = await caches.open("everything");
  const kept = await cache.match(event.request);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(cache.put(event.request, response.clone()));
  return response;
};
"""


KEEP = "navigator.serviceWorker.register('sw.js').then(() => null)"


def stock_site() -> Site:
    """The reference, built anew."""
    return Site(_build(ROOT / "build" / "bench"), first_words=WORDS, keep=(KEEP,))


def _build(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    packages = _packages(folder)
    site = folder / "stock"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(get_package_web_dir(), site)
    patch_index_html(
        index_path=str(site / "index.html"),
        base_href="",
        app_name="Hello",
        pyodide=True,
        pyodide_script_path="main.py",
        app_package_url="app.tar.gz",
        web_renderer=ft.WebRenderer.CANVAS_KIT,
        route_url_strategy=ft.RouteUrlStrategy.PATH,
        no_cdn=True,
    )
    patch_manifest_json(manifest_path=str(site / "manifest.json"), app_name="Hello")
    patch_font_manifest_json(manifest_path=str(site / "assets" / "FontManifest.json"))
    _leave_out_flutters_service_worker(site / "flutter_bootstrap.js")
    _write_app(site / "app.tar.gz", folder / "main.py", packages)
    (site / "sw.js").write_text(KEEP_EVERYTHING, "utf-8")
    compress(site, ROOT / "build" / "web")
    return site


def _packages(folder: Path) -> Path:
    """A folder with Flet and what it needs in the browser; pip runs only for another lock."""
    target = folder / f"packages-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
    if not target.exists():
        scratch = target.with_suffix(".part")
        shutil.rmtree(scratch, ignore_errors=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"),
                *("--disable-pip-version-check", "--target", str(scratch), *BROWSER),
                *("--require-hashes", "-r", str(LOCK)),
            ],
            check=True,
        )
        scratch.rename(target)
    return target


def _leave_out_flutters_service_worker(bootstrap: Path) -> None:
    script, count = re.subn(
        r"serviceWorkerSettings: \{.*?\},\n", "", bootstrap.read_text("utf-8"), flags=re.DOTALL
    )
    if count != 1:
        raise RuntimeError(f"{bootstrap} registers Flutter's service worker in another way now.")
    bootstrap.write_text(script, "utf-8")


def _write_app(archive: Path, main: Path, packages: Path) -> None:
    main.write_text(HELLO, "utf-8")
    with tarfile.open(archive, "w:gz", format=tarfile.GNU_FORMAT) as tar:
        tar.add(main, "main.py")
        tar.add(packages, "__pypackages__")
