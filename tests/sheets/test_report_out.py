# SPDX-License-Identifier: Apache-2.0
"""A month's figures, and their workbook: each limit in time, late or undecided, and sums that are the register's."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import python_calamine

from complaintdesk.desk import case_pages, cases, corrections, dispatching, importing
from complaintdesk.desk.drafts import CaseDraft, CompletionDraft, HistoryDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.statistics import By, Figure, LimitFigures, MonthFigures, ShareKind, month_figures
from complaintdesk.desk.statistics_rates import Share
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Charge, Grade, Role
from complaintdesk.printing import month_tables
from complaintdesk.printing.month_tables import Derived
from complaintdesk.printing.month_words import Words
from complaintdesk.sheets.register_out import write_register
from complaintdesk.sheets.report_out import CHARTS, write_report
from tests.builders import DeskClock
from tests.desk.nasty_month import the_nasty_office
from tests.sheets.conftest import NOW, ZONE, Convert, an_office, at_desk

TOKENS = count()
words = Words("en")


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time of the office's clock in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@dataclass
class Desk:
    """An office whose clock is set by hand."""

    office: Office
    now: datetime = NOW

    def register(self, at: datetime, kind: CaseKind = CaseKind.REPAIR, category: str = "plumbing") -> int:
        """A case registered as it is told."""
        self.now = at
        draft = CaseDraft(
            token=str(next(TOKENS)),
            kind=kind,
            channel=Channel.PHONE,
            received_at=at,
            content="漏水",
            place_text="会所",
            anonymous=True,
            appointment_from=None,
            category=category,
            charge=Charge.FREE,
            grade=Grade.SMALL if kind is CaseKind.REPAIR else None,
        )
        if kind is CaseKind.REPAIR:
            draft = replace(draft, anonymous=False, caller_name="张三", caller_phone="13800000000")
        return self.office.do(cases.register, draft).id

    def dispatch(self, case_id: int, at: datetime, completed: datetime | None = None) -> int:
        """A slip issued and accepted at once; its job done where said."""
        self.now = at
        order_id = self.office.do(dispatching.dispatch, case_id, "plumbing_electric", "王师傅").order_id
        self.office.do(dispatching.accept, order_id, "王师傅", at)
        if completed is not None:
            self.now = completed
            self.office.do(dispatching.complete, CompletionDraft(order_id, completed, "已修好", arrived_at=completed))
        return order_id

    def figures(self, month: int = 11, now: datetime = NOW) -> MonthFigures:
        """The figures of a month of 2026."""
        return self.office.ask(month_figures, 2026, month, now, self.office.books)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books of an office that began in October, with a supervisor."""
    path = tmp_path_factory.mktemp("founded") / "office.db"
    an_office(str(path), Role.SUPERVISOR, lambda: local(1, 0, month=10)).close()
    return path


@pytest.fixture
def desk(location: str) -> Iterator[Desk]:
    """A supervisor at a desk whose clock is set by hand."""
    clock: list[Desk] = []
    office = at_desk(location, lambda: clock[0].now if clock else local(1, 0, month=10))
    clock.append(Desk(office, local(1, 0, month=10)))
    yield clock[0]
    office.close()


def limit(figures: MonthFigures, key: str) -> LimitFigures:
    """The figures of one limit."""
    return next(each for each in figures.limits if each.key == key)


@pytest.fixture
def november(desk: Desk) -> Desk:
    """A month with a bit of everything."""
    desk.register(local(31, 23, 59, month=10))
    done = desk.register(local(1, 0, 0))
    desk.dispatch(done, local(1, 0, 10), local(1, 9, 0))
    slow = desk.register(local(3, 9), category="lift")
    desk.dispatch(slow, local(3, 9, 30), local(5, 9, 0))
    desk.register(local(6, 9))
    complaint = desk.register(local(7, 9), CaseKind.COMPLAINT, "public_lighting")
    desk.dispatch(complaint, local(7, 9, 10))
    mistaken = desk.register(local(8, 9), CaseKind.COMPLAINT)
    desk.office.do(corrections.void, mistaken, "重复登记")
    desk.register(local(21, 10), CaseKind.INQUIRY, "")
    desk.register(local(21, 10, 20))
    desk.now = NOW
    old = HistoryDraft("k", "1", CaseKind.COMPLAINT, Channel.WEB, local(9, 9), "旧事")
    run = desk.office.do(importing.start_run, "register", "0" * 64, 1)
    desk.office.do(importing.add_history, run, (old,))
    return desk


def states(figures: MonthFigures, kind: CaseKind) -> dict[CaseState, int]:
    """The states that cases of a kind are in."""
    return {state: figure.count for state, figure in figures.states[kind].items() if figure.count}


def decided(limit: LimitFigures) -> tuple[int, int, int]:
    """In time, late and undecided."""
    return limit.in_time.count, limit.late.count, limit.undecided.count


def test_a_month_is_counted_by_kind_category_and_state(november: Desk) -> None:
    figures = november.figures()
    assert (figures.registered, figures.cases) == (6, 7)
    assert states(figures, CaseKind.COMPLAINT) == {CaseState.IN_HAND: 1, CaseState.VOID: 1}
    assert states(figures, CaseKind.REPAIR) == {CaseState.IN_HAND: 2, CaseState.REGISTERED: 2}
    assert states(figures, CaseKind.INQUIRY) == {CaseState.REGISTERED: 1}
    nowhere = [each for each in figures.categories if not each.department]
    assert [(each.name, each.kinds[CaseKind.INQUIRY].count) for each in nowhere] == [("", 1)]
    assert {"设备·电梯", "设备·公共照明"} <= {each.name for each in figures.categories}
    assert november.figures(month=10).cases == 1


def test_old_registers_count_where_they_are_asked_for(november: Desk) -> None:
    """model.md: history is outside the figures unless asked for, and then in the counts alone."""
    office = november.office
    figures = office.ask(month_figures, 2026, 11, NOW, office.books, history=True)
    assert (figures.by(By.KIND).total.now.count, november.figures().by(By.KIND).total.now.count) == (7, 6)
    assert (figures.registered, figures.share(ShareKind.CLOSING).denominator.count) == (6, 6)


def test_each_limit_is_in_time_late_or_undecided(november: Desk) -> None:
    figures = november.figures()
    assert decided(limit(figures, "finish")) == (1, 2, 1)
    assert decided(limit(figures, "deliver_slip")) == (1, 2, 1)
    assert decided(limit(november.figures(now=local(30, 9)), "finish")) == (1, 3, 0)


def test_a_limit_is_kept_at_its_last_second_and_broken_at_the_next(desk: Desk) -> None:
    desk.register(local(6, 9))
    due = local(7, 9)
    assert decided(limit(desk.figures(now=due), "finish")) == (0, 0, 1)
    assert decided(limit(desk.figures(now=due.replace(second=1)), "finish")) == (0, 1, 0)
    kept = desk.register(local(10, 9))
    desk.dispatch(kept, local(10, 9, 5), local(11, 9))
    assert decided(limit(desk.figures(now=NOW), "finish")) == (1, 1, 0)


def test_the_rate_is_of_slips_finished_and_slips_without_such_a_limit_stand_apart(november: Desk) -> None:
    figures = november.figures()
    assert figures.share(ShareKind.TIMELINESS).ratio == Ratio(1, 2), (
        "R-ST-01: counted from slips; two repairs have none yet"
    )
    assert {each.key for each in figures.limits if each.in_rate} <= {"finish", "finish_appointed"}
    assert figures.slips_without_limit.count == 1


def test_limits_of_void_cases_count_nowhere(desk: Desk) -> None:
    case_id = desk.register(local(6, 9))
    desk.office.do(corrections.void, case_id, "误登")
    figures = desk.figures()
    assert (figures.limits, figures.registered, figures.cases) == ((), 0, 1)


def recomputed(path: Path, convert: Convert) -> dict[str, list[list[object]]]:
    """Each sheet's rows from the head on, by the sheet's name, as LibreOffice works them out."""
    book = python_calamine.CalamineWorkbook.from_path(convert(path, "ods"))
    return {name: [[*row] for row in book.get_sheet_by_name(name).to_python()[2:]] for name in book.sheet_names}


def written(november: Desk, path: Path) -> tuple[MonthFigures, Path]:
    """November's figures and their workbook."""
    figures = november.figures()
    write_report(path, figures, office_name="春和园管理处", zone=ZONE)
    return figures, path


def test_libreoffice_works_out_the_same_sums(november: Desk, tmp_path: Path, convert: Convert) -> None:
    """Each number of each table is ours, though sums and changes are worked out there."""
    figures, path = written(november, tmp_path / "report.xlsx")
    assert compared(figures, recomputed(path, convert)) > 500


def test_libreoffice_works_out_the_same_sums_of_a_nasty_month(
    empty_location: str, tmp_path: Path, convert: Convert
) -> None:
    clock = DeskClock()
    office = the_nasty_office(an_office(empty_location, Role.SUPERVISOR, clock), clock)
    figures = office.ask(month_figures, 2026, 11, office.now(), office.books, history=True)
    office.close()
    write_report(tmp_path / "report.xlsx", figures, office_name="", zone=ZONE)
    found = recomputed(tmp_path / "report.xlsx", convert)
    assert compared(figures, found) > 700
    for each in ("What came and went", "Came and went, by category", "Came and went, by department"):
        head, *lines = found[each]
        came, went = (at for at, words in enumerate(head) if words == "Together")
        for line in lines[: [line[0] for line in lines].index("Sum") + 1]:
            assert line[came] == line[went] == sum(int(float(str(cell))) for cell in line[1:came]), (each, line)


def compared(figures: MonthFigures, found: dict[str, list[list[object]]]) -> int:
    """How many cells were compared, each of them with the same in it as in our table."""
    cells = 0
    tables = {table.title: table for table in month_tables.tables(figures)}
    assert list(tables) == list(found), "each sheet is compared, and none was cut or renamed"
    for title, table in tables.items():
        head, *rows = found[title]
        assert head[: len(table.heads)] == list(table.heads)
        for ours, theirs in zip(table.rows, rows[: len(table.rows)], strict=True):
            assert str(theirs[0]).strip("\u3000") == ours.name
            for cell, value in zip(ours.cells, theirs[1 : len(table.heads)], strict=True):
                if isinstance(cell, Figure | Derived):
                    assert value == cell.count, (title, ours.name)
                elif isinstance(cell, Ratio | Share):
                    percent = (cell.ratio if isinstance(cell, Share) else cell).percent
                    assert value == ("—" if percent is None else pytest.approx(float(percent / 100)))
                else:
                    assert value == cell
                cells += 1
    return cells


def test_the_workbooks_sums_are_the_registers(november: Desk, tmp_path: Path, convert: Convert) -> None:
    office = november.office
    _, path = written(november, tmp_path / "report.xlsx")
    ids = office.ask(case_pages.cases_between, local(1, 12).date(), local(30, 12).date())
    records = office.ask(lambda session: list(case_pages.case_records(session, ids, office.books)))
    write_register(tmp_path / "register.xlsx", records, office_name="", zone=ZONE)
    register = python_calamine.CalamineWorkbook.from_path(tmp_path / "register.xlsx")
    rows = register.get_sheet_by_index(0).to_python()
    head, *kinds = recomputed(path, convert)["Kinds and states"]
    assert head[-3:] == ["Sum", "Void", "As in the register"]
    assert kinds[-1][-3:] == [6, 1, len(rows) - 1]
    column = rows[0].index("Kind")
    for kind in kinds[:-1]:
        assert kind[-1] == sum(row[column] == kind[0] for row in rows[1:])


def test_charts_are_native_and_show_their_axes(november: Desk, tmp_path: Path) -> None:
    _, path = written(november, tmp_path / "report.xlsx")
    with zipfile.ZipFile(path) as book:
        charts = [book.read(name).decode() for name in book.namelist() if "charts/chart" in name]
    assert len(charts) == len(CHARTS)
    for chart in charts:
        assert chart.count('<delete val="0"') == chart.count("<delete ") == 2
    twelve = next(chart for chart in charts if "lineChart" in chart)
    assert "'Twelve months'!$A$4:$A$15" in twelve


def test_categories_of_two_levels_are_drawn_by_the_upper_ones(november: Desk, tmp_path: Path, convert: Convert) -> None:
    """R-CLS-03: the sum of a table is that of its upper categories, which are gathered for the chart."""
    figures, path = written(november, tmp_path / "report.xlsx")
    rows = recomputed(path, convert)["By category"][1:]
    upper = [[words.row(By.CATEGORY, row), row.now.count] for row in figures.by(By.CATEGORY).upper]
    gathered = [row[:2] for row in rows[len(figures.by(By.CATEGORY).rows) + 2 :]]
    assert gathered == upper
    assert sum(int(str(count)) for _, count in upper) == 6


def test_an_empty_month_has_a_report(desk: Desk, tmp_path: Path, convert: Convert) -> None:
    write_report(tmp_path / "empty.xlsx", desk.figures(month=2), office_name="春和园管理处", zone=ZONE)
    found = recomputed(tmp_path / "empty.xlsx", convert)
    assert found["Shares"][1][:6] == ["In time", 0, 0, 0, "—", "—"]
    assert found["Kinds and states"][-1][:4] == ["Sum", 0, 0, 0]
