# SPDX-License-Identifier: Apache-2.0
"""The register (登记簿) as a workbook: one row a case, every column a field of the catalogue, and what the rows are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from complaintdesk import fields
from complaintdesk.desk.records import CaseRecord
from complaintdesk.desk.statistics_sources import COUNTED_ELSEWHERE
from complaintdesk.domain.terms import CaseState, Origin
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate
from complaintdesk.sheets.writing import Look, Progress, new_book, width_of

if TYPE_CHECKING:
    from complaintdesk.sheets.workbook import Book

TITLE = QT_TRANSLATE_NOOP("sheets", "Register")
ROWS = QT_TRANSLATE_NOOP("sheets", "Rows of the register")
COUNTED = QT_TRANSLATE_NOOP("sheets", "Received, as the statistics count them")
OLD = QT_TRANSLATE_NOOP("sheets", "From old registers")
ELSEWHERE = QT_TRANSLATE_NOOP("sheets", "Joined or transferred, counted there")
HOW_MANY = QT_TRANSLATE_NOOP("sheets", "How many")
SUM = QT_TRANSLATE_NOOP("sheets", "Together")
TELL_EVERY = 50
OWN_WIDTH = 12  # characters
PAGES_ACROSS = 2  # on one, the columns would be too small to read


@dataclass(frozen=True)
class Written:
    """How many rows a register has, and of what: a month's statistics count those `received` alone."""

    received: int
    void: int
    old: int  # of old registers, which the statistics count where they are asked to
    elsewhere: int = 0  # joined or transferred: the matter counts under another number

    @property
    def rows(self) -> int:
        """All of them."""
        return self.received + self.void + self.old + self.elsewhere

    def words(self) -> str:
        """What the rows are, for who compares them with the statistics; '' where all are counted there."""
        if self.rows == self.received:
            return ""
        text = QT_TRANSLATE_NOOP(
            "sheets", "{received} received, as the statistics count them; {void} void; {old} from old registers."
        )
        if self.elsewhere:
            text = QT_TRANSLATE_NOOP(
                "sheets",
                "{received} received, as the statistics count them; {void} void; {elsewhere} joined or transferred; "
                "{old} from old registers.",
            )
        return translate("sheets", text).format(**asdict(self))


def write_register(
    path: Path,
    records: Iterable[CaseRecord],
    *,
    office_name: str,
    zone: ZoneInfo,
    span_words: str = "",
    own_names: Sequence[str] = (),
    progress: Progress | None = None,
) -> Written:
    """How many cases were written, which a second sheet says too.

    Times are real dates, as the office's clock shows them; phones are texts. `span_words` says on each printed page
    which days the register covers; `own_names` are the office's own fields, a column each. Raises EnvironmentProblem
    when the disk refuses; the file is then as it was before.
    """
    names = fields.REGISTER_COLUMNS
    heads = [fields.label(name) for name in names]
    widths = [max(fields.find(name).width, width_of(head)) for name, head in zip(names, heads, strict=True)]
    heads += own_names
    widths += [max(OWN_WIDTH, width_of(name)) for name in own_names]
    title = translate("sheets", TITLE)
    kinds: Counter[str] = Counter()
    with new_book(path) as book:
        caption = "  ".join(part for part in (office_name, title, span_words) if part)
        book.sheet(title, widths, caption=caption, across=PAGES_ACROSS)
        book.row(heads, Look.HEAD)
        for record in records:
            own = dict(record.own_fields)
            values = [*(fields.cell(name, record, zone) for name in names), *map(own.get, own_names)]
            book.row(values, name=record.number or record.old_number)
            kinds[_sort_of(record)] += 1
            if progress is not None and kinds.total() % TELL_EVERY == 0:
                progress(kinds.total())
        book.filter(len(heads), kinds.total() + 1)
        written = Written(**{sort: kinds[sort] for sort in ("received", "void", "old", "elsewhere")})
        _sum_up(book, written)
    return written


def _sort_of(record: CaseRecord) -> str:
    if record.state is CaseState.VOID:
        return "void"
    if record.state in COUNTED_ELSEWHERE:
        return "elsewhere"
    return "old" if record.origin is Origin.HISTORY else "received"


def _sum_up(book: Book, written: Written) -> None:
    """A sheet that says what the rows are, so that they can be held against the statistics."""
    counted = {translate("sheets", COUNTED): written.received, label(CaseState.VOID): written.void}
    if written.elsewhere:
        counted[translate("sheets", ELSEWHERE)] = written.elsewhere
    counted[translate("sheets", OLD)] = written.old
    head = [translate("sheets", text) for text in (ROWS, HOW_MANY)]
    book.sheet(head[1], [max(map(width_of, (head[0], *counted))), width_of(head[1])])
    book.row(head, Look.HEAD)
    for name, count in counted.items():
        book.row([name, count])
    book.row([translate("sheets", SUM), written.rows], Look.HEAD)
