"""Draws the PNG icons and splash pictures from the SVGs in `assets/`: `python -m web.icons`.

Run by hand after a change of the mark; the pictures are committed. Needs Playwright, and a
Chromium: Playwright's own, or the one that CHROMIUM names.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ASSETS = Path(__file__).parents[1] / "assets"


@dataclass(frozen=True)
class Picture:
    """One PNG: `svg` drawn over `share` of a square of `size` pixels on `background`."""

    name: str
    svg: str
    size: int
    share: float = 1.0
    background: str = "transparent"


PICTURES = (
    Picture("icons/favicon-32.png", "icon.svg", 32),
    Picture("icons/icon-192.png", "icon.svg", 192),
    Picture("icons/icon-512.png", "icon.svg", 512),
    Picture("icons/icon-maskable-192.png", "icon-maskable.svg", 192),
    Picture("icons/icon-maskable-512.png", "icon-maskable.svg", 512),
    Picture("icons/apple-touch-icon.png", "icon-maskable.svg", 180),  # iOS rounds it itself
    Picture("icon.png", "icon-maskable.svg", 1024),  # `flet build` rounds it itself
    Picture("splash.png", "icon.svg", 1024, share=0.5),
    Picture("splash_dark.png", "icon.svg", 1024, share=0.5),
)


def draw(browser: Browser, picture: Picture) -> None:
    """Writes `picture` below `assets/`."""
    page = browser.new_page(viewport={"width": picture.size, "height": picture.size})
    drawing = (ASSETS / picture.svg).read_text("utf-8")
    edge = picture.size * picture.share
    page.set_content(
        f"<style>body {{ margin: 0; height: 100vh; display: grid; place-items: center; "
        f"background: {picture.background} }} svg {{ width: {edge}px; height: {edge}px }}</style>"
        + drawing
    )
    target = ASSETS / picture.name
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, omit_background=picture.background == "transparent")
    page.close()


def main() -> None:
    """Draws every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [],
        )
        for picture in PICTURES:
            draw(browser, picture)
        browser.close()


if __name__ == "__main__":
    main()
