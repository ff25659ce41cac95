# SPDX-License-Identifier: Apache-2.0
"""Workbooks made of their bare parts, so that a test can say of every byte what it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"

Rows = Sequence[Sequence[str]]


def letter(column: int) -> str:
    """A column's name, A to BZ."""
    return ("" if column < 26 else chr(ord("A") + column // 26 - 1)) + chr(ord("A") + column % 26)


def cell(at: str, words: str) -> str:
    """A cell that holds a text of its own."""
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(words)}</t></is></c>' if words else f'<c r="{at}"/>'


def rows_xml(rows: Rows, first: int = 1) -> str:
    """Rows of texts."""
    return "".join(
        f'<row r="{number}">{"".join(cell(f"{letter(at)}{number}", words) for at, words in enumerate(row))}</row>'
        for number, row in enumerate(rows, first)
    )


def sheet_xml(rows: Rows | str, *, before: str = "", after: str = "", dtd: str = "") -> bytes:
    """A worksheet; `rows` may be the XML of its rows."""
    data = rows if isinstance(rows, str) else rows_xml(rows)
    words = f'{XML}{dtd}<worksheet xmlns="{_MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
    return words.encode()


def parts(sheets: Mapping[str, bytes], *, strings: Sequence[str] = (), workbook: str = "") -> dict[str, bytes]:
    """The parts of a workbook with these sheets; `workbook` stands in its workbook.xml before the sheets."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    shared = "".join(f"<si><t>{escape(each)}</t></si>" for each in strings)
    made = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types"></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{workbook}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        "</Relationships>",
    }
    if strings:
        made["xl/sharedStrings.xml"] = f'{XML}<sst xmlns="{_MAIN}">{shared}</sst>'
    return {name: words.encode() for name, words in made.items()} | {
        f"xl/worksheets/sheet{at}.xml": content for at, content in enumerate(sheets.values(), 1)
    }


def packed(members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def book(rows: Rows | str, **told: str) -> bytes:
    """A workbook of one sheet."""
    return packed(parts({"业主": sheet_xml(rows, **told)}))
