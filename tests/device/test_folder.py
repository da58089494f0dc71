"""A folder of the file system as the app's storage: for one process alone, with a shelf."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from willows_app.device.folder import FolderShelf, FolderStorage, write_whole
from willows_app.device.storage import NotSaved, OpenElsewhere, StorageError

ANOTHER_WINDOW = """
import asyncio, sys
from pathlib import Path
from willows_app.device.folder import FolderStorage
asyncio.run(FolderStorage(Path(sys.argv[1])).open())
print("open", flush=True)
input()
"""


@pytest.fixture
def another_window(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER_WINDOW, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_window_is_told_and_has_the_log_when_the_first_is_gone(
    tmp_path: Path, another_window: subprocess.Popen[str]
) -> None:
    storage = FolderStorage(tmp_path)
    with pytest.raises(OpenElsewhere, match="another window"):
        asyncio.run(storage.open())
    another_window.kill()
    another_window.wait()
    asyncio.run(storage.open())


def test_the_same_process_may_open_it_again(tmp_path: Path) -> None:
    for _ in range(2):
        asyncio.run(FolderStorage(tmp_path / "new").open())
    assert (tmp_path / "new").is_dir()


def test_a_folder_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be made"):
        asyncio.run(FolderStorage(tmp_path / "file" / "folder").open())


def test_what_is_put_on_the_shelf_is_there_until_it_is_removed(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "kept")

    async def use() -> None:
        assert await shelf.names() == ()
        await shelf.put("b", b"one")
        await shelf.put("a", b"two")
        await shelf.put("b", b"three")
        (tmp_path / "kept" / "c.part").write_bytes(b"half of")  # a kill came between
        assert await shelf.names() == ("a", "b")
        assert (await shelf.get("a"), await shelf.get("b")) == (b"two", b"three")
        await shelf.remove("a")
        await shelf.remove("a")
        assert await shelf.names() == ("b",)
        with pytest.raises(StorageError, match="a cannot be read"):
            await shelf.get("a")

    asyncio.run(use())


def test_what_cannot_be_put_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    with pytest.raises(NotSaved, match="copy could not be stored"):
        asyncio.run(FolderShelf(tmp_path / "kept").put("copy", b"content"))


def test_a_file_is_written_whole_in_the_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"before")
    write_whole(file, b"after")
    assert file.read_bytes() == b"after"
    assert [each.name for each in tmp_path.iterdir()] == ["log"]
