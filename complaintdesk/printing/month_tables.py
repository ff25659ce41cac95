# SPDX-License-Identifier: Apache-2.0
"""The month's figures as tables in words, which the screen, the workbook and the paper all show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from complaintdesk.desk.statistics import By, CategoryFigures, MonthFigures
from complaintdesk.desk.statistics_breakdown import CountRow
from complaintdesk.desk.statistics_flow import ENDS, FlowRow
from complaintdesk.desk.statistics_rates import ShareKind
from complaintdesk.desk.statistics_sources import Figure
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate

REPORT = QT_TRANSLATE_NOOP("Figures", "Report of {month}/{year}")
COUNTED_AT = QT_TRANSLATE_NOOP("Figures", "Counted at {time} by day of receipt; old registers left out")
COUNTED_WITH_OLD = QT_TRANSLATE_NOOP("Figures", "Counted at {time} by day of receipt; counts with old registers")
SUM = QT_TRANSLATE_NOOP("Figures", "Sum")
THIS_MONTH = QT_TRANSLATE_NOOP("Figures", "This month")
MONTH_BEFORE = QT_TRANSLATE_NOOP("Figures", "Month before")
YEAR_BEFORE = QT_TRANSLATE_NOOP("Figures", "Year before")
CHANGE = QT_TRANSLATE_NOOP("Figures", "Change")
_BY = {
    By.KIND: QT_TRANSLATE_NOOP("Figures", "By kind"),
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "By category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "By department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "By building"),
    By.CHANNEL: QT_TRANSLATE_NOOP("Figures", "By channel"),
    By.LEVEL: QT_TRANSLATE_NOOP("Figures", "Complaints by level"),
}
_HEAD = {
    By.KIND: QT_TRANSLATE_NOOP("Figures", "Kind"),
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "Category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "Department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "Building"),
    By.CHANNEL: QT_TRANSLATE_NOOP("Figures", "Channel"),
    By.LEVEL: QT_TRANSLATE_NOOP("Figures", "Level"),
}
_NONE = {
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "Without category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "Without department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "Without building"),
}
_UNDIVIDED = QT_TRANSLATE_NOOP("Figures", "{name}, not divided further")
TITLES = {  # of the tables that are as wide as the screen
    "shares": QT_TRANSLATE_NOOP("Figures", "Shares"),
    "flow": QT_TRANSLATE_NOOP("Figures", "What came and went"),
    "categories": QT_TRANSLATE_NOOP("Figures", "Categories and kinds"),
}
_SHARE = {
    ShareKind.TIMELINESS: QT_TRANSLATE_NOOP("Figures", "In time"),
    ShareKind.TIMELINESS_OF_ALL: QT_TRANSLATE_NOOP("Figures", "In time, of all slips issued"),
    ShareKind.CLOSING: QT_TRANSLATE_NOOP("Figures", "Handled"),
    ShareKind.CLOSING_WITH_SPECIAL: QT_TRANSLATE_NOOP("Figures", "Handled, with special closings"),
    ShareKind.SATISFACTION: QT_TRANSLATE_NOOP("Figures", "Satisfied, by slips"),
    ShareKind.CONTENT: QT_TRANSLATE_NOOP("Figures", "Content alone, by slips"),
    ShareKind.SATISFACTION_CALLED: QT_TRANSLATE_NOOP("Figures", "Satisfied, by follow-ups"),
    ShareKind.CONTENT_CALLED: QT_TRANSLATE_NOOP("Figures", "Content alone, by follow-ups"),
    ShareKind.FOLLOW_UP: QT_TRANSLATE_NOOP("Figures", "Followed up"),
    ShareKind.RESPONSE: QT_TRANSLATE_NOOP("Figures", "First word back in time"),
    ShareKind.REWORK: QT_TRANSLATE_NOOP("Figures", "Repairs done again"),
    ShareKind.REPEATS: QT_TRANSLATE_NOOP("Figures", "Repeated complaints"),
    ShareKind.INVALID: QT_TRANSLATE_NOOP("Figures", "Invalid complaints"),
}
_MEANING = {
    ShareKind.TIMELINESS: QT_TRANSLATE_NOOP("Figures", "slips finished in time ÷ finished or past their limit"),
    ShareKind.TIMELINESS_OF_ALL: QT_TRANSLATE_NOOP(
        "Figures", "slips finished in time ÷ all issued, undecided ones among them, void ones left out"
    ),
    ShareKind.CLOSING: QT_TRANSLATE_NOOP("Figures", "handled or closed ÷ all to be handled here"),
    ShareKind.CLOSING_WITH_SPECIAL: QT_TRANSLATE_NOOP("Figures", "special closings counted as handled"),
    ShareKind.SATISFACTION: QT_TRANSLATE_NOOP(
        "Figures", "content or fairly content ÷ slips rated, the worst word counts"
    ),
    ShareKind.CONTENT: QT_TRANSLATE_NOOP("Figures", "content ÷ slips rated"),
    ShareKind.SATISFACTION_CALLED: QT_TRANSLATE_NOOP(
        "Figures", "content or fairly content ÷ follow-ups with an answer"
    ),
    ShareKind.CONTENT_CALLED: QT_TRANSLATE_NOOP("Figures", "content ÷ follow-ups with an answer"),
    ShareKind.FOLLOW_UP: QT_TRANSLATE_NOOP("Figures", "made ÷ required and made, given up or past their day"),
    ShareKind.RESPONSE: QT_TRANSLATE_NOOP(
        "Figures", "callers answered within the hours promised ÷ answered or past them"
    ),
    ShareKind.REWORK: QT_TRANSLATE_NOOP("Figures", "repairs reopened ÷ repairs handled"),
    ShareKind.REPEATS: QT_TRANSLATE_NOOP("Figures", "complaints on the same matter again ÷ all complaints"),
    ShareKind.INVALID: QT_TRANSLATE_NOOP("Figures", "complaints found invalid ÷ all complaints"),
}
_ASPECT = {
    "quality": QT_TRANSLATE_NOOP("Figures", "Slips: quality"),
    "manner": QT_TRANSLATE_NOOP("Figures", "Slips: manner"),
    "timeliness": QT_TRANSLATE_NOOP("Figures", "Slips: timeliness"),
    "slip": QT_TRANSLATE_NOOP("Figures", "Slips: as a whole"),
    "call": QT_TRANSLATE_NOOP("Figures", "Follow-ups"),
}


@dataclass(frozen=True)
class Derived:
    """A number made of others in its row: the sum of some columns (counted from 0) less that of others."""

    count: int
    plus: tuple[int, ...]
    minus: tuple[int, ...] = ()
    signed: bool = False


Cell = Figure | Derived | Ratio | str


@dataclass(frozen=True)
class TableRow:
    """A line of a table; the last one may be the sum of the lines of depth 0 above it."""

    name: str
    cells: tuple[Cell, ...]
    depth: int = 0
    total: bool = False


@dataclass(frozen=True)
class FigureTable:
    """A table as people read it: the first head is that of the names."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    note: str = ""


def cell_words(cell: Cell) -> str:
    """A cell as it is read: a number, a change with its sign, a percentage, a text."""
    match cell:
        case Figure():
            return str(cell.count)
        case Derived():
            return f"{cell.count:+d}".replace("-", "−") if cell.signed and cell.count else str(cell.count)
        case Ratio():
            return "—" if cell.percent is None else f"{cell.percent}%"
    return cell


class Words:
    """What figures are called, in one language; the screen's where none is given."""

    def __init__(self, language: str | None = None) -> None:
        self._language = language

    def __call__(self, text: str, **values: object) -> str:
        """A marked text of the context "Figures"."""
        return translate("Figures", text, self._language).format(**values)

    def term(self, term: StrEnum) -> str:
        """A term's word."""
        return label(term, self._language)

    def share(self, kind: ShareKind) -> str:
        """What a share is called."""
        return self(_SHARE[kind])

    def meaning(self, kind: ShareKind) -> str:
        """What a share is made of."""
        return self(_MEANING[kind])

    def row(self, by: By, row: CountRow) -> str:
        """What a line of a breakdown is called."""
        if isinstance(row.name, StrEnum):
            return self.term(row.name)
        if row.name:
            numbered = by is By.BUILDING and row.name.isdigit()
            return self(QT_TRANSLATE_NOOP("Figures", "Building {number}"), number=row.name) if numbered else row.name
        return self(_UNDIVIDED, name=row.within) if row.depth else self(_NONE[by])

    def title(self, figures: MonthFigures) -> str:
        """The report's title."""
        return self(REPORT, year=figures.month.year, month=figures.month.month)

    def counted(self, figures: MonthFigures, time: str) -> str:
        """When and how it was counted; `time` as the office's clock shows it."""
        return self(COUNTED_WITH_OLD if figures.history else COUNTED_AT, time=time)


def tables(figures: MonthFigures, language: str | None = None) -> tuple[FigureTable, ...]:
    """All tables of the report in their order: shares, flow, states, counts, categories, then those of promises."""
    words = Words(language)
    counts = [breakdown_table(figures, by, words) for by in By]
    made = [make(figures, words) for make in (_shares, _flow, _states)]
    more = [make(figures, words) for make in (_cross, _limits, _follow_ups, _ratings, _trend)]
    return (*made, *counts, *more)


def breakdown_table(figures: MonthFigures, by: By, words: Words) -> FigureTable:
    """The counts by one thing, with the month before and the year before."""
    found = figures.by(by)
    heads = (_HEAD[by], THIS_MONTH, MONTH_BEFORE, CHANGE, YEAR_BEFORE, CHANGE)

    def line(name: str, row: CountRow, *, total: bool = False) -> TableRow:
        now, before, year = row.figures
        change = Derived(now.count - before.count, (0,), (1,), signed=True)
        yearly = Derived(now.count - year.count, (0,), (3,), signed=True)
        return TableRow(name, (now, before, change, year, yearly), row.depth, total)

    rows = [line(words.row(by, row), row) for row in found.rows]
    rows.append(line(words(SUM), found.total, total=True))
    return FigureTable(by.value, words(_BY[by]), tuple(map(words, heads)), tuple(rows))


def _shares(figures: MonthFigures, words: Words) -> FigureTable:
    heads = (
        *(QT_TRANSLATE_NOOP("Figures", "Share"), QT_TRANSLATE_NOOP("Figures", "Counted")),
        *(QT_TRANSLATE_NOOP("Figures", "Of"), QT_TRANSLATE_NOOP("Figures", "Undecided")),
        *(QT_TRANSLATE_NOOP("Figures", "Percent"), MONTH_BEFORE, QT_TRANSLATE_NOOP("Figures", "What it is")),
    )
    rows = [
        TableRow(
            words.share(share.kind),
            (
                share.numerator,
                share.denominator,
                share.undecided or "",
                share.ratio,
                figures.before[share.kind],
                words.meaning(share.kind),
            ),
        )
        for share in figures.shares
    ]
    return FigureTable("shares", words(TITLES["shares"]), tuple(map(words, heads)), tuple(rows))


def _flow(figures: MonthFigures, words: Words) -> FigureTable:
    heads = [
        words(QT_TRANSLATE_NOOP("Figures", "Kind")),
        words(QT_TRANSLATE_NOOP("Figures", "Open at the start")),
        words(QT_TRANSLATE_NOOP("Figures", "New")),
        words(QT_TRANSLATE_NOOP("Figures", "Reopened")),
        words(QT_TRANSLATE_NOOP("Figures", "Together")),
        *(words.term(state) for state in ENDS),
        words(QT_TRANSLATE_NOOP("Figures", "Open at the end")),
        words(QT_TRANSLATE_NOOP("Figures", "Together")),
    ]
    outs = tuple(range(4, 4 + len(ENDS) + 1))

    def line(row: FlowRow) -> TableRow:
        cells: tuple[Cell, ...] = (
            row.at_start,
            row.new,
            row.reopened,
            Derived(row.came, (0, 1, 2)),
            *row.left.values(),
            row.at_end,
            Derived(row.went, outs),
        )
        name = words(SUM) if row.kind is None else words.term(row.kind)
        return TableRow(name, cells, total=row.kind is None)

    gap = figures.flow[-1].came - figures.flow[-1].went
    note = QT_TRANSLATE_NOOP(
        "Figures", "Open at the start + new + reopened = out + open at the end, by the days of the month"
    )
    if gap:
        note = QT_TRANSLATE_NOOP("Figures", "The two sides differ by {gap}: run a check of the books")
    title = words(TITLES["flow"])
    return FigureTable("flow", title, tuple(heads), tuple(map(line, figures.flow)), words(note, gap=gap))


def _states(figures: MonthFigures, words: Words) -> FigureTable:
    """Kinds and states; states that nobody is in are left out, the void ones stand last."""
    kept = [
        state
        for state in CaseState
        if state is not CaseState.VOID and any(states[state].count for states in figures.states.values())
    ]
    heads = [words(_HEAD[By.KIND]), *map(words.term, kept), words(SUM), words.term(CaseState.VOID)]
    heads.append(words(QT_TRANSLATE_NOOP("Figures", "As in the register")))
    within = tuple(range(len(kept)))

    def cells(figure_of: Callable[[CaseState], Figure]) -> tuple[Cell, ...]:
        shown = [figure_of(state) for state in kept]
        live, void = sum(figure.count for figure in shown), figure_of(CaseState.VOID)
        both = Derived(live + void.count, (len(kept), len(kept) + 1))
        return (*shown, Derived(live, within), void, both)

    rows = [TableRow(words.term(kind), cells(states.__getitem__)) for kind, states in figures.states.items()]
    rows.append(_sum_row(words, rows, over="kind"))
    title = QT_TRANSLATE_NOOP("Figures", "Kinds and states")
    return FigureTable("states", words(title), tuple(heads), tuple(rows))


def _cross(figures: MonthFigures, words: Words) -> FigureTable:
    """Categories across kinds."""
    department = words(_HEAD[By.DEPARTMENT])
    heads = (words(_HEAD[By.CATEGORY]), department, *map(words.term, CaseKind), words(SUM))
    kinds = tuple(range(1, 1 + len(CaseKind)))

    def line(row: CategoryFigures) -> TableRow:
        together = Derived(sum(figure.count for figure in row.kinds.values()), kinds)
        name = words(_UNDIVIDED, name=row.name) if row.undivided else row.name or words(_NONE[By.CATEGORY])
        return TableRow(name, (row.department, *row.kinds.values(), together))

    rows = [line(row) for row in figures.categories]
    if rows:
        rows.append(_sum_row(words, rows, over="category"))
    return FigureTable("categories", words(TITLES["categories"]), heads, tuple(rows))


def _limits(figures: MonthFigures, words: Words) -> FigureTable:
    """Each limit but reminders, which count in no figure; the slips that no limit of the rate is for stand last."""
    heads = (
        *(QT_TRANSLATE_NOOP("Figures", "Limit"), QT_TRANSLATE_NOOP("Figures", "Kept in time")),
        *(QT_TRANSLATE_NOOP("Figures", "Late"), QT_TRANSLATE_NOOP("Figures", "Undecided")),
        *(QT_TRANSLATE_NOOP("Figures", "Percent"), QT_TRANSLATE_NOOP("Figures", "In the rate")),
    )
    rows = [
        TableRow(each.name, (each.in_time, each.late, each.undecided, each.share, "√" if each.in_rate else ""))
        for each in figures.limits
        if not each.reminder
    ]
    unlimited = words(QT_TRANSLATE_NOOP("Figures", "Slips without a limit"))
    rows.append(TableRow(unlimited, ("", "", figures.slips_without_limit, "", "")))
    title = QT_TRANSLATE_NOOP("Figures", "Limits")
    return FigureTable("limits", words(title), tuple(map(words, heads)), tuple(rows))


def _follow_ups(figures: MonthFigures, words: Words) -> FigureTable:
    """Each follow-up of the rule book; the answers are of offered ones too."""
    heads = (
        *(QT_TRANSLATE_NOOP("Figures", "Follow-up"), QT_TRANSLATE_NOOP("Figures", "Made")),
        *(QT_TRANSLATE_NOOP("Figures", "Not made"), QT_TRANSLATE_NOOP("Figures", "To make")),
        *(QT_TRANSLATE_NOOP("Figures", "Percent"), QT_TRANSLATE_NOOP("Figures", "Answers")),
    )
    rows = tuple(
        TableRow(each.name, (each.made, each.not_made, each.to_make, each.share, each.answers))
        for each in figures.follow_ups
    )
    note = QT_TRANSLATE_NOOP(
        "Figures", "Required ones by the day on which they are due; answers of all that were made in the month"
    )
    title = QT_TRANSLATE_NOOP("Figures", "Follow-ups by rule")
    return FigureTable("follow_ups", words(title), tuple(map(words, heads)), rows, words(note))


def _ratings(figures: MonthFigures, words: Words) -> FigureTable:
    """What clients said, on slips and when called."""
    heads = (
        words(QT_TRANSLATE_NOOP("Figures", "Asked about")),
        *map(words.term, Rating),
        *(words(QT_TRANSLATE_NOOP("Figures", "Rated")), words(QT_TRANSLATE_NOOP("Figures", "Satisfied"))),
    )
    rows = []
    for row in figures.ratings:
        said = {rating: figure.count for rating, figure in row.words.items()}
        rated = sum(said.values())
        satisfied = Ratio(said[Rating.CONTENT] + said[Rating.FAIR], rated)
        rows.append(TableRow(words(_ASPECT[row.aspect]), (*row.words.values(), Derived(rated, (0, 1, 2)), satisfied)))
    title = QT_TRANSLATE_NOOP("Figures", "Clients' words")
    return FigureTable("ratings", words(title), heads, tuple(rows))


def _trend(figures: MonthFigures, words: Words) -> FigureTable:
    """The last months by kind."""
    kinds = tuple(range(len(CaseKind)))
    rows = tuple(
        TableRow(
            f"{first:%Y-%m}",
            (*found.values(), Derived(sum(figure.count for figure in found.values()), kinds)),
        )
        for first, found in figures.trend
    )
    month = QT_TRANSLATE_NOOP("Figures", "Month")
    title = QT_TRANSLATE_NOOP("Figures", "Twelve months")
    return FigureTable("trend", words(title), (words(month), *map(words.term, CaseKind), words(SUM)), rows)


def _sum_row(words: Words, rows: Sequence[TableRow], over: str) -> TableRow:
    """The sum of these rows, column by column; `over` is what they are counted by."""
    cells: list[Cell] = []
    for column in zip(*(row.cells for row in rows), strict=True):
        first = column[0]
        count = sum(cell.count for cell in column if isinstance(cell, Figure | Derived))
        if isinstance(first, Figure):
            cells.append(Figure(count, first.behind.without(over)))
        elif isinstance(first, Derived):
            cells.append(replace(first, count=count))
        else:
            cells.append("")
    return TableRow(words(SUM), tuple(cells), total=True)
