"""What Python, in its worker, has the page do for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen

NEVER_ANSWERS = "void (StorageManager.prototype.persist = () => new Promise(() => {}))"


@pytest.fixture(autouse=True)
def opened(phone: Screen, python: Python, site: Site) -> None:
    phone.open(site.url)
    python.run("from willows_app.device.bridge import bridge_to_page")


def test_the_page_does_what_it_knows_and_refuses_the_rest(phone: Screen, python: Python) -> None:
    def ask(what: str) -> str:
        return python.run(f"str(await bridge_to_page().ask({what}))")

    about = ask("'storage.persist'")
    assert about.replace("'persisted': True", "'persisted': False") == str(
        {"supported": True, "persisted": False, "standalone": False, "ios": False}
    )
    assert python.run("sorted(await bridge_to_page().ask('storage.estimate'))") == str(
        ["quota", "usage"]
    )
    assert ask("'motion.reduced'") == "True"
    assert ask("'storage.forget'").endswith(
        "BridgeError: storage.forget: The page has no operation of this name."
    )
    assert ask("'listen', 'moon.changed'").endswith(
        "BridgeError: listen: The page has no event of this name."
    )

    phone.page.evaluate(NEVER_ANSWERS)
    assert ask("'storage.persist', patience=0.2").endswith(
        "BridgeError: storage.persist: the page gave no answer within 0.2 s."
    )
    phone.see("Start session", role="button")


def test_a_file_is_saved_with_its_name_and_bytes(
    phone: Screen, python: Python, tmp_path: Path
) -> None:
    with phone.page.expect_download() as download:
        saved = python.run("""await bridge_to_page().ask("file.save", {
            "name": "log, 1.csv", "type": "text/csv", "bytes": bytes(range(256))})""")
    assert saved == "saved"
    assert download.value.suggested_filename == "log, 1.csv"
    download.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == bytes(range(256))


def test_a_system_that_reduces_motion_is_followed_from_the_start(phone: Screen) -> None:
    said = "This device is set to reduce motion, so nothing moves in any case."
    phone.tap("Settings")
    phone.scroll_to(said)
    phone.page.emulate_media(reduced_motion="no-preference")
    phone.see_no(said)
