# SPDX-License-Identifier: Apache-2.0
"""A month's figures, and their workbook: each limit in time, late or undecided, and sums that are the register's."""

from __future__ import annotations

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
from complaintdesk.desk.statistics import LimitFigures, MonthFigures, month_figures
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Charge, Grade, Role
from complaintdesk.labels import set_language
from complaintdesk.sheets.register_out import write_register
from complaintdesk.sheets.report_out import write_report
from tests.sheets.conftest import NOW, ZONE, an_office

TOKENS = count()


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
        return self.office.ask(month_figures, 2026, month, now, self.office.procedure)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A supervisor at a desk whose clock is set by hand."""
    clock: list[Desk] = []
    office = an_office(tmp_path, Role.SUPERVISOR, lambda: clock[0].now if clock else local(1, 0, month=10))
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


def test_a_month_is_counted_by_kind_category_and_state(november: Desk) -> None:
    figures = november.figures()
    assert (figures.registered, figures.cases) == (6, 7)
    assert dict(figures.void) == {CaseKind.COMPLAINT: 1}
    repairs = figures.kinds[CaseKind.REPAIR]
    assert repairs == {CaseState.IN_HAND: 2, CaseState.REGISTERED: 2}
    assert figures.kinds[CaseKind.INQUIRY] == {CaseState.REGISTERED: 1}
    assert [(each.name, dict(each.kinds)) for each in figures.categories if not each.department] == [
        ("", {CaseKind.INQUIRY: 1})
    ]
    assert sum(sum(each.kinds.values()) for each in figures.categories) == figures.registered
    assert {"设备·电梯", "设备·公共照明"} <= {each.name for each in figures.categories}
    assert november.figures(month=10).cases == 1


def test_each_limit_is_in_time_late_or_undecided(november: Desk) -> None:
    figures = november.figures()
    finish, delivered = limit(figures, "finish"), limit(figures, "deliver_slip")
    assert (finish.in_time, finish.late, finish.undecided) == (1, 2, 1)
    assert (delivered.in_time, delivered.late, delivered.undecided) == (1, 2, 1)
    later = limit(november.figures(now=local(30, 9)), "finish")
    assert (later.in_time, later.late, later.undecided) == (1, 3, 0)


def test_a_limit_is_kept_at_its_last_second_and_broken_at_the_next(desk: Desk) -> None:
    desk.register(local(6, 9))
    due = local(7, 9)
    assert limit(desk.figures(now=due), "finish").undecided == 1
    assert limit(desk.figures(now=due.replace(second=1)), "finish").late == 1
    kept = desk.register(local(10, 9))
    desk.dispatch(kept, local(10, 9, 5), local(11, 9))
    assert limit(desk.figures(now=NOW), "finish").in_time == 1


def test_the_rate_is_of_slips_finished_and_slips_without_such_a_limit_stand_apart(november: Desk) -> None:
    figures = november.figures()
    assert figures.timeliness_rate == Ratio(1, 2), "R-ST-01: counted from slips; two repairs have none yet"
    assert {each.key for each in figures.limits if each.in_rate} <= {"finish", "finish_appointed"}
    assert figures.slips_without_limit == 1


def test_limits_of_void_cases_count_nowhere(desk: Desk) -> None:
    case_id = desk.register(local(6, 9))
    desk.office.do(corrections.void, case_id, "误登")
    figures = desk.figures()
    assert (figures.limits, figures.registered, figures.cases) == ((), 0, 1)


def tables(path: Path) -> dict[str, list[list[object]]]:
    """Each sheet's rows from the head on, by the sheet's name."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {name: [[*row] for row in book.get_sheet_by_name(name).to_python()[2:]] for name in book.sheet_names}


def test_the_workbooks_sums_are_the_registers(november: Desk, tmp_path: Path) -> None:
    office = november.office
    write_report(tmp_path / "report.xlsx", november.figures(), office_name="春和园管理处", zone=ZONE)
    found = tables(tmp_path / "report.xlsx")
    ids = office.ask(case_pages.cases_between, local(1, 12).date(), local(30, 12).date())
    records = office.ask(lambda session: list(case_pages.case_records(session, ids, office.procedure)))
    write_register(tmp_path / "register.xlsx", records, office_name="", zone=ZONE)
    register = python_calamine.CalamineWorkbook.from_path(tmp_path / "register.xlsx")
    rows = register.get_sheet_by_index(0).to_python()
    head, *kinds = found["Kinds and states"]
    assert head[-3:] == ["Sum", "Void", "As in the register"]
    assert kinds[-1][-3:] == [6, 1, len(rows) - 1]
    column = rows[0].index("Kind")
    for kind in kinds[:-1]:
        assert kind[-1] == sum(row[column] == kind[0] for row in rows[1:])
        assert sum(int(str(each).removesuffix(".0")) for each in kind[1:-3]) == kind[-3]
    categories = found["Categories"]
    assert categories[-1][-1] == sum(int(str(row[-1]).removesuffix(".0")) for row in categories[1:-1]) == 6
    assert ["完工", 1, 2, 1, "33.33%", "√", ""] in found["Limits"]
    assert found["Limits"][-1] == ["Share handled in time", 1, 1, 0, "50.00%", "", 1]


def test_an_empty_month_has_a_report(desk: Desk, tmp_path: Path) -> None:
    set_language("en")
    write_report(tmp_path / "report.xlsx", desk.figures(month=2), office_name="春和园管理处", zone=ZONE)
    found = tables(tmp_path / "report.xlsx")
    assert found["Limits"][-1] == ["Share handled in time", 0, 0, 0, "—", "", 0]
    assert found["Kinds and states"][-1] == ["Sum", 0, 0, 0]
