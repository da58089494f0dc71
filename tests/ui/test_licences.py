"""The licences of all that is shipped can be read in the app."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from web.licences import licences, packed_licences
from willows_app.device.late import NotAtHand
from willows_app.device.licences import LICENCES, licences_in
from willows_app.ui.licences import paragraphs, read_licences

PACKAGES = {"msgpack-1.1.2.dist-info/COPYING": b"Copyright (C) 2008\nAll rights reserved."}


def test_every_word_of_the_text_is_in_the_app() -> None:
    read = read_licences(packed_licences(PACKAGES))
    words = {word for each in read for part in each.paragraphs for word in part.split()}
    assert {*licences(PACKAGES).split()} - words <= {
        "=" * 80,
        *" ".join(t.title for t in read).split(),
    }


def test_who_made_what_is_told_apart() -> None:
    titles = [each.title for each in read_licences(packed_licences(PACKAGES))]
    assert len({*titles}) == len(titles)
    for title in ("Python", "Pyodide", "msgpack", "The German voice", "In Flutter's client: skia"):
        assert title in titles


def test_lines_are_broken_by_the_screen_and_not_by_the_file() -> None:
    text = "Copyright (c)\n  2011 The Authors.\r\n\r\n\nAll rights\nreserved.\n"
    assert paragraphs(text) == ["Copyright (c) 2011 The Authors.", "All rights reserved."]


def test_an_installed_app_reads_them_from_its_folder_or_says_that_they_are_not_there(
    tmp_path: Path,
) -> None:
    read = licences_in(tmp_path)
    with pytest.raises(NotAtHand, match="did not come with this copy"):
        asyncio.run(read())
    (tmp_path / LICENCES).write_bytes(packed_licences(PACKAGES))
    assert read_licences(asyncio.run(read()))
