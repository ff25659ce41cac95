# SPDX-License-Identifier: Apache-2.0
"""A form's rows dealt out to sheets: long texts go on over a sheet's end, and nothing over its frame."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.rows import LONG_FLOOR, STEP, Band, Boxes, Content, Rows, Shortfall
from complaintdesk.printing.templates import Form, TableRow


@dataclass(frozen=True)
class Layout:
    """The sheets of one part, each a list of bands from the top, and what fell short."""

    sheets: tuple[tuple[Band, ...], ...]
    shortfalls: tuple[Shortfall, ...]


def laid_out(form: Form, content: Content, room: float | None, faces: Faces, boxes: Boxes | None = None) -> Layout:
    """The form's rows on as few sheets as its texts allow, in type as large.

    Before a second sheet, long texts are set smaller, and then tables have fewer rows to write in.
    `room` is a sheet's height for rows; None is a roll, on which all is one sheet. `boxes`: see `Rows`.
    """
    if room is None:
        rows = Rows(form, content, faces, boxes)
        return Layout((tuple(rows.bands(0, form.size)),), tuple(rows.shortfalls))
    ways = [(form.size, 0)]
    while form.one_sheet and ways[-1][0] - STEP >= LONG_FLOOR:
        ways.append((ways[-1][0] - STEP, 0))
    if form.one_sheet:
        ways += [(ways[-1][0], fewer) for fewer in range(1, _rows_to_spare(form) + 1)]
    rows = Rows(form, content, faces, boxes)
    for size, fewer in ways:
        sheets = _dealt_out(rows.bands(room, size, fewer), room, form)
        if len(sheets) == 1:
            return Layout((_stretched(sheets[0], room),), tuple(rows.shortfalls))
    if len(ways) > 1:  # nothing saves the second sheet: then type that reads well
        sheets = _dealt_out(rows.bands(room, max(LONG_FLOOR, form.size - 1)), room, form)
    return Layout(tuple(tuple(sheet) for sheet in sheets), tuple(rows.shortfalls))


def _dealt_out(bands: Iterable[Band], room: float, form: Form) -> list[list[Band]]:
    """The bands on sheets; long text goes on over the end of one, a table's head stands on each."""
    sheets: list[list[Band]] = [[]]
    left = room
    waiting = deque(bands)
    while waiting:
        band = waiting.popleft()
        follower = waiting[0] if waiting and waiting[0].head is band else None
        wanted = band.height + (min(follower.height, room / 3) if follower else 0)
        if wanted <= left + 0.01:
            sheets[-1].append(band)
            left -= band.height
            continue
        fresh = all(placed is band.head for placed in sheets[-1])
        over_the_end = band.grows and (fresh or not band.head or band.height > room - band.head.height)
        parts = band.split(left) if over_the_end else None
        if parts:
            sheets[-1].append(parts[0])
            waiting.appendleft(parts[1])
        elif fresh:
            text = QT_TRANSLATE_NOOP("errors", "Form {form}: a row is higher than the sheet.")
            raise UserError(text, form=form.id)
        else:
            waiting.appendleft(band)
        sheets.append([])
        left = room
        if waiting[0].head:
            sheets[-1].append(waiting[0].head)
            left -= waiting[0].head.height
    return sheets


def _rows_to_spare(form: Form) -> int:
    """How many rows to write in by hand a table of the form can do without."""
    return max((row.rows // 2 for row in form.rows if isinstance(row, TableRow)), default=0)


def _stretched(bands: Sequence[Band], room: float) -> tuple[Band, ...]:
    """The bands of a single sheet, what room is left shared out among those that stretch."""
    shares = sum(band.stretch for band in bands)
    if not shares:
        return tuple(bands)
    spare = room - sum(band.height for band in bands)
    return tuple(replace(band, height=band.height + spare * band.stretch / shares) for band in bands)
