"""The precache list is exact, and the policy lets in just what the page has."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from web.errors import BuildError
from web.page import assembled, content_policy, finished


def precache_in(site: Path) -> Any:
    first = (site / "sw.js").read_text("utf-8").removeprefix("const PRECACHE = ")
    return json.JSONDecoder().raw_decode(first)[0]


def policy_in(page: str) -> str:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    return policy[1]


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_the_list_covers_every_file_with_its_hash_and_nothing_else(
    site: Path, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    served = contents(site)
    not_kept = {"sw.js", "_headers", "licences.txt"}
    assert not_kept <= served.keys()
    expected = {
        name: (sha256(content), len(content))
        for name, content in served.items()
        if name not in not_kept and not name.endswith((".br", ".gz"))
    }
    files = precache_in(site)["files"]
    assert {name: (file["hash"], file["bytes"]) for name, file in files.items()} == expected


def test_a_browser_keeps_one_renderer_and_one_build_of_the_client(site: Path) -> None:
    only: dict[str, set[str]] = {"skwasm": set(), "canvaskit": set()}
    for name, file in precache_in(site)["files"].items():
        if "only" in file:
            only[file["only"]].add(name.rsplit("/", 1)[1])
    assert only == {
        "skwasm": {"main.dart.wasm", "main.dart.mjs", "skwasm.js", "skwasm.wasm"},
        "canvaskit": {"main.dart.js", "canvaskit.js", "canvaskit.wasm"},
    }


def test_page_list_and_hosts_speak_of_one_version_and_one_policy(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8")
    listed = precache_in(site)
    assert f'data-version="{listed["version"]}" data-release="{listed["release"]}"' in page
    policy = policy_in(page)
    assert listed["pagePolicy"] == f"{policy}; frame-ancestors 'none'"
    hosting = site.with_name("web-hosting")
    for path in (site / "_headers", hosting / "nginx.conf", hosting / "Caddyfile"):
        said = path.read_text("utf-8")
        assert listed["pagePolicy"] in said, path
        assert "nosniff" in said and "max-age=31536000, immutable" in said, path


def test_no_line_is_too_long_for_the_hosts_that_read_it(site: Path) -> None:
    assert max(map(len, (site / "_headers").read_text("utf-8").splitlines())) <= 2000


@pytest.mark.parametrize(
    ("element", "directive"), [("script", "script-src"), ("style", "style-src")]
)
def test_the_policy_names_the_hash_of_all_that_is_inline(
    site: Path, element: str, directive: str
) -> None:
    page = (site / "index.html").read_text("utf-8")
    inline = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
    assert inline
    (allowed,) = (part for part in policy_in(page).split("; ") if part.startswith(directive))
    hashes = re.findall(r"'sha256-([^']+)'", allowed)
    empty = [sha256(b"")] if element == "style" else []  # Flutter's, filled by script
    assert hashes == [*empty, *(sha256(text.encode()) for text in inline)]


def test_the_policy_comes_before_any_script(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8")
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_page_has_no_inline_handlers(site: Path) -> None:
    page = re.sub(r"<script>.*?</script>", "", (site / "index.html").read_text("utf-8"), flags=re.S)
    assert not re.search(r"\son\w+=|javascript:", page)


@pytest.mark.parametrize(
    "hole", ["'unsafe-eval'", "'unsafe-inline'", "'unsafe-hashes'", "http:", "https:", "*"]
)
def test_the_policy_has_no_hole(hole: str) -> None:
    assert hole not in content_policy().replace("'wasm-unsafe-eval'", "").split()
    assert "script-src 'self' 'wasm-unsafe-eval';" in content_policy()


def test_a_page_that_inlines_a_missing_script_is_refused() -> None:
    with pytest.raises(BuildError, match=r"inlines lost\.js"):
        assembled('{{exercises}}<script data-inline src="lost.js"></script>', {}, "")


def test_a_page_without_a_place_for_the_policy_is_refused() -> None:
    with pytest.raises(BuildError, match="policy"):
        finished("{{version}}{{release}}", "1", "0.1")
