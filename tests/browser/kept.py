"""What the browser keeps for the app: the files of Python's folder, and what is on the shelf."""

from __future__ import annotations

from base64 import b64decode, b64encode

from playwright.sync_api import Page

HELP = """
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const text = (bytes) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.readAsDataURL(new Blob([bytes]));
  });
  const BLOCK = 65536;
"""

FILES = """async () => {
  %s
  const db = await settled(indexedDB.open("willows"));
  const transaction = db.transaction(["sizes", "blocks"]);
  const [sizes, blocks] = ["sizes", "blocks"].map((name) => transaction.objectStore(name));
  const answers = [sizes.getAllKeys(), sizes.getAll(), blocks.getAllKeys(), blocks.getAll()];
  const [paths, lengths, keys, contents] = await Promise.all(answers.map(settled));
  db.close();
  const files = Object.fromEntries(paths.map((path, i) => [path, new Uint8Array(lengths[i])]));
  keys.forEach(([path, n], i) => files[path].set(contents[i], n * BLOCK));
  const texts = Object.entries(files).map(async ([path, bytes]) => [path, await text(bytes)]);
  return Object.fromEntries(await Promise.all(texts));
}"""

REPLACE = """async ([path, content]) => {
  %s
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const db = await settled(indexedDB.open("willows"));
  const transaction = db.transaction(["sizes", "blocks"], "readwrite");
  const [sizes, blocks] = ["sizes", "blocks"].map((name) => transaction.objectStore(name));
  sizes.put(bytes.length, path);
  blocks.delete(IDBKeyRange.bound([path], [path, Infinity]));
  for (let n = 0; n * BLOCK < bytes.length; n++)
    blocks.put(bytes.slice(n * BLOCK, (n + 1) * BLOCK), [path, n]);
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  db.close();
}"""

SHELF = """async () => {
  %s
  const shelf = await caches.open("willows-log");
  const files = (await shelf.keys()).map(async (request) => [
    request.url.split("/").at(-1),
    await text(await (await shelf.match(request)).arrayBuffer()),
  ]);
  return Object.fromEntries(await Promise.all(files));
}"""


def files(page: Page) -> dict[str, bytes]:
    """Every file that IndexedDB has, by its path."""
    return _decoded(page.evaluate(FILES % HELP))


def replace(page: Page, path: str, content: bytes) -> None:
    """Put this into the place of a file; the app must not be open in this browser."""
    page.evaluate(REPLACE % HELP, [path, b64encode(content).decode()])


def shelf(page: Page) -> dict[str, bytes]:
    """Every file on the shelf, by its name."""
    return _decoded(page.evaluate(SHELF % HELP))


def _decoded(texts: dict[str, str]) -> dict[str, bytes]:
    return {name: b64decode(text) for name, text in texts.items()}
