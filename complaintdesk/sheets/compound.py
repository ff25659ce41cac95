# SPDX-License-Identifier: Apache-2.0
"""The file within an old Office file: a stream of it by its name, out of sectors that lead to one another."""

from __future__ import annotations

import struct

from complaintdesk.sheets.border import DAMAGED, ImportRefused

_LAST = 0xFFFFFFFA  # sectors from here on are marks, the chain's end among them
_ENTRY = 128  # bytes that the directory has for a stream
_STREAM, _ROOT = 2, 5  # kinds of its entries
_IN_HEAD = 109  # sectors of the table that the head itself names


class Compound:
    """An OLE file's bytes. Whatever leads out of them raises ImportRefused, and so does a chain without an end."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise ImportRefused(DAMAGED)
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ImportRefused(DAMAGED)
        self._size = 1 << shift
        _tables, directory, _, self._small_below, small_first, _, more, _ = struct.unpack_from("<8I", data, 44)
        self._next = self._table([*struct.unpack_from(f"<{_IN_HEAD}I", data, 76)], more)
        self._entries = self._listed(self._chain(directory))
        root = next((each for each in self._entries if each[1] == _ROOT), None)
        if root is None:
            raise ImportRefused(DAMAGED)
        self._small = self._chain(root[2])
        self._small_next = _numbers(self._chain(small_first))

    def stream(self, *names: str) -> bytes:
        """The stream of the first of these names that is there; raises ImportRefused where none is."""
        for name in names:
            for found, kind, first, length in self._entries:
                if kind == _STREAM and found.casefold() == name.casefold():
                    return self._content(first, length)
        raise ImportRefused(DAMAGED)

    def _content(self, first: int, length: int) -> bytes:
        if length >= self._small_below:
            content = self._chain(first)
        else:
            content = b"".join(self._small[at * 64 : at * 64 + 64] for at in self._way(first, self._small_next))
        if len(content) < length:
            raise ImportRefused(DAMAGED)
        return content[:length]

    def _table(self, named: list[int], more: int) -> tuple[int, ...]:
        """Which sector follows which."""
        seen: set[int] = set()
        while more < _LAST:
            if more in seen:
                raise ImportRefused(DAMAGED)
            seen.add(more)
            *further, more = _numbers(self._sector(more))
            named += further
        return _numbers(b"".join(self._sector(at) for at in named if at < _LAST))

    def _sector(self, at: int) -> bytes:
        """A sector; the file's last one may be cut short."""
        found = self._data[(at + 1) * self._size : (at + 2) * self._size]
        if not found:
            raise ImportRefused(DAMAGED)
        return found.ljust(self._size, b"\0")

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(at) for at in self._way(first, self._next))

    def _way(self, first: int, following: tuple[int, ...]) -> list[int]:
        """The sectors of a chain in their order."""
        way: list[int] = []
        while first < _LAST:
            if first >= len(following) or len(way) >= len(following):
                raise ImportRefused(DAMAGED)
            way.append(first)
            first = following[first]
        return way

    def _listed(self, directory: bytes) -> list[tuple[str, int, int, int]]:
        """Name, kind, first sector and length of all that is in the file."""
        found = []
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            first, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
            found.append((name, kind, first, size))
        return found


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
