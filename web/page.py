"""The page: its inline script, and the policy that lets nothing but our own origin in."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

from web.errors import BuildError

INLINE_SOURCE = re.compile(r'<script data-inline src="([^"]+)"></script>')
EXERCISES_MARK = "{{exercises}}"
WITHOUT_SCRIPT_MARK = "{{without script}}"
COMMENT_LINE = re.compile(r"^ *//.*\n", re.MULTILINE)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
INLINE_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def content_policy(scripts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: this origin only, and inline only these scripts and styles."""
    # Flutter puts empty style elements into the page, and fills them from script.
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'wasm-unsafe-eval'", *map(_hash_source, scripts))),
            " ".join(("style-src 'self'", *map(_hash_source, ("", *styles)))),
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'none'",
        )
    )


def policy_of_page(page: str) -> str:
    """The policy that allows just the inline scripts and styles that `page` has."""
    return content_policy(INLINE_SCRIPT.findall(page), INLINE_STYLE.findall(page))


def assembled(template: str, scripts: Mapping[str, str], said: Mapping[str, str]) -> str:
    """`template` with its `data-inline` scripts, and with what is said in place of each mark.

    Whoever visits does not pay for what the scripts tell their readers.
    """

    def inline(match: re.Match[str]) -> str:
        try:
            return f"<script>{COMMENT_LINE.sub('', scripts[match[1]])}</script>"
        except KeyError:
            raise BuildError(f"index.html inlines {match[1]}, which web/shell lacks.") from None

    page = INLINE_SOURCE.sub(inline, template)
    for mark in (EXERCISES_MARK, WITHOUT_SCRIPT_MARK):
        if mark not in page:
            raise BuildError(f"web/shell/index.html lost its {mark} mark.")
        page = page.replace(mark, said[mark])
    return page


def finished(page: str, version: str, release: str) -> str:
    """`page` with what it is called, and with the policy that allows just what it has inline."""
    for mark, value in (
        ("{{version}}", version),
        ("{{release}}", release),
        ("{{policy}}", policy_of_page(page)),
    ):
        if mark not in page:
            raise BuildError(f"web/shell/index.html lost its {mark} mark.")
        page = page.replace(mark, value)
    return page


def _hash_source(inline: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"
