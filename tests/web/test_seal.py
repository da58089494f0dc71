"""The precache list is exact, and the policy lets in just what the page has."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from web.errors import BuildError
from web.page import content_policy, finished_page


def precache_in(site: Path) -> dict[str, object]:
    first = (site / "sw.js").read_text("utf-8").removeprefix("const PRECACHE = ")
    listed: dict[str, object] = json.JSONDecoder().raw_decode(first)[0]
    return listed


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_the_list_covers_every_file_with_its_hash_and_nothing_else(
    site: Path, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    served = contents(site)
    not_kept = {"sw.js", "assets/NOTICES"}
    assert not_kept <= served.keys()
    expected = {name: sha256(text) for name, text in served.items() if name not in not_kept}
    assert precache_in(site)["files"] == expected


def test_the_policy_names_the_hash_of_each_inline_script(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(inline) == 2
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1] == precache_in(site)["pagePolicy"]
    allowed = re.findall(r"'sha256-([^']+)'", policy[1])
    assert allowed == [sha256(script.encode()) for script in inline]


def test_the_policy_comes_before_any_script(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8")
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_page_has_no_inline_handlers(site: Path) -> None:
    page = re.sub(r"<script>.*?</script>", "", (site / "index.html").read_text("utf-8"), flags=re.S)
    assert not re.search(r"\son\w+=|javascript:", page)


@pytest.mark.parametrize("hole", ["'unsafe-eval'", "http:", "https:", "*", "'unsafe-hashes'"])
def test_the_policy_has_no_hole(hole: str) -> None:
    assert hole not in content_policy().replace("'wasm-unsafe-eval'", "").split()
    assert "script-src 'self' 'wasm-unsafe-eval';" in content_policy()


def test_a_page_that_inlines_a_missing_script_is_refused() -> None:
    with pytest.raises(BuildError, match=r"inlines lost\.js"):
        finished_page('{{policy}}<script data-inline src="lost.js"></script>', {})


def test_a_page_without_a_place_for_the_policy_is_refused() -> None:
    with pytest.raises(BuildError, match="policy"):
        finished_page("<html></html>", {})
