# SPDX-License-Identifier: Apache-2.0
"""The State Council's holidays of 2026, and an office whose complaints have three working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk.desk import calendar_days, calendar_pages, procedures
from complaintdesk.desk.calendar_days import CalendarDraft, Changed, DayDraft
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from tests.builders import PASSWORD, a_case, limits, rows
from tests.damage import change_past_the_guards

ZONE = ZoneInfo("Asia/Shanghai")
OFF_2026 = {  # as the notice has it: first and last day
    "元旦": ("01-01", "01-03"),
    "春节": ("02-15", "02-23"),
    "清明节": ("04-04", "04-06"),
    "劳动节": ("05-01", "05-05"),
    "端午节": ("06-19", "06-21"),
    "中秋节": ("09-25", "09-27"),
    "国庆节": ("10-01", "10-07"),
}
WORKED_2026 = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
RESULT = "result_working_days"
THREE_WORKING_DAYS = f"""
[[commitments]]
id = "{RESULT}"
name = "最终处理"
when = {{ kinds = ["complaint"] }}
from = "registered"
to = ["handled"]
limit = {{ working_days = 3 }}
each_round = true
source = "本处自定"
"""


def in_2026(words: str) -> date:
    return date.fromisoformat(f"2026-{words}")


def holidays_2026() -> dict[date, str]:
    """Each day off by the notice, and its holiday."""
    return {
        in_2026(first) + timedelta(days=number): name
        for name, (first, last) in OFF_2026.items()
        for number in range((in_2026(last) - in_2026(first)).days + 1)
    }


def works_in_2026(day: date) -> bool:
    """What the notice and the weekday say of a day of 2026."""
    return day in map(in_2026, WORKED_2026) or (day.isoweekday() <= 5 and day not in holidays_2026())


def days_of(year: int) -> list[date]:
    """All days of a year."""
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return [date(year, 1, 1) + timedelta(days=number) for number in range(length)]


def at(words: str) -> datetime:
    """10:00 on a day in the office, in UTC."""
    return datetime.fromisoformat(f"{words}T10:00").replace(tzinfo=ZONE).astimezone(UTC)


def end_of(words: str) -> datetime:
    """The last second of a day in the office, in UTC."""
    return datetime.fromisoformat(f"{words}T23:59:59").replace(tzinfo=ZONE).astimezone(UTC)


def give_three_working_days(office: Office) -> None:
    """Puts a rule book in force by which a complaint has three working days; 王敏 sits at the desk afterwards."""
    office.sign_in("赵主任", PASSWORD)
    office.do(procedures.adopt, shipped_procedure() + THREE_WORKING_DAYS, office.ask(procedures.text_in_force)[0])
    office.sign_in("王敏", PASSWORD)


def a_complaint(office: Office, **changes: Any) -> int:
    """A complaint, just registered, or one that came in earlier (`received_at`) and is written up only now."""
    return a_case(office, CaseKind.COMPLAINT, **changes).id


def due(office: Office, case_id: int) -> datetime:
    return limits(office, case_id)[RESULT].due_at


def a_change(
    office: Office, *days: DayDraft, years: tuple[int, ...] = (), source: str = "物业公司通知"
) -> CalendarDraft:
    """A draft begun on the calendar as it is."""
    return CalendarDraft(days, source, office.ask(calendar_pages.year_page, 2026).state, frozenset(years))


def set_day(office: Office, words: str, works: bool, name: str = "") -> Changed:
    return office.do(calendar_days.change, a_change(office, DayDraft(date.fromisoformat(words), works, name)))


def provisional(office: Office) -> set[int]:
    """The cases that a provisional limit stands open of."""
    wanted = "SELECT DISTINCT case_id FROM commitment WHERE provisional AND met_at IS NULL AND dropped_at IS NULL"
    return {case_id for (case_id,) in rows(office, wanted)}


def untouch(office: Office) -> None:
    """As books are that were written before there was a calendar."""
    for statement in (
        "UPDATE commitment SET calendar_id = NULL",
        "DELETE FROM calendar_day",
        "DELETE FROM calendar_year",
    ):
        change_past_the_guards(office.database.location, statement)
