# SPDX-License-Identifier: Apache-2.0
"""Old workbooks (.xls) built from their records, so that each can be made as strange as a test needs it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

BOF, EOF, SHEET, SHARED, CONTINUE = 0x0809, 0x000A, 0x0085, 0x00FC, 0x003C
NUMBER, LABEL, LABEL_SHARED, FORMULA = 0x0203, 0x0204, 0x00FD, 0x0006
_SECTOR, _END, _TABLE = 512, 0xFFFFFFFE, 0xFFFFFFFD

Rows = Sequence[Sequence[str]]


def record(kind: int, content: bytes) -> bytes:
    """A record."""
    return struct.pack("<HH", kind, len(content)) + content


def begun(sort: int, *, wide: bool = True) -> bytes:
    """The beginning of a workbook (5), a sheet (0x10), a chart (0x20)."""
    return record(BOF, struct.pack("<HHHH", 0x0600 if wide else 0x0500, sort, 0, 0) + bytes(8 if wide else 0))


def text(words: str, head: str = "<H") -> bytes:
    """A text of two bytes a character, after its length."""
    return struct.pack(head, len(words)) + b"\1" + words.encode("utf-16-le")


def cell(kind: int, row: int, column: int, rest: bytes) -> bytes:
    """A cell, in the first format."""
    return record(kind, struct.pack("<HHH", row, column, 0) + rest)


def numeral(row: int, column: int, value: float) -> bytes:
    """A cell with a number."""
    return cell(NUMBER, row, column, struct.pack("<d", value))


def label(row: int, column: int, words: str) -> bytes:
    """A cell with a text of its own."""
    return cell(LABEL, row, column, text(words))


def fault(row: int, column: int) -> bytes:
    """A cell whose formula came to #N/A."""
    return cell(FORMULA, row, column, b"\2\0\x2a\0\0\0\xff\xff" + bytes(8))


def labels(rows: Rows) -> bytes:
    """Cells with texts of their own."""
    return b"".join(
        label(at, column, words) for at, row in enumerate(rows) for column, words in enumerate(row) if words
    )


def shared(rows: Rows) -> tuple[bytes, list[str]]:
    """Cells that point to shared texts, and these texts."""
    known = sorted({words for row in rows for words in row if words})
    cells = (
        cell(LABEL_SHARED, at, column, struct.pack("<I", known.index(words)))
        for at, row in enumerate(rows)
        for column, words in enumerate(row)
        if words
    )
    return b"".join(cells), known


def table_of(texts: Iterable[str], cut: int = 8000) -> bytes:
    """Shared texts, in pieces of that many bytes: each piece but the first begins within a text, or between two."""
    told = [*texts]
    pieces = [struct.pack("<II", len(told), len(told))]
    for words in told:
        if len(pieces[-1]) + 3 > cut:
            pieces.append(b"")
        pieces[-1] += struct.pack("<HB", len(words), 1)
        left = words
        while left:
            room = max((cut - len(pieces[-1])) // 2, 0)
            here, left = left[:room], left[room:]
            pieces[-1] += here.encode("utf-16-le")
            if left:
                pieces.append(b"\1")
    return record(SHARED, pieces[0]) + b"".join(record(CONTINUE, each) for each in pieces[1:])


def old_book(sheets: Mapping[str, bytes], texts: Sequence[str] = (), *, cut: int = 8000, more: bytes = b"") -> bytes:
    """A workbook with these sheets, each given by its cells; `more` stands among what is said of the whole book."""
    known = table_of(texts, cut) if texts else b""
    named = {name: text(name, "<B") for name in sheets}
    length = len(begun(5)) + len(more) + len(known) + 4 + sum(4 + 6 + len(each) for each in named.values())
    listed, bodies = b"", b""
    for name, cells in sheets.items():
        listed += record(SHEET, struct.pack("<IBB", length + len(bodies), 0, 0) + named[name])
        bodies += begun(0x10) + cells + record(EOF, b"")
    return compound(begun(5) + more + listed + known + record(EOF, b"") + bodies)


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """The stream as the one file within an OLE file."""
    stream = stream.ljust(4096, b"\0")  # a shorter one would lie among the small sectors
    sectors = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * 128 < tables + 1 + sectors:
        tables += 1
    chain = [_TABLE] * tables + [_END] + [tables + 2 + at for at in range(sectors - 1)] + [_END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<8I", tables, tables, 0, 4096, _END, 0, _END, 0)
    named = struct.pack(f"<{tables}I", *range(tables)).ljust(109 * 4, b"\xff")
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, tables + 1, len(stream))
    return head + named + table + directory.ljust(_SECTOR, b"\0") + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, first: int, length: int, child: int = 0xFFFFFFFF) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    told = struct.pack("<HBB", len(words), kind, 1) + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return words.ljust(64, b"\0") + told + bytes(36) + struct.pack("<III", first, length, 0)


def texts_of(book: bytes) -> list[str]:
    """The texts of the cells of a workbook made here, its stream taken as it lies: in one piece, to the file's end."""
    tables = struct.unpack_from("<I", book, 44)[0]
    stream = book[(tables + 2) * _SECTOR :]
    found, known, at = [], list[str](), 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == SHARED:
            known = _texts_in(content)
        elif kind == LABEL:
            found.append(content[9:].decode("utf-16-le", "replace"))
        elif kind == LABEL_SHARED and len(content) == 10:
            found += known[struct.unpack_from("<I", content, 6)[0] :][:1]
    return found


def _texts_in(content: bytes) -> list[str]:
    found, at = [], 8
    while at + 3 <= len(content):
        end = at + 3 + 2 * struct.unpack_from("<H", content, at)[0]
        found.append(content[at + 3 : end].decode("utf-16-le", "replace"))
        at = end
    return found
