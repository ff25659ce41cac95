# SPDX-License-Identifier: Apache-2.0
"""The month's figures as tables in words, which the screen, the workbook and the paper all show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from complaintdesk.desk.statistics import By, CategoryFigures, MonthFigures
from complaintdesk.desk.statistics_balance import Balance, FlowRow
from complaintdesk.desk.statistics_breakdown import CountRow
from complaintdesk.desk.statistics_flow import ENDS
from complaintdesk.desk.statistics_rates import Share
from complaintdesk.desk.statistics_sources import Figure
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing.month_words import (
    ASPECT,
    BY,
    CHANGE,
    FLOWS,
    HEAD,
    MONTH_BEFORE,
    NONE,
    OPEN_AT_START,
    SUM,
    THIS_MONTH,
    TITLES,
    UNDIVIDED,
    YEAR_BEFORE,
    Words,
)

ALWAYS = (CaseState.HANDLED, CaseState.VOID)  # ways out that every balance shows


@dataclass(frozen=True)
class Derived:
    """A number made of others in its row: the sum of some columns (counted from 0) less that of others."""

    count: int
    plus: tuple[int, ...]
    minus: tuple[int, ...] = ()
    signed: bool = False


Cell = Figure | Derived | Ratio | Share | str


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
        case Share():
            return cell_words(cell.ratio)
    return cell


def opened_by(row: TableRow, at: int) -> tuple[Figure, ...]:
    """The figures whose cases a cell opens: its own, those that it adds up, those that a share is of; none for 0."""
    match row.cells[at]:
        case Figure() as figure:
            return (figure,) if figure.count else ()
        case Share() as share:
            return (share.denominator,) if share.denominator.count else ()
        case Derived(minus=(), plus=plus):
            return tuple(figure for each in plus for figure in opened_by(row, each))
    return ()


def tables(figures: MonthFigures, language: str | None = None) -> tuple[FigureTable, ...]:
    """All tables of the report in their order: shares, flow, states, counts, categories, then those of promises."""
    words = Words(language)
    counts = [breakdown_table(figures, by, words) for by in By]
    by_kind, *flows = (_flow(figures, balance, words) for balance in figures.balances)
    more = [make(figures, words) for make in (_limits, _follow_ups, _ratings, _trend)]
    first = (_shares(figures, words), by_kind, _states(figures, words))
    return (*first, *counts, _cross(figures, words), *flows, *more)


def breakdown_table(figures: MonthFigures, by: By, words: Words) -> FigureTable:
    """The counts by one thing, with the month before and the year before."""
    found = figures.by(by)
    heads = (HEAD[by], THIS_MONTH, MONTH_BEFORE, CHANGE, YEAR_BEFORE, CHANGE)

    def line(name: str, row: CountRow, *, total: bool = False) -> TableRow:
        now, before, year = row.figures
        change = Derived(now.count - before.count, (0,), (1,), signed=True)
        yearly = Derived(now.count - year.count, (0,), (3,), signed=True)
        return TableRow(name, (now, before, change, year, yearly), row.depth, total)

    rows = [line(words.row(by, row), row) for row in found.rows]
    rows.append(line(words(SUM), found.total, total=True))
    note = words.in_register(figures) if by is By.KIND else ""
    return FigureTable(by.value, words(BY[by]), tuple(map(words, heads)), tuple(rows), note)


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
                share,
                figures.before[share.kind],
                words.meaning(share.kind),
            ),
        )
        for share in figures.shares
    ]
    return FigureTable("shares", words(TITLES["shares"]), tuple(map(words, heads)), tuple(rows))


def _flow(figures: MonthFigures, balance: Balance, words: Words) -> FigureTable:
    """What came and went by one thing: by kind with every way out, by the others with those that were taken."""
    by_kind = balance.by is By.KIND
    taken = [state for state in ENDS if by_kind or state in ALWAYS or balance.total.left[state].count]
    heads = [
        words(HEAD[balance.by]),
        words(OPEN_AT_START),
        words(QT_TRANSLATE_NOOP("Figures", "New")),
        words(QT_TRANSLATE_NOOP("Figures", "Reopened")),
        words(QT_TRANSLATE_NOOP("Figures", "Together")),
        *(words.term(state) for state in taken),
        words(QT_TRANSLATE_NOOP("Figures", "Open at the end")),
        words(QT_TRANSLATE_NOOP("Figures", "Together")),
    ]
    outs = tuple(range(4, 4 + len(taken) + 1))

    def line(name: str, row: FlowRow, *, total: bool = False) -> TableRow:
        cells: tuple[Cell, ...] = (
            row.at_start,
            row.new,
            row.reopened,
            Derived(row.came, (0, 1, 2)),
            *(row.left[state] for state in taken),
            row.at_end,
            Derived(row.went, outs),
        )
        return TableRow(name, cells, row.depth, total)

    rows = [line(words.row(balance.by, row), row) for row in balance.rows]
    rows.append(line(words(SUM), balance.total, total=True))
    id_ = "flow" if by_kind else f"flow_{balance.by.value}"
    note = _flow_note(figures, words) if by_kind else ""
    return FigureTable(id_, words(FLOWS[balance.by]), tuple(heads), tuple(rows), note)


def _flow_note(figures: MonthFigures, words: Words) -> str:
    """The equation, and how the new ones stand to those received; or that the two sides differ."""
    gap = figures.flow.came - figures.flow.went
    if gap:
        return words(QT_TRANSLATE_NOOP("Figures", "The two sides differ by {gap}: run a check of the books"), gap=gap)
    note = words(
        QT_TRANSLATE_NOOP(
            "Figures", "Open at the start + new + reopened = out + open at the end, by the days of the month"
        )
    )
    if figures.flow.new.count == figures.registered:
        return note
    more = QT_TRANSLATE_NOOP("Figures", "{note}; new {new} = {sum}")
    note = words(more, note=note, new=figures.flow.new.count, sum=words.sum_of(figures))
    if not figures.void.count:
        return note
    late = QT_TRANSLATE_NOOP(
        "Figures",
        "{note}; "
        "one voided only after it was handled went out as handled, one voided after the month was open at its end",
    )
    return words(late, note=note)


def _states(figures: MonthFigures, words: Words) -> FigureTable:
    """Kinds and states; states that nobody is in are left out, the void ones stand last."""
    kept = [
        state
        for state in CaseState
        if state is not CaseState.VOID and any(states[state].count for states in figures.states.values())
    ]
    heads = [words(HEAD[By.KIND]), *map(words.term, kept), words(SUM), words.term(CaseState.VOID)]
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
    department = words(HEAD[By.DEPARTMENT])
    heads = (words(HEAD[By.CATEGORY]), department, *map(words.term, CaseKind), words(SUM))
    kinds = tuple(range(1, 1 + len(CaseKind)))

    def line(row: CategoryFigures) -> TableRow:
        together = Derived(sum(figure.count for figure in row.kinds.values()), kinds)
        name = words(UNDIVIDED, name=row.name) if row.undivided else row.name or words(NONE[By.CATEGORY])
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
        rows.append(TableRow(words(ASPECT[row.aspect]), (*row.words.values(), Derived(rated, (0, 1, 2)), satisfied)))
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
