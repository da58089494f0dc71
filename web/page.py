"""The page: its inline script, and the policy that lets nothing but our own origin in."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from web.errors import BuildError

INLINE_SOURCE = re.compile(r'<script data-inline src="([^"]+)"></script>')
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY_MARK = "{{policy}}"


def content_policy(script_hashes: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: this origin only, and inline scripts only by their hash."""
    scripts = " ".join(
        ["'self'", "'wasm-unsafe-eval'", *(f"'{digest}'" for digest in script_hashes)]
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",  # Flutter styles its elements from script
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'none'",
        )
    )


def inline_script_hashes(page: str) -> list[str]:
    """The hash of each inline script, as a policy names it."""
    return [_hash_source(script) for script in INLINE_SCRIPT.findall(page)]


def policy_of_page(page: str) -> str:
    """The policy that allows just the inline scripts that `page` has."""
    return content_policy(inline_script_hashes(page))


def finished_page(template: str, scripts: dict[str, str]) -> str:
    """`template` with its `data-inline` scripts put in and the policy that allows just those."""

    def inline(match: re.Match[str]) -> str:
        try:
            return f"<script>{scripts[match[1]]}</script>"
        except KeyError:
            raise BuildError(f"index.html inlines {match[1]}, which web/shell lacks.") from None

    page = INLINE_SOURCE.sub(inline, template)
    if POLICY_MARK not in page:
        raise BuildError(f"web/shell/index.html lost its {POLICY_MARK} mark.")
    return page.replace(POLICY_MARK, policy_of_page(page))


def _hash_source(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
