# SPDX-License-Identifier: Apache-2.0
"""The same second look at an old workbook (.xls): which cells hold something, by its records.

Where the reader leaves a cell empty because its formula came to an error, the error is found here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from complaintdesk.sheets.border import DAMAGED, LOCKED, TOO_OLD, ImportRefused, refuse_far
from complaintdesk.sheets.compound import Compound
from complaintdesk.sheets.inspecting import Inspected

_BOF, _EOF, _CONTINUE, _FILE_PASS = 0x0809, 0x000A, 0x003C, 0x002F
_BOUND_SHEET, _SST = 0x0085, 0x00FC
_NUMBER, _RK, _MUL_RK, _BOOL_ERR, _FORMULA, _STRING = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006, 0x0207
_LABEL, _RICH_LABEL, _LABEL_SST = 0x0204, 0x00D6, 0x00FD
_READ_FROM = 0x0600  # the version (BIFF8, Excel 97) whose texts the reader in use can read
_WORKSHEET, _SHEET_BEGINS = 0, 0x0010
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_NO_SUCH = "#N/A"  # of an error that has no name here

Record = tuple[int, list[bytes]]  # its kind; its bytes, and those that go on in records behind it


def inspect_old(data: bytes) -> dict[str, Inspected]:
    """What stands in each worksheet, by its name, in the workbook's order.

    Raises ImportRefused for a workbook that is locked or broken, and for cells in a far row or column.
    """
    try:
        return _sheets(Compound(data).stream("Workbook", "Book"))
    except (struct.error, IndexError) as error:
        raise ImportRefused(DAMAGED) from error


def _sheets(stream: bytes) -> dict[str, Inspected]:
    records = _records(stream, 0)
    kind, begun = next(records, (0, [b""]))
    if kind != _BOF:
        raise ImportRefused(DAMAGED)
    if struct.unpack_from("<H", begun[0])[0] < _READ_FROM:
        raise ImportRefused(TOO_OLD)
    listed, blank = list[tuple[str, int]](), list[bool]()
    for kind, parts in records:
        if kind == _EOF:
            break
        if kind == _FILE_PASS:
            raise ImportRefused(LOCKED)
        if kind == _BOUND_SHEET:
            at, _hidden, sort, length = struct.unpack_from("<IBBB", parts[0])
            if sort == _WORKSHEET:
                listed.append((_text(parts[0][7:], length), at))
        elif kind == _SST:
            blank = _Shared(parts).blank()
    if {at for _, at in listed} != _worksheets(stream):
        raise ImportRefused(DAMAGED)  # a sheet that nothing leads to, or what leads nowhere
    found = {name: _Cells(blank).read(_records(stream, at)) for name, at in listed}
    if len(found) != len(listed):
        raise ImportRefused(DAMAGED)  # two sheets that go by one name
    return found


def _worksheets(stream: bytes) -> set[int]:
    """Where worksheets begin, by going through all records; raises ImportRefused for one that belongs to no part."""
    found, within, at = set(), 0, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _BOF:
            if not within and struct.unpack_from("<H", stream, at + 6)[0] == _SHEET_BEGINS:
                found.add(at)
            within += 1
        elif not within and (kind or length or any(stream[at:])):
            raise ImportRefused(DAMAGED)
        elif not within:
            break  # nothing more: the stream is filled up
        within -= kind == _EOF
        at += 4 + length
    return found


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from there on, each with what goes on behind it; raises ImportRefused where one is cut off."""
    before: Record | None = None
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if len(content) < length:
            raise ImportRefused(DAMAGED)
        if kind == _CONTINUE and before is not None:
            before[1].append(content)
            continue
        if before is not None:
            yield before
        before = (kind, [content])
    if before is not None:
        yield before


def _text(data: bytes, length: int) -> str:
    """The text that begins here, after a byte that tells its width."""
    if data[0] & 1:
        return data[1 : 1 + length * 2].decode("utf-16-le", "replace")
    return data[1 : 1 + length].decode("latin-1")


class _Cells:
    """The cells of a sheet."""

    def __init__(self, blank: Sequence[bool]) -> None:
        self.found = Inspected()
        self._blank = blank
        self._told: set[tuple[int, int]] = set()
        self._formula = (0, 0)  # the cell whose text stands in a record of its own

    def read(self, records: Iterator[Record]) -> Inspected:
        """What stands from a sheet's beginning to its end."""
        if next(records, (0, []))[0] != _BOF:
            raise ImportRefused(DAMAGED)
        within = 1  # of a chart on the sheet, which has numbers of its own: 2
        for kind, parts in records:
            within += (kind == _BOF) - (kind == _EOF)
            if not within:
                return self.found
            if within == 1:
                self._take(kind, parts)
        raise ImportRefused(DAMAGED)

    def _take(self, kind: int, parts: list[bytes]) -> None:
        data = parts[0]
        if kind == _STRING:
            self._hold(*self._formula, taken=self._is_taken(b"".join(self._joined(parts, 2)), 0))
        elif kind == _MUL_RK:
            row, first = struct.unpack_from("<HH", data)
            for column in range(first, first + (len(data) - 6) // 6):
                self._hold(row, column)
        elif kind in (_NUMBER, _RK, _BOOL_ERR, _FORMULA, _LABEL, _RICH_LABEL, _LABEL_SST):
            row, column = struct.unpack_from("<HH", data)
            if kind == _BOOL_ERR and data[7]:
                self._err(row, column, data[6])
            elif kind == _FORMULA:
                self._settle(row, column, data[6:14])
            elif kind == _LABEL_SST:
                self._hold(row, column, taken=not self._blank[struct.unpack_from("<I", data, 6)[0]])
            elif kind in (_LABEL, _RICH_LABEL):
                self._hold(row, column, taken=self._is_taken(b"".join(self._joined(parts, 8)), 6, alone=kind == _LABEL))
            else:
                self._hold(row, column)

    def _settle(self, row: int, column: int, result: bytes) -> None:
        """What a formula came to: a number, or what its first byte says."""
        if result[6:] != b"\xff\xff" or result[0] == 1:
            self._hold(row, column)
        elif result[0] == 0:
            self._formula = row, column
        elif result[0] == 2:
            self._err(row, column, result[2])

    def _is_taken(self, data: bytes, at: int, *, alone: bool = False) -> bool:
        """Whether a text of the sheet's own holds anything but blanks; `alone` nothing else stands behind it."""
        (length,) = struct.unpack_from("<H", data, at)
        words = data[at + 2 :]
        needed = 1 + length * (1 + (words[0] & 1)) if length else 0
        if len(words) < needed or (alone and len(words) > max(needed, 1)):
            raise ImportRefused(DAMAGED)
        return bool(needed) and bool(_text(words, length).strip())

    def _joined(self, parts: list[bytes], head: int) -> list[bytes]:
        """A text's parts; where it goes on, each tells its width anew."""
        skip = 1 if len(parts[0]) > head else 0
        return [parts[0], *(part[skip:] for part in parts[1:])]

    def _hold(self, row: int, column: int, *, taken: bool = True) -> None:
        self._once(row, column)
        self.found.held[row] += taken

    def _err(self, row: int, column: int, code: int) -> None:
        self._once(row, column)
        self.found.errors[row, column] = _ERRORS.get(code, _NO_SUCH)

    def _once(self, row: int, column: int) -> None:
        """Refuses a cell that was told already, and one far away: a reader has room for all between the corners."""
        refuse_far(row, column)
        if (row, column) in self._told:
            raise ImportRefused(DAMAGED)
        self._told.add((row, column))


class _Shared:
    """The texts that the sheets share, in pieces: a text that goes on in the next piece tells its width there anew."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = 0, 0

    def blank(self) -> list[bool]:
        """Of each text, whether it holds nothing but blanks."""
        _all, count = struct.unpack("<II", self._take(8))
        if count * 3 > sum(map(len, self._pieces)):
            raise ImportRefused(DAMAGED)
        return [self._is_blank() for _ in range(count)]

    def _is_blank(self) -> bool:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        besides = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        words = self._words(length, flags)
        self._skip(runs * 4 + besides)
        return not words.strip()

    def _words(self, length: int, flags: int) -> str:
        found = ""
        while len(found) < length:
            width = 1 + (flags & 1)
            rest = self._pieces[self._piece][self._at :]
            here = min(length - len(found), len(rest) // width)
            taken = rest[: here * width]
            self._at += len(taken)
            found += taken.decode("latin-1") if width == 1 else "".join(map(chr, struct.unpack(f"<{here}H", taken)))
            if len(found) < length:
                self._turn()
                flags = self._pieces[self._piece][0]
                self._at = 1
        return found

    def _take(self, count: int) -> bytes:
        """So many bytes of a text's head, which stands in one piece."""
        if self._at >= len(self._pieces[self._piece]):
            self._turn()
        found = self._pieces[self._piece][self._at : self._at + count]
        self._at += count
        return found

    def _skip(self, count: int) -> None:
        while count:
            here = min(count, len(self._pieces[self._piece]) - self._at)
            self._at += here
            count -= here
            if count:
                self._turn()

    def _turn(self) -> None:
        self._piece, self._at = self._piece + 1, 0
        if self._piece >= len(self._pieces):
            raise ImportRefused(DAMAGED)
