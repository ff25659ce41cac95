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
CELL_AT_MOST = 32_767  # characters, as many as a workbook's cell can hold
TEXT_AT_MOST = 32 * 2**20  # characters in all cells together

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = re.compile(rb"\s*(<!doctype|<html|<table|<meta|mime-version:)", re.IGNORECASE)
_PIECE = 2**20

DAMAGED = QT_TRANSLATE_NOOP(
    "errors", "This file is damaged or not what its name says. Open it in Excel or WPS and save it anew as .xlsx."
)
TOO_OLD = QT_TRANSLATE_NOOP(
    "errors", "This workbook is in a form from before 1997. Open it in Excel or WPS and save it as .xlsx."
)
TOO_LONG = QT_TRANSLATE_NOOP("errors", "Cell {cell} holds {count} characters; up to {limit} are read. Shorten it.")
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
    if path.suffix.lower() == ".csv" and not data.startswith((b"PK\x03\x04", OLE)):
        return data, Form.TEXT
    if data.startswith(b"PK\x03\x04"):
        _check_archive(data)
    elif not data.startswith(OLE):
        if _WEB_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
            text = QT_TRANSLATE_NOOP(
                "errors", "This is a web page under a workbook's name. Open it in Excel or WPS and save it as .xlsx."
            )
            raise ImportRefused(text)
        raise ImportRefused(DAMAGED)
    elif _ENCRYPTED in data:
        raise ImportRefused(LOCKED)
    return data, Form.WORKBOOK


def refuse_far(row: int, column: int) -> None:
    """Raises ImportRefused when a cell, both counted from 0, lies beyond the rows and columns that are read."""
    if row >= ROWS_AT_MOST or column >= COLUMNS_AT_MOST:
        raise ImportRefused(
            QT_TRANSLATE_NOOP(
                "errors",
                "A sheet reaches to cell {cell}; up to {rows} rows and {columns} columns are read. Split it.",
            ),
            cell=cell_name(row, column),
            rows=ROWS_AT_MOST,
            columns=COLUMNS_AT_MOST,
        )


def refuse_long(text: str, row: int, column: int) -> None:
    """Raises ImportRefused for a text that no cell of a workbook could hold."""
    if len(text) > CELL_AT_MOST:
        raise ImportRefused(
            TOO_LONG,
            cell=cell_name(row, column),
            count=len(text),
            limit=CELL_AT_MOST,
        )


def column_name(column: int) -> str:
    """A column as spreadsheets call it: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets call it: B12."""
    return f"{column_name(column)}{row + 1}"


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
                with archive.open(member) as packed:  # unpacked once, which proves its stated size
                    while packed.read(_PIECE):
                        pass
    except ImportRefused:
        raise
    except Exception as error:  # a damaged archive fails in a dozen ways: zlib, struct, lookup, end of file …
        raise ImportRefused(DAMAGED) from error
