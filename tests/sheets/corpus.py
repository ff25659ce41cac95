# SPDX-License-Identifier: Apache-2.0
"""Files that an import must come through: what offices keep, what breaks readers, and what somebody made on purpose.

Each is made here, none is kept: its name says what it is, and `CORPUS` what must become of it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.sheets.raw_books import SHEET, XML, book, cell, packed, parts, rows_xml, sheet_xml
from tests.sheets.raw_old_books import EOF, begun, compound, fault, label, labels, numeral, old_book, record, shared

HEAD = ("房号", "姓名", "电话")
HOMES = (("3-2-1501", "单飞", "13800000001"), ("3-2-1502", "曾琳", "13800000002"), ("3-2-1503", "仇和", ""))
LIST = (HEAD, *HOMES)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Fate:
    """What must become of a file: rows that add up, or one refusal."""

    new: int = 0
    refused: int = 0
    empty: int = 0
    refusal: str | None = None  # words of it
    head: int = 1  # rows down to the head


REFUSED_AS_DAMAGED = Fate(refusal="damaged")


@dataclass(frozen=True)
class Entry:
    """A file of the corpus."""

    make: Callable[[], bytes]
    fate: Fate
    suffix: str = ".xlsx"


def far_cell(at: str) -> bytes:
    """A list with a single cell far away."""
    row = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return book(rows_xml(LIST) + f'<row r="{row}">{cell(at, "x")}</row>')


def far_columns() -> bytes:
    """Two hundred columns, each with a word."""
    return book(rows_xml(LIST) + f'<row r="5">{"".join("<c><v>1</v></c>" for _ in range(200))}</row>')


def endless_string() -> bytes:
    """A shared text that unpacks to a gigabyte: one packed megabyte, a thousand times over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = (packer.compress(b"A" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)) * 1024
    name = "xl/sharedStrings.xml"
    data = bytearray(packed(parts({"业主": sheet_xml(LIST)}) | {name: stream}, how=zipfile.ZIP_STORED))
    for mark, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        at = data.rindex(mark, 0, data.index(name.encode()) if method == 8 else len(data))
        struct.pack_into("<H", data, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", data, at + size, 2**30)
    return bytes(data)


def many_references(length: int, rows: int) -> bytes:
    """One long shared text that every row refers to."""
    data = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, rows))
    return packed(parts({"业主": sheet_xml(data)}, strings=["长" * length]))


def three_million_rows() -> bytes:
    """A small file of three million rows."""
    return book("<row><c><v>1</v></c></row>" * 3_000_000)


def declared_empty_rows() -> bytes:
    """A list that is formatted down to the last row."""
    declared = "".join(f'<row r="{at}"><c r="A{at}" s="0"/><c r="B{at}" s="0"/></row>' for at in range(5, 200_000))
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    return book(rows_xml(LIST) + declared + far)


def with_dtd(dtd: str, words: str) -> bytes:
    """A list whose sheet brings its own DTD, and uses it."""
    data = rows_xml(LIST) + f'<row r="5"><c r="A5" t="inlineStr"><is><t>{words}</t></is></c></row>'
    return book(data, dtd=dtd)


LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
BILLION_LAUGHS = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{LAUGHS}]>'
FILE_OF_THE_MACHINE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def outside_its_folder() -> bytes:
    """A list with parts that would land elsewhere, were they unpacked."""
    return packed(parts({"业主": sheet_xml(LIST)}) | {"../../../evil.txt": b"x", "/etc/evil.txt": b"x"})


def named_without_end() -> bytes:
    """Names that name ten others each."""
    names = "".join(
        f'<definedName name="n{at}">{"+".join([f"n{at - 1}"] * 10)}</definedName>' for at in range(1, 20_000)
    )
    return packed(parts({"业主": sheet_xml(LIST)}, workbook=f"<definedNames>{names}</definedNames>"))


def merged_over_everything(times: int = 1) -> bytes:
    """A merge over the whole sheet, once or over itself again and again."""
    merges = '<mergeCell ref="A1:XFD1048576"/>' * times
    return book(LIST, after=f"<mergeCells>{merges}</mergeCells>")


def merged_heads() -> bytes:
    """A title, heads over two rows, a building beside its rooms and over rows that hold nothing."""
    rows = (
        ("阳光花园业主表", "", "", ""),
        ("楼栋", "房号", "联系方式", ""),
        ("", "", "姓名", "电话"),
        ("3栋", "1501", "单飞", "13800000001"),
        ("", "1502", "曾琳", "13800000002"),
        ("", "", "", ""),
        ("4栋", "101", "仇和", ""),
    )
    ranges = ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A6")
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return book(rows, after=f'<mergeCells count="5">{merges}</mergeCells>')


def remarks_beside() -> bytes:
    """Remarks to the right of the data and below it, a gap in the midst."""
    rows = (
        (*HEAD, "", "说明：请勿改动"),
        HOMES[0],
        ("", "", "", "", "填写说明"),
        (),
        HOMES[1],
        ("", "", "", "", "制表：王敏"),
    )
    return book(rows)


def dated(epoch: datetime | None) -> bytes:
    """Dates as days since 1900 or 1904, as text in several ways, and one that is none."""
    made = openpyxl.Workbook()
    if epoch is not None:
        made.epoch = epoch
    sheet = made.worksheets[0]
    sheet.append([*HEAD, "入住日期"])
    days = (
        date(2020, 2, 29),
        datetime.combine(date(2020, 2, 29), time()),
        "2020.2.29",
        "2020年2月29日",
        "20200229",
        "以前",
    )
    for number, day in enumerate(days, 1):
        sheet.append([f"3-2-{number}01", "单飞", "", day])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def as_numbers() -> bytes:
    """Phones and rooms as numbers, with fractions and padded; numbers kept as text."""
    data = (
        '<row r="2"><c r="A2"><v>31501</v></c><c r="B2" t="str"><v> \n单飞\t</v></c>'
        '<c r="C2"><v>1.3800000001E10</v></c></row>'
        f'<row r="3">{cell("A3", "3-2-1502")}{cell("B3", "曾琳")}{cell("C3", "１３８００００００02")}</row>'
    )
    return book(rows_xml([HEAD]) + data)


def errors_and_formulas() -> bytes:
    """Formulas that came to an error, that were never computed, and that came to nothing."""
    data = (
        f'<row r="2">{cell("A2", "3-2-1501")}<c r="B2" t="e"><f>VLOOKUP(A2,X:X,1)</f><v>#N/A</v></c></row>'
        '<row r="3"><c r="A3"><f>"3-2-"&amp;1502</f></c></row>'
        f'<row r="4">{cell("A4", "3-2-1503")}<c r="B4" t="str"><f>""</f><v></v></c>'
        '<c r="C4" t="e"><v>#REF!</v></c></row>'
    )
    return book(rows_xml([HEAD]) + data)


def damaged(change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """A list with one part changed."""
    made = parts({"业主": sheet_xml(LIST)})
    return packed(made | {part: change(made[part])})


def open_document(rows: str, dtd: str = "") -> bytes:
    """An .ods with these rows."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{XML}{dtd}<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="业主">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind.decode()}"/></manifest:manifest>'
    )
    return packed({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def open_rows(rows: tuple[tuple[str, ...], ...], repeated: str = "") -> str:
    """Rows of an .ods, the last one repeated."""
    made = []
    for number, row in enumerate(rows):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>' for words in row
        )
        made.append(f"<table:table-row{repeated if number == len(rows) - 1 else ''}>{cells}</table:table-row>")
    return "".join(made)


def text(encoding: str, separator: str = ",") -> bytes:
    """The list as text."""
    return "\r\n".join(separator.join(row) for row in LIST).encode(encoding)


def old_shared(cut: int) -> bytes:
    """An old workbook whose shared texts are in pieces of so many bytes."""
    cells, known = shared(LIST)
    return old_book({"业主": cells}, known, cut=cut)


def old_chart() -> bytes:
    """An old workbook with a chart on its sheet, that has numbers of its own."""
    return old_book({"业主": labels(LIST) + begun(0x20) + numeral(1, 1, 7) + numeral(9, 0, 7) + record(EOF, b"")})


def lying_size() -> bytes:
    """An archive whose directory says that the sheet is smaller than it is."""
    data = bytearray(book(rows_xml(LIST) + "<row/>" * 100_000))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


GOOD = Fate(new=3)
CORPUS: dict[str, Entry] = {
    "good": Entry(partial(book, LIST), GOOD),
    "good with a macro's name": Entry(partial(book, LIST), GOOD, ".xlsm"),
    "says it has one row": Entry(partial(book, LIST, before='<dimension ref="A1"/>'), GOOD),
    "says it is endless": Entry(partial(book, LIST, before='<dimension ref="A1:XFD1048576"/>'), GOOD),
    "a cell in the last corner": Entry(partial(far_cell, "XFD1048576"), Fate(refusal="reaches to cell")),
    "two hundred columns": Entry(far_columns, Fate(refusal="reaches to cell")),
    "a text of a gigabyte": Entry(endless_string, Fate(refusal="unpacks to far more")),
    "a text longer than a cell": Entry(partial(many_references, 40_000, 3), Fate(refusal="holds .count. characters")),
    "a text that is everywhere": Entry(
        partial(many_references, 32_000, 50_000), Fate(refusal="more memory or time|more text")
    ),
    "three million rows": Entry(three_million_rows, Fate(refusal="unpacks to far more")),
    "declared and empty": Entry(declared_empty_rows, GOOD),
    "entities without end": Entry(partial(with_dtd, BILLION_LAUGHS, "&l9;"), REFUSED_AS_DAMAGED),
    "a file of the machine": Entry(partial(with_dtd, FILE_OF_THE_MACHINE, "&x;"), REFUSED_AS_DAMAGED),
    "merged over everything": Entry(merged_over_everything, GOOD),
    "merged again and again": Entry(partial(merged_over_everything, 100_000), GOOD),
    "outside its folder": Entry(outside_its_folder, GOOD),
    "names that name names": Entry(named_without_end, GOOD),
    "a web page": Entry(lambda: b"<html><table><tr><td>1</td></tr></table></html>", Fate(refusal="web page")),
    "text under a workbook's name": Entry(partial(text, "utf-8"), REFUSED_AS_DAMAGED),
    "an old workbook that is none": Entry(lambda: OLE + b"\0" * 4096, REFUSED_AS_DAMAGED),
    "locked": Entry(lambda: OLE + "EncryptedPackage".encode("utf-16-le"), Fate(refusal="locked")),
    "cut off": Entry(lambda: book(LIST)[:-40], REFUSED_AS_DAMAGED),
    "nothing": Entry(lambda: b"", Fate(refusal="nothing in this file")),
    "an empty sheet": Entry(partial(book, ""), Fate(refusal="nothing in this file")),
    "a head alone": Entry(partial(book, [HEAD]), Fate()),
    "no head": Entry(partial(book, [("甲", "乙")]), Fate(refusal="No head row")),
    "since 1900": Entry(partial(dated, None), Fate(new=5, refused=1)),
    "since 1904": Entry(partial(dated, CALENDAR_MAC_1904), Fate(new=5, refused=1)),
    "merged heads": Entry(merged_heads, Fate(new=3, empty=1, head=3)),
    "remarks beside": Entry(remarks_beside, Fate(new=2, empty=3)),
    "numbers": Entry(as_numbers, Fate(new=2)),
    "errors": Entry(errors_and_formulas, Fate(new=1, refused=2)),
    "a row twice": Entry(partial(book, rows_xml(LIST) + rows_xml([("3-2-1601", "丁", "")], 4)), REFUSED_AS_DAMAGED),
    "a cell with two texts": Entry(
        partial(damaged, lambda xml: xml.replace(b"</is></c>", b"</is><is><t>x</t></is></c>", 1)), REFUSED_AS_DAMAGED
    ),
    "a broken row": Entry(partial(damaged, lambda xml: xml.replace(b"</row>", b"", 1)), REFUSED_AS_DAMAGED),
    "a row by another name": Entry(
        partial(damaged, lambda xml: xml.replace(b"<row", b"<raw", 1).replace(b"</row", b"</raw", 1)),
        REFUSED_AS_DAMAGED,
    ),
    "a sheet that nothing leads to": Entry(
        partial(damaged, lambda xml: xml.replace(b"<Relationship I", b"<Relation I"), "xl/_rels/workbook.xml.rels"),
        REFUSED_AS_DAMAGED,
    ),
    "a directory that lies": Entry(lying_size, REFUSED_AS_DAMAGED),
    "open document": Entry(lambda: open_document(open_rows(LIST)), GOOD, ".ods"),
    "open document, endless": Entry(
        lambda: open_document(open_rows(LIST, ' table:number-rows-repeated="1048570"')),
        Fate(refusal="reaches to"),
        ".ods",
    ),
    "open document with a DTD": Entry(
        lambda: open_document(open_rows(LIST), FILE_OF_THE_MACHINE), REFUSED_AS_DAMAGED, ".ods"
    ),
    "old": Entry(lambda: old_book({"业主": labels(LIST)}), GOOD, ".xls"),
    "old, its texts shared": Entry(partial(old_shared, 8000), GOOD, ".xls"),
    "old, its texts in pieces": Entry(partial(old_shared, 40), GOOD, ".xls"),
    "older still": Entry(lambda: compound(begun(5, wide=False), "Book"), Fate(refusal="before 1997"), ".xls"),
    "old, with a chart": Entry(old_chart, GOOD, ".xls"),
    "old, a formula gone wrong": Entry(
        lambda: old_book({"业主": labels(LIST) + label(4, 0, "3-2-1504") + fault(4, 1)}), Fate(3, 1), ".xls"
    ),
    "old, a cell twice": Entry(
        lambda: old_book({"业主": labels(LIST) + label(2, 0, "3-2-9")}), REFUSED_AS_DAMAGED, ".xls"
    ),
    "old, a cell far down": Entry(
        lambda: old_book({"业主": labels(LIST) + label(60_000, 0, "x")}), Fate(refusal="reaches to cell"), ".xls"
    ),
    "old, without an end": Entry(lambda: old_book({"业主": labels(LIST)})[:1200], REFUSED_AS_DAMAGED, ".xls"),
    "old and locked": Entry(
        lambda: old_book({"业主": labels(LIST)}, more=record(0x2F, bytes(6))), Fate(refusal="locked"), ".xls"
    ),
    "GBK": Entry(partial(text, "gbk"), GOOD, ".csv"),
    "GB18030": Entry(partial(text, "gb18030"), GOOD, ".csv"),
    "UTF-16": Entry(partial(text, "utf-16", "\t"), GOOD, ".csv"),
    "UTF-16 without its mark": Entry(partial(text, "utf-16-le"), GOOD, ".csv"),
    "UTF-8": Entry(partial(text, "utf-8"), GOOD, ".csv"),
    "a text with zeros": Entry(lambda: text("utf-8") + b"\0\0\0", REFUSED_AS_DAMAGED, ".csv"),
    "a quotation mark too many": Entry(lambda: text("utf-8") + b'\n"3-2-1601', Fate(refusal="broken"), ".csv"),
    "a cell of a megabyte": Entry(
        lambda: text("utf-8") + b"\n" + b"a" * 2**20, Fate(refusal="holds .count. characters"), ".csv"
    ),
    "more rows than are read": Entry(lambda: text("utf-8") + b"\n3-2-1601" * 50_010, Fate(refusal="reaches"), ".csv"),
}
