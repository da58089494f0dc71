"""What `flet build` makes of the icon and of the splash pictures, by the package that makes it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from flet_platform_assets import (
    IconOptions,
    SplashOptions,
    load_source,
    parse_hex_color,
    render_icons,
    render_splash,
)

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
FLET = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["flet"]

ICONS = {"ios": 15, "macos": 7, "android": 10, "web": 6, "linux": 9}
"""Pictures of each platform, at the least."""


@pytest.mark.parametrize("platform", ICONS)
def test_every_platform_gets_its_icons_and_nothing_is_wrong_with_them(platform: str) -> None:
    source, _ = load_source(ASSETS / "icon.png")
    options = IconOptions(background=parse_hex_color(FLET["icon_background"]))
    made = render_icons(source, options, platform=platform, derived=True)
    assert not made.warnings
    assert len(made.assets) >= ICONS[platform]
    for each in made.assets:
        width, height = each.image.size
        assert width == height
        assert each.image.getbbox(), f"{each.relative_path} is empty"


def test_the_icon_of_an_iphone_has_no_hole() -> None:
    source, _ = load_source(ASSETS / "icon.png")
    made = render_icons(source, IconOptions(), platform="ios", derived=True)
    for each in made.assets:
        assert each.image.convert("RGBA").getextrema()[3] == (255, 255), each.relative_path


@pytest.mark.parametrize("platform", ["ios", "android", "web"])
def test_the_app_opens_with_a_splash_picture_in_light_and_in_dark(platform: str) -> None:
    light, _ = load_source(ASSETS / "splash.png")
    dark, _ = load_source(ASSETS / "splash_dark.png")
    options = SplashOptions(FLET["splash"]["color"], FLET["splash"]["dark_color"])
    made = render_splash(light, dark, options, platform=platform)
    assert not made.warnings
    pictures = [each for each in made.assets if each.image.size[0] > 1]
    assert pictures
    assert all(each.image.getbbox() for each in pictures)
