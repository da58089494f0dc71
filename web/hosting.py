"""Configurations of common hosts, each with the one policy, types and rules of freshness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from web.headers import CHECK, IMMUTABLE, KEEP, TYPES, seal
from web.page import policy_of_page

ALWAYS_CHECKED = ("/", "/index.html", "/sw.js")


def write_for_static_hosts(out: Path) -> None:
    """Writes `_headers` into the site `out`."""
    (out / "_headers").write_text(_static_host(_headers_of(out)), "utf-8")


def write_for_servers(out: Path) -> None:
    """Writes a folder of server configurations beside the site `out`."""
    folder = out.with_name(f"{out.name}-hosting")
    folder.mkdir(exist_ok=True)
    for name, configuration in SERVERS.items():
        (folder / name).write_text(configuration(_headers_of(out)), "utf-8")


def _headers_of(out: Path) -> Mapping[str, str]:
    return seal(policy_of_page((out / "index.html").read_text("utf-8")))


def _static_host(headers: Mapping[str, str]) -> str:
    """What Netlify, Cloudflare Pages and others read.

    Rules that match the same address are joined, so no header is in two of them.
    """
    rules = {
        "/*": headers,
        f"/{IMMUTABLE}/*": {"Cache-Control": KEEP},
        **{address: {"Cache-Control": CHECK} for address in ALWAYS_CHECKED},
    }
    return "".join(
        f"{address}\n" + "".join(f"  {name}: {value}\n" for name, value in sent.items())
        for address, sent in rules.items()
    )


def _nginx(headers: Mapping[str, str]) -> str:
    sent = "\n".join(f'    add_header {name} "{value}" always;' for name, value in headers.items())
    types = "\n".join(f"        {kind} {ending[1:]};" for ending, kind in TYPES.items())
    return f"""\
# Willows on nginx. Put this into /etc/nginx/conf.d/ and dist/web into /srv/willows.
# Phones keep an app for offline use only over HTTPS: add your certificate and `listen 443 ssl`.

map $uri $willows_freshness {{
    default "{CHECK}";
    ~/{IMMUTABLE}/ "{KEEP}";
}}

server {{
    listen 80;
    server_name willows.example;
    root /srv/willows;

    gzip_static on;
    # With the module ngx_brotli (Debian: libnginx-mod-http-brotli-static) also:
    # brotli_static on;

    charset utf-8;
    types {{
{types}
    }}

    add_header Cache-Control $willows_freshness;
{sent}
}}
"""


def _caddy(headers: Mapping[str, str]) -> str:
    sent = "\n".join(f'\t\t{name} "{value}"' for name, value in headers.items())
    types = "\n".join(f"\theader *{ending} Content-Type {kind}" for ending, kind in TYPES.items())
    return f"""\
# Willows on Caddy, which gets the certificate for HTTPS by itself: put your own name in place of
# willows.example, and dist/web into /srv/willows.

willows.example {{
	root * /srv/willows

	@immutable path */{IMMUTABLE}/*
	@checked not path */{IMMUTABLE}/*
	header @immutable Cache-Control "{KEEP}"
	header @checked Cache-Control {CHECK}
	header {{
{sent}
	}}
{types}

	file_server {{
		precompressed br gzip
	}}
	handle_errors {{
		header Cache-Control {CHECK}
	}}
}}
"""


SERVERS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "nginx.conf": _nginx,
    "Caddyfile": _caddy,
}
