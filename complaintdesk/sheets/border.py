# SPDX-License-Identifier: Apache-2.0
"""What a list from outside must be before anything reads it: known by its first bytes, and no bigger than it says."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum
from pathlib import Path

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
BYTES_AT_MOST = 20 * 2**20
UNPACKED_AT_MOST = 200 * 2**20
TIMES_AT_MOST = 100  # how much bigger a workbook may get by unpacking
NO_BOMB = 20 * 2**20  # whatever its ratio: a sheet that is formatted far down packs very well
MEMBERS_AT_MOST = 1_000
ROWS_AT_MOST = 50_010  # 50,000 and a head somewhere in the first ten
COLUMNS_AT_MOST = 64

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = re.compile(rb"\s*(<!doctype|<html|<table|<meta|mime-version:)", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# A cell that holds something in a far row or column; what a sheet needs grows with the corners, not with the cells.
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{2,3}[0-9]{1,7}|[A-Z][0-9]{5,7})"[^>]*(?<!/)>')
_CELL_TAG_AT_MOST = 300
_PIECE = 2**20

DAMAGED = QT_TRANSLATE_NOOP(
    "errors", "This file is damaged or not what its name says. Open it in Excel or WPS and save it anew as .xlsx."
)
LOCKED = QT_TRANSLATE_NOOP("errors", "This workbook is locked with a password. Save it without one first.")


class ImportRefused(UserError):
    """A list that is not read at all, and why; nothing of it has gone in."""


class Form(Enum):
    """How a list is stored."""

    TEXT = "text"
    WORKBOOK = "workbook"


def take_in(path: Path) -> tuple[bytes, Form]:
    """The file's bytes once they may be read; raises ImportRefused, or EnvironmentProblem when the disk refuses."""
    if path.suffix.lower() not in SUFFIXES:
        raise ImportRefused(
            QT_TRANSLATE_NOOP("errors", "“{file}” is no list: {suffixes} can be read."),
            file=path.name,
            suffixes=" ".join(SUFFIXES),
        )
    data = _bytes_of(path)
    if not data.strip():
        raise ImportRefused(QT_TRANSLATE_NOOP("errors", "There is nothing in this file."))
    if path.suffix.lower() == ".csv" and not data.startswith((b"PK\x03\x04", _OLE)):
        return data, Form.TEXT
    if data.startswith(b"PK\x03\x04"):
        _check_archive(data)
    elif not data.startswith(_OLE):
        if _WEB_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
            text = QT_TRANSLATE_NOOP(
                "errors", "This is a web page under a workbook's name. Open it in Excel or WPS and save it as .xlsx."
            )
            raise ImportRefused(text)
        raise ImportRefused(DAMAGED)
    elif _ENCRYPTED in data:
        raise ImportRefused(LOCKED)
    return data, Form.WORKBOOK


def refuse_far(cell: str) -> None:
    """Raises ImportRefused when a cell (`BM12`) lies beyond the rows and columns that are read."""
    letters, digits = re.fullmatch("([A-Z]+)([0-9]+)", cell, re.ASCII).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    if int(digits) > ROWS_AT_MOST or column > COLUMNS_AT_MOST:
        raise ImportRefused(
            QT_TRANSLATE_NOOP(
                "errors",
                "A sheet reaches to cell {cell}; up to {rows} rows and {columns} columns are read. Split it.",
            ),
            cell=cell,
            rows=ROWS_AT_MOST,
            columns=COLUMNS_AT_MOST,
        )


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > BYTES_AT_MOST:
            text = QT_TRANSLATE_NOOP("errors", "This file has more than {limit} MB. Split it, or remove its pictures.")
            raise ImportRefused(text, limit=BYTES_AT_MOST // 2**20)
        return path.read_bytes()
    except OSError as error:
        text = QT_TRANSLATE_NOOP("errors", "“{file}” could not be read: {reason}")
        advice = QT_TRANSLATE_NOOP("errors", "Look whether it is there, and close it in other programs.")
        raise EnvironmentProblem(text, advice, file=path.name, reason=error.strerror or str(error.errno)) from error


def _check_archive(data: bytes) -> None:
    """Raises ImportRefused for a workbook that would unpack to too much, lies about its size, or has far cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if any(member.flag_bits & 1 for member in members):
                raise ImportRefused(LOCKED)
            times = unpacked > NO_BOMB and unpacked > TIMES_AT_MOST * len(data)
            if len(members) > MEMBERS_AT_MOST or unpacked > UNPACKED_AT_MOST or times:
                text = QT_TRANSLATE_NOOP(
                    "errors", "This workbook unpacks to far more than its size. Save it anew from Excel or WPS."
                )
                raise ImportRefused(text)
            for member in members:
                _unpack(archive, member)
    except ImportRefused:
        raise
    except Exception as error:  # a damaged archive fails in a dozen ways: zlib, struct, lookup, end of file …
        raise ImportRefused(DAMAGED) from error


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpacks a member once, which proves its stated size; of a sheet it looks how far the cells reach."""
    sheet = bool(_SHEET.fullmatch(member.filename))
    with archive.open(member) as packed:
        before = b""
        while piece := packed.read(_PIECE):
            if sheet:
                for found in _FAR_CELL.finditer(before + piece):
                    refuse_far(found[1].decode())
                before = piece[-_CELL_TAG_AT_MOST:]
