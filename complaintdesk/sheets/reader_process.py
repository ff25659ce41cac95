# SPDX-License-Identifier: Apache-2.0
"""The process that reads one file and ends: what it found goes to its standard output, a line of JSON at a time."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from complaintdesk.desk.redacting import frames_of
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.sheets import parsing
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.limits import limit_this_process
from complaintdesk.sheets.reading import FORM, LIST, SECONDS_AT_MOST, TOO_MUCH, Book, Cell

MEMORY_AT_MOST = 1536 * 2**20
_ROWS_A_LINE = 200


def main(arguments: Sequence[str]) -> int:
    """Reads what is named: of which kind, where, in which encoding; 0 however it went, for what happened is told."""
    kind, path, encoding = arguments
    limits = ""
    try:
        limit_this_process(MEMORY_AT_MOST, SECONDS_AT_MOST)
    except (OSError, ValueError) as error:
        limits = f"{type(error).__name__}: {error}"
    _say({"limits": limits})
    for line in told(Path(path), encoding, kind):
        _say(line)
    return 0


def told(path: Path, encoding: str, kind: str = LIST) -> Iterator[Any]:
    """What there is to tell of a list: its sheets, each with its rows, and the end; or why it can't be read.

    Of a form's workbook as `form_book.parsed` tells.
    """
    try:
        if kind == FORM:
            from complaintdesk.sheets import form_book

            yield from form_book.parsed(path)
        else:
            yield from _lines(parsing.parse_book(path, encoding))
    except ImportRefused as error:
        yield {"refused": error.text, "values": error.values}
    except EnvironmentProblem as error:
        yield {"problem": error.text, "advice": error.advice, "values": error.values}
    except MemoryError:
        yield {"refused": TOO_MUCH, "values": {}}
    except Exception as error:  # noqa: BLE001 - the desk shall know where, and nothing of what stands in the file
        yield {"bug": frames_of(error)}


def _lines(book: Book) -> Iterator[Any]:
    for sheet in book.sheets:
        yield {"sheet": sheet.name}
        for start in range(0, len(sheet.rows), _ROWS_A_LINE):
            yield [[_sent(cell) for cell in row] for row in sheet.rows[start : start + _ROWS_A_LINE]]
    rows_read = sum(len(sheet.rows) for sheet in book.sheets)
    yield {"read": rows_read, "digest": book.digest, "encoding": book.encoding, "hidden": book.hidden}


def _sent(cell: Cell) -> str | list[str]:
    """A text as it is, a day or an instant in brackets."""
    if isinstance(cell, str):
        return cell
    return [cell.isoformat("T") if isinstance(cell, datetime) else cell.isoformat()]


def _say(line: Any) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.buffer.flush()
