"""What the browser keeps of Python's folder: every byte of it, whatever was done to the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from playwright.sync_api import Page

from tests.browser import kept
from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen
from willows_app.ui import safekeeping

PREPARE = """
import gc, hashlib, json, os, random
from base64 import b64encode
from pathlib import Path
willows = next(each for each in gc.get_objects() if type(each).__name__ == "Willows")
storage, folder = willows._storage, Path("/willows")

def in_folder():
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    digests = {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
               for file in files}
    return json.dumps(digests)
"""

CHANGE = """
chance = random.Random(%d)
some = [folder / name for name in ("a", "b", "below/c", "below/d")]
(folder / "below").mkdir(exist_ok=True)
for _ in range(12):
    file, other = chance.sample(some, 2)
    size = file.stat().st_size if file.exists() else 0
    match chance.randrange(7):
        case 0: file.write_bytes(chance.randbytes(chance.randrange(200_000)))
        case 1: file.unlink(missing_ok=True)
        case 2 if size: file.replace(other)
        case 3 if size: os.truncate(file, chance.randrange(2 * size))
        case 4:
            with file.open("ab") as opened: opened.write(chance.randbytes(50_000))
        case _ if size:
            with file.open("r+b") as opened:
                opened.seek(chance.randrange(size + 100_000))
                opened.write(chance.randbytes(chance.randrange(70_000)))
await storage.flush()
in_folder()
"""

SHELF = """
from willows_app.device.browser import BrowserShelf
shelf = BrowserShelf()
"""


def open_app(phone: Screen, site: Site, python: Python) -> None:
    phone.open(site.url)
    python.run(PREPARE)


def stored(page: Page) -> dict[str, str]:
    return {path: hashlib.sha256(file).hexdigest() for path, file in kept.files(page).items()}


def test_what_is_stored_is_what_is_in_the_folder_whatever_was_done_to_it(
    phone: Screen, site: Site, python: Python
) -> None:
    open_app(phone, site, python)
    for seed in range(20):
        in_folder = json.loads(python.run(CHANGE % seed))
        assert stored(phone.page) == in_folder, f"after the changes of seed {seed}"
    phone.reload()
    python.run(PREPARE)
    assert json.loads(python.run("in_folder()")) == in_folder


def test_a_fact_rewrites_only_the_blocks_that_it_changed(
    phone: Screen, site: Site, python: Python
) -> None:
    open_app(phone, site, python)
    python.run("(folder / 'large').write_bytes(bytes(20_000_000)); await storage.flush()")
    phone.page.workers[0].evaluate("""() => {
      self.stored = 0;
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (value, key) {
        self.stored += value.length ?? 0;
        return put.call(this, value, key);
      };
    }""")
    python.run("""
with (folder / "large").open("r+b") as opened:
    opened.seek(10_000_000)
    opened.write(b"a fact")
await storage.flush()""")
    assert phone.page.workers[0].evaluate("() => self.stored") == 65536


def test_a_storage_that_was_cleared_under_way_is_filled_again(
    phone: Screen, site: Site, python: Python
) -> None:
    open_app(phone, site, python)
    python.run(CHANGE % 1)
    phone.page.evaluate("""() => new Promise((resolve) => {
      const request = indexedDB.deleteDatabase("willows");
      request.onsuccess = request.onblocked = resolve;
    })""")
    in_folder = json.loads(python.run(CHANGE % 2))
    assert stored(phone.page) == in_folder


def test_a_log_that_an_older_version_stored_as_a_whole_is_taken_over_once(
    phone: Screen, site: Site, python: Python
) -> None:
    open_app(phone, site, python)
    python.run("willows.log.set('cautions seen: upper_back', 'yes', willows.now())")
    log = python.run("b64encode((folder / 'log.sqlite3').read_bytes()).decode()")
    phone.page.goto(f"{site.url}manifest.json")
    phone.page.evaluate(
        """(log) => new Promise((resolve, reject) => {
          indexedDB.deleteDatabase("willows");
          const request = indexedDB.open("/willows", 21);
          request.onupgradeneeded = () => {
            const store = request.result.createObjectStore("FILE_DATA");
            store.createIndex("timestamp", "timestamp", { unique: false });
            const contents = Uint8Array.from(atob(log), (letter) => letter.charCodeAt(0));
            const entry = (mode, more) => ({ timestamp: new Date(), mode, ...more });
            store.put(entry(16895), "/willows/routines");
            store.put(entry(33206, { contents }), "/willows/log.sqlite3");
            store.put(entry(33206, { contents: new Uint8Array(3) }), "/willows/routines/a.txt");
          };
          request.onsuccess = () => resolve(request.result.close());
          request.onerror = () => reject(request.error);
        })""",
        log,
    )
    open_app(phone, site, python)
    assert python.run("willows.cautions_seen(willows.routine)") == "true"
    python.run("willows.log.set('no animation', 'true', willows.now()); await storage.flush()")
    in_folder = json.loads(python.run("in_folder()"))
    assert set(in_folder) == {"log.sqlite3", "routines/a.txt"}
    assert stored(phone.page) == in_folder
    databases = phone.page.evaluate("async () => (await indexedDB.databases()).map((d) => d.name)")
    assert databases == ["willows"]
    phone.reload()
    python.run(PREPARE)
    assert python.run("willows.own.still") == "true"


def test_blocks_of_half_the_length_that_an_older_version_stored_are_taken_over(
    phone: Screen, site: Site, python: Python
) -> None:
    open_app(phone, site, python)
    sizes = "(0, 1, 32768, 32769, 65536, 100_000, 200_000)"
    python.run(f"""
for size in {sizes}: (folder / f"of {{size}}").write_bytes(random.Random(size).randbytes(size))
await storage.flush()""")
    in_folder = json.loads(python.run("in_folder()"))
    phone.page.goto(f"{site.url}manifest.json")
    phone.page.evaluate(f"""async () => {{
      {kept.HELP}
      const now = await settled(indexedDB.open("willows"));
      const stores = ["sizes", "blocks"].map((name) => now.transaction(name).objectStore(name));
      const [[paths, lengths], [keys, blocks]] = await Promise.all(stores.map(async (store) =>
        [await settled(store.getAllKeys()), await settled(store.getAll())]));
      now.close();
      await settled(indexedDB.deleteDatabase("willows"));
      const request = indexedDB.open("willows", 1);
      request.onupgradeneeded = () => {{
        const old = ["sizes", "blocks"].map((name) => request.result.createObjectStore(name));
        paths.forEach((path, i) => old[0].put(lengths[i], path));
        keys.forEach(([path, n], i) => {{
          for (let half = 0; half * BLOCK / 2 < blocks[i].length; half++)
            old[1].put(
              blocks[i].slice(half * BLOCK / 2, (half + 1) * BLOCK / 2), [path, 2 * n + half]);
        }});
      }};
      (await settled(request)).close();
    }}""")
    open_app(phone, site, python)
    assert json.loads(python.run("in_folder()")) == in_folder
    python.run("willows.log.set('no animation', 'true', willows.now()); await storage.flush()")
    assert stored(phone.page) == json.loads(python.run("in_folder()"))


def test_what_is_on_the_shelf_is_there_after_a_reload_until_it_is_removed(
    phone: Screen, site: Site, python: Python
) -> None:
    open_app(phone, site, python)
    python.run(f"{SHELF}await shelf.put('a', b'first'); await shelf.put('a', b'second')")
    python.run(f"{SHELF}await shelf.put('b', bytes(range(256)) * 1000)")
    phone.reload()
    assert python.run(f"{SHELF}await shelf.get('a') == b'second'") == "true"
    assert python.run(f"{SHELF}await shelf.get('b') == bytes(range(256)) * 1000") == "true"
    python.run(f"{SHELF}await shelf.remove('a'); await shelf.remove('nothing')")
    assert "no longer has a" in python.run(f"{SHELF}await shelf.get('a')")
    phone.reload()
    names = json.loads(python.run(f"{SHELF}import json; json.dumps(await shelf.names())"))
    assert without_copies_of_the_log(names) == ["b"]
    on_the_shelf = kept.shelf(phone.page)
    assert without_copies_of_the_log(on_the_shelf) == ["b"]
    assert on_the_shelf["b"] == bytes(range(256)) * 1000


def without_copies_of_the_log(names: Iterable[str]) -> list[str]:
    """Those that a test put there: a while after opening, the app puts its copy of a good log."""
    return [name for name in names if not name.startswith(safekeeping.GOOD)]
