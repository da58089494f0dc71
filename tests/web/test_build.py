"""What the build puts into the site, and that it does so again in the same way."""

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from web import packages
from web.build import REPOSITORY, SHELL, Sources, build
from web.errors import BuildError
from web.immutable import former_name

Contents = Callable[[Path], dict[str, bytes]]
Moved = Callable[[str], Path]


def names_in(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_a_second_build_changes_nothing(sources: Sources, tmp_path: Path) -> None:
    assert build(sources, tmp_path / "web") is True
    before = (tmp_path / "web" / "sw.js").stat().st_mtime_ns
    assert build(sources, tmp_path / "web") is False
    assert (tmp_path / "web" / "sw.js").stat().st_mtime_ns == before


def test_the_same_inputs_make_the_same_bytes(
    sources: Sources, tmp_path: Path, contents: Contents
) -> None:
    build(sources, tmp_path / "one")
    build(sources, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_change_of_the_app_changes_its_archive_and_the_list_only(
    sources: Sources, tmp_path: Path, contents: Contents
) -> None:
    build(sources, tmp_path / "web")
    before = contents(tmp_path / "web")
    (sources.app / "data" / "clips.json").write_text("{}", "utf-8")
    assert build(sources, tmp_path / "web") is True
    after = contents(tmp_path / "web")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    plain = {former_name(name) for name in changed if not name.endswith((".br", ".gz"))}
    assert plain == {"python/start.zip", "worker.js", "index.html", "sw.js"}


def test_a_former_build_leaves_nothing_behind(sources: Sources, tmp_path: Path) -> None:
    out = tmp_path / "web"
    out.mkdir()
    (out / "stale.js").touch()
    build(sources, out)
    assert not (out / "stale.js").exists()
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".web.stamp", "app", "web", "web-hosting"]


def test_nothing_that_only_developers_need_is_shipped(site: Path, contents: Contents) -> None:
    unwanted = (".symbols", ".map", ".exe", ".bat", ".ts", ".whl", ".py", ".pyc")
    names = contents(site)
    assert not [name for name in names if name.endswith(unwanted)]
    assert not [name for name in names if "micropip" in name or "KaTeX" in name]


def test_our_shell_names_no_other_host() -> None:
    for path in SHELL.iterdir():
        text = path.read_text("utf-8").replace('"http://www.w3.org/2000/svg"', "")  # only a name
        assert "://" not in text, path


def test_flutters_own_service_worker_is_left_out(site: Path) -> None:
    script = (site / "flutter.js").read_text("utf-8")
    assert "_flutter.buildConfig =" in script
    assert "serviceWorkerVersion" not in script.split("_flutter.buildConfig =")[1]
    assert "sourceMappingURL" not in script


def test_only_fonts_that_are_used_are_loaded(site: Path) -> None:
    manifest = json.loads((site / "assets" / "FontManifest.json").read_text("utf-8"))
    assert [font["family"] for font in manifest] == ["MaterialIcons", "Roboto"]
    for font in manifest:
        for variant in font["fonts"]:
            assert (site / "assets" / variant["asset"]).exists()


def test_the_manifest_lets_a_browser_install_the_app(site: Path) -> None:
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == (
        "Willows",
        ".",
        "standalone",
    )
    offered = {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]}
    assert {
        (use, size) for use in ("any", "maskable") for size in ("192x192", "512x512")
    } <= offered
    for icon in manifest["icons"]:
        assert png_size(site / icon["src"]) == tuple(map(int, icon["sizes"].split("x")))


def test_icons_that_pages_and_phones_ask_for(site: Path) -> None:
    assert png_size(site / "icons" / "apple-touch-icon.png") == (180, 180)
    assert png_size(site / "icons" / "favicon-32.png") == (32, 32)
    assert png_size(REPOSITORY / "assets" / "icon.png") == (1024, 1024)


def png_size(path: Path) -> tuple[int, int]:
    header = path.read_bytes()[:24]
    assert header.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", header[16:24])
    return width, height


def test_a_folder_without_an_app_is_refused_in_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "web.build", "--app", str(tmp_path), "--sources"]
    outcome = subprocess.run(
        [*command, "--out", str(tmp_path / "web")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert "There is no main.py" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_flet_and_its_client_must_be_of_one_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(packages.importlib.metadata, "version", lambda _name: "9.9.9")
    with pytest.raises(BuildError, match=r"flet-web 9\.9\.9 is installed.*pins flet 1\.0\.5"):
        packages.browser_packages(tmp_path)
