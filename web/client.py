"""What is taken from flet-web: Flutter's client, its fonts and Pyodide."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from flet_web import (  # type: ignore[import-untyped]
    get_package_web_dir,
    patch_font_manifest_json,
)

from web.errors import BuildError
from web.fonts import unpacked

SKWASM = ("main.dart.wasm", "main.dart.mjs", "canvaskit/skwasm.js", "canvaskit/skwasm.wasm")
"""What Flutter runs on in Chromium."""

CANVASKIT = ("main.dart.js", "canvaskit/canvaskit.js", "canvaskit/canvaskit.wasm")
"""What Flutter runs on everywhere else."""

ICON_FONT = "assets/fonts/MaterialIcons-Regular.otf"

COMMON = (
    "assets/AssetManifest.bin.json",
    "assets/FontManifest.json",
    ICON_FONT,
    "assets/packages/wakelock_plus/assets/no_sleep.js",
    "assets/shaders/ink_sparkle.frag",
    "assets/shaders/stretch_effect.frag",
    "pyodide/pyodide.asm.mjs",
    "pyodide/pyodide.asm.wasm",
    "pyodide/pyodide.mjs",
)

ROBOTO = "assets/fonts/roboto.woff2"
BOLD = Path(__file__).parent / "fonts"
"""Roboto in weights that flet-web does not bring, as `roboto-WEIGHT.woff2`; else it is smeared."""

FONTS = ("MaterialIcons",)
"""Fonts of the stock manifest that we keep: Flutter loads each one listed, used or not."""


def package() -> Path:
    """The folder of the prebuilt client inside the flet-web package."""
    return Path(get_package_web_dir())


def pyodide() -> Path:
    """The folder of the Pyodide that flet-web ships."""
    return package() / "pyodide"


def standard_library() -> bytes:
    """Pyodide's standard library: a zip of sources."""
    return (pyodide() / "python_stdlib.zip").read_bytes()


def notices() -> str:
    """The licences of all that Flutter's client is made of."""
    return (package() / "assets" / "NOTICES").read_text("utf-8")


def copy_client(out: Path) -> None:
    """Copies the parts of the client that the app uses to `out`."""
    for name in (*SKWASM, *CANVASKIT, *COMMON):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_part(name), out / name)
    bold = sorted(BOLD.glob("roboto-*.woff2"))
    for font in (_part(ROBOTO), *bold):
        (out / "assets" / "fonts" / f"{font.stem}.ttf").write_bytes(unpacked(font.read_bytes()))
    _keep_only_our_fonts(out / "assets" / "FontManifest.json", bold)


def _part(name: str) -> Path:
    part = package() / name
    if not part.exists():
        raise BuildError(f"flet-web has no {name} any more: adapt the lists in {__file__}.")
    return part


def _keep_only_our_fonts(manifest: Path, bold: Sequence[Path]) -> None:
    fonts = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps([font for font in fonts if font["family"] in FONTS]), "utf-8")
    patch_font_manifest_json(str(manifest))
    fonts = json.loads(manifest.read_text("utf-8"))
    (roboto,) = (font for font in fonts if font["family"] == "Roboto")
    roboto["fonts"] = [{"asset": "fonts/roboto.ttf"}] + [
        {"asset": f"fonts/{font.stem}.ttf", "weight": int(font.stem.removeprefix("roboto-"))}
        for font in bold
    ]
    manifest.write_text(json.dumps(fonts), "utf-8")


def flutter_loader() -> str:
    """Flutter's loader and the description of its builds.

    The stock `flutter_bootstrap.js` goes on to start the app with Flutter's own service worker,
    which would fight with ours; `shell/flutter.js` takes over from there.
    """
    builds = re.search(
        r"^_flutter\.buildConfig = .*;$",
        (package() / "flutter_bootstrap.js").read_text("utf-8"),
        re.MULTILINE,
    )
    if builds is None:
        raise BuildError(
            "flutter_bootstrap.js of this flet-web no longer says which builds it has "
            f"(`_flutter.buildConfig`): adapt {__file__}."
        )
    loader = (package() / "flutter.js").read_text("utf-8")
    return f"{_without_source_map(loader)}\n{builds[0]}\n"


def _without_source_map(script: str) -> str:
    return re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE).rstrip()
