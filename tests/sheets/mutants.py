# SPDX-License-Identifier: Apache-2.0
"""Books changed at random, read one after the other in a process of their own that has the reader's limits.

`python -m tests.sheets.mutants BASE FIRST COUNT` prints, as JSON, how many were read and refused, which lost a row that
still stood in the file, and what memory it took.
"""

from __future__ import annotations

import csv
import faulthandler
import io
import json
import random
import re
import resource
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

from complaintdesk.sheets.border import OLE, ImportRefused
from complaintdesk.sheets.parsing import parse_book
from complaintdesk.sheets.reader_process import MEMORY_AT_MOST
from complaintdesk.sheets.reading import Book
from tests.sheets.corpus import open_document, open_rows
from tests.sheets.raw_books import packed, parts, sheet_xml
from tests.sheets.raw_old_books import labels, old_book, shared, texts_of

_HANGS_AFTER = 30  # s: then the process ends itself, and says where it was
ROWS = tuple((f"3-2-{1500 + at}", f"住户{at}号", f"138{at:08}", f"2026-11-{at:02}") for at in range(1, 13))
TABLE = (("房号", "姓名", "电话", "入住日期"), *ROWS)
MARK = re.compile("住户[0-9]+号")  # stands once in each row
_WORDS = (
    b"<row>", b"</row>", b'<row r="1">', b"<c>", b"</c>", b'r="A1"', b'r="B3"', b't="s"', b't="e"', b't="inlineStr"',
    b"<v>", b"</v>", b"<v/>", b"<f>1</f>", b"<t>", b"</t>", b"<is/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;",
    b"&lt;", b"&x;", b"<!DOCTYPE a>", b"1e999", b"-1", b"NaN", b"4294967296", b"1048577", b"\xff", b"\0", b'"', b"'",
    b"<sheetData>", b"</sheetData>", b"<mergeCell ref=\"A1:D9\"/>", b' state="hidden"', b"table:table-row",
    b' table:number-rows-repeated="9"', b",", b";", b"\t", b"\n", b"\r", b'""', b"\xef\xbb\xbf", b"<si>", b"</si>",
)  # fmt: skip


def _plain() -> bytes:
    return packed(parts({"业主": sheet_xml(TABLE[:7]), "租户": sheet_xml((TABLE[0], *TABLE[7:]))}))


def _usual() -> bytes:
    """As office programs write it: shared texts, styles, dates as days, numbers, a merge."""
    shared = sorted({words for row in TABLE for words in row[:2]})
    at = {words: number for number, words in enumerate(shared)}
    rows = "".join(
        f'<row r="{number}" spans="1:3"><c r="A{number}" t="s"><v>{at[row[0]]}</v></c><c r="B{number}" t="s"><v>'
        f'{at[row[1]]}</v></c><c r="C{number}"><v>{row[2] if row[2].isdigit() else 0}</v></c></row>'
        for number, row in enumerate(TABLE, 1)
    )
    merge = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    return packed(parts({"业主": sheet_xml(rows, after=merge)}, strings=shared))


def _written() -> bytes:
    made = openpyxl.Workbook()
    for row in TABLE:
        made.worksheets[0].append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _old() -> bytes:
    """Texts of the cells' own on one sheet, shared ones on another."""
    cells, known = shared((TABLE[0], *TABLE[7:]))
    return old_book({"业主": labels(TABLE[:7]), "租户": cells}, known)


def _text() -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(TABLE)
    return file.getvalue().encode()


BASES = {
    "plain.xlsx": _plain,
    "usual.xlsx": _usual,
    "written.xlsx": _written,
    "open.ods": lambda: open_document(open_rows(TABLE)),
    "old.xls": _old,
    "text.csv": _text,
    "gbk.csv": lambda: _text().decode().encode("gbk"),
    "wide.csv": lambda: _text().decode().encode("utf-16"),
}


def mutant(base: bytes, dice: random.Random) -> bytes:
    """The book with something changed in it: in one of its parts, packed anew, or in its bytes as they are."""
    if base.startswith(OLE) and dice.random() < 0.8:
        return _overwritten(base, dice, dice.choice((1, 1, 2, 5)))
    if not base.startswith(b"PK") or dice.random() < 0.3:
        return _changed(base, dice, dice.choice((1, 1, 2, 8)))
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([*members, *(each for each in members if "sheet" in each or "content" in each)])
    return packed(members | {name: _changed(members[name], dice, dice.choice((1, 1, 1, 2, 5)))})


def _changed(data: bytes, dice: random.Random, times: int) -> bytes:
    for _ in range(times):
        at = dice.randrange(len(data) + 1)
        to = min(len(data), at + dice.choice((0, 1, 1, 2, 9, 60, 400)))
        put = dice.choice((b"", dice.randbytes(1), dice.choice(_WORDS), dice.choice(_WORDS), data[at:to] * 2))
        data = data[:at] + put + data[to:] if dice.random() < 0.95 else data[:at]
    return data


def _overwritten(data: bytes, dice: random.Random, times: int) -> bytes:
    """The bytes with some of them put in others' place: what stands behind them stays where it is looked for."""
    for _ in range(times):
        at, there = dice.randrange(len(data)), dice.randrange(len(data))
        put = dice.choice((b"\0", b"\xff", dice.randbytes(1), dice.randbytes(2), data[there : there + 8]))
        data = data[:at] + put + data[at + len(put) :]
    return data


def standing(data: bytes, suffix: str, book: Book) -> set[str]:
    """The rows' marks that a plain reading of the file still finds in cells of the sheets that are shown."""
    if suffix == ".csv":
        return {*MARK.findall(data.decode(book.encoding, "replace"))}
    if suffix == ".xls":
        return {mark for words in texts_of(data) for mark in MARK.findall(words)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if suffix == ".ods":
            cells = _elements(archive.read("content.xml"), "table-cell")
            return {mark for each in cells for mark in MARK.findall("".join(each.itertext()))}
        names = {name.lower(): name for name in archive.namelist()}
        shared = [
            "".join(words.text or "" for words in each.iter() if words.tag.endswith("}t"))
            for each in (_elements(archive.read(names[_SHARED]), "si") if _SHARED in names else ())
        ]
        found = set()
        for name in names.values():
            if name.lower().startswith("xl/worksheets/"):
                for each in _elements(archive.read(name), "c"):
                    words = "".join(part.text or "" for part in each.iter() if part.tag.endswith(("}v", "}t")))
                    if each.get("t") == "s":
                        words = shared[int(words)] if words.isdecimal() and int(words) < len(shared) else ""
                    found |= {*MARK.findall(words)} if each.get("t") != "e" else set()
        return found


_SHARED = "xl/sharedstrings.xml"


def _elements(xml: bytes, tag: str) -> Iterator[ElementTree.Element]:
    return (each for each in ElementTree.fromstring(xml).iter() if each.tag.endswith("}" + tag))


def read(book: Book) -> set[str]:
    """The marks in the rows that were read."""
    cells = (cell for sheet in book.sheets for row in sheet.rows for cell in row if isinstance(cell, str))
    return {mark for cell in cells for mark in MARK.findall(cell)}


def main(base: str, first: int, count: int, folder: Path) -> dict[str, object]:
    """Reads that many mutants of a base."""
    whole = BASES[base]()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
    done = {"read": 0, "refused": 0}
    lost = []
    for seed in range(first, first + count):
        data = mutant(whole, random.Random(f"{base} {seed}"))
        path = folder / base
        path.write_bytes(data)
        faulthandler.dump_traceback_later(_HANGS_AFTER, exit=True)
        try:
            book = parse_book(path)
        except ImportRefused:
            done["refused"] += 1
        else:
            done["read"] += 1
            if not book.hidden and standing(data, path.suffix, book) - read(book):
                lost.append(seed)
        faulthandler.cancel_dump_traceback_later()
    status = Path("/proc/self/status").read_text()  # ru_maxrss would tell that of whoever started the process as well
    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    return done | {"lost": lost, "peak": peak}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        json.dump(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(scratch)), sys.stdout)
