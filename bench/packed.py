"""Zip files of which some files change and the others are not packed again."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _1980 = 20, 0x21


@dataclass(frozen=True)
class Packed:
    """A deflated file."""

    deflated: bytes
    length: int
    crc: int

    @staticmethod
    def of(content: bytes) -> Packed:
        """The content, packed as Python packs it into a zip file."""
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return Packed(packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))

    def content(self) -> bytes:
        """What was packed."""
        return zlib.decompress(self.deflated, -zlib.MAX_WBITS)


def packed_in(archive: bytes) -> dict[str, Packed]:
    """The files in a zip file that Willows wrote, as they are."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        found = {}
        for each in opened.infolist():
            begin = each.header_offset + _LOCAL.size + len(each.filename)
            deflated = archive[begin : begin + each.compress_size]
            found[each.filename] = Packed(deflated, each.file_size, each.CRC)
    return found


def zip_of(files: Mapping[str, Packed]) -> bytes:
    """A zip file of these."""
    written, directory = bytearray(), bytearray()
    for name, each in files.items():
        sizes = (each.crc, len(each.deflated), each.length, len(name), 0)
        about = (_VERSION, 0, zipfile.ZIP_DEFLATED, 0, _1980, *sizes)
        directory += (
            _CENTRAL.pack(b"PK\1\2", _VERSION, *about, 0, 0, 0, 0, len(written)) + name.encode()
        )
        written += _LOCAL.pack(b"PK\3\4", *about) + name.encode() + each.deflated
    count = len(files)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(written), 0)
    return bytes(written + directory + end)
