# SPDX-License-Identifier: Apache-2.0
"""Calls noted on paper: only an empty text or time refuses a row, all else is a named gap (R-REG-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from complaintdesk.desk import case_pages, households, importing
from complaintdesk.desk.drafts import CaseDraft, PlaceDraft
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import CaseKind, Channel, Origin, PlaceKind
from complaintdesk.sheets.batch_in import HEAD_ROW, BatchRules, read_batch
from complaintdesk.sheets.lists import ListRead
from complaintdesk.sheets.reading import Sheet
from tests.sheets.conftest import NOW, ZONE

HEAD = tuple(chinese for chinese, _ in HEAD_ROW)
RULES = BatchRules(
    parse_procedure(shipped_procedure()),
    ZONE,
    lambda words: (7, "3栋2单元1502") if words == "3-2-1502" else None,
)


def read_notes(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> ListRead[tuple[str, CaseDraft]]:
    """A list of notes under a head."""
    return read_batch([Sheet("Sheet1", [list(head), *(list(row) for row in rows)])], RULES, NOW)  # type: ignore[list-item]


def a_note(**told: object) -> CaseDraft:
    """The case that one row makes; what isn't told is as in a full note."""
    usual = {
        "time": "2026-11-20 21:15",
        "kind": "报修",
        "channel": "来电",
        "name": "张三",
        "room": "3-2-1502",
        "phone": "13800000000",
        "text": "厨房漏水",
        "category": "给排水",
        "appointment": "明天下午3点",
    }
    read = read_notes(tuple((usual | told)[english] for _, english in HEAD_ROW))
    assert read.flaws == ()
    return read.good[0][1]


def test_the_head_is_the_published_one() -> None:
    assert " ".join(HEAD) == "时间 类别 来源 姓名 房号 电话 内容 分类 预约"
    assert " ".join(english for _, english in HEAD_ROW) == "time kind channel name room phone text category appointment"
    english = tuple(each for _, each in HEAD_ROW)
    row = ("2026-11-20 21:15", "repair", "phone", "A", "3-2-1502", "13800000000", "leak", "", "")
    assert read_notes(row, head=english).good[0][1].kind is CaseKind.REPAIR


def test_a_full_note_is_a_case_with_one_gap_that_no_note_tells() -> None:
    draft = a_note()
    assert draft.origin is Origin.NOTED
    assert draft.received_at == datetime(2026, 11, 20, 13, 15, tzinfo=UTC)
    assert (draft.kind, draft.channel, draft.place_id) == (CaseKind.REPAIR, Channel.PHONE, 7)
    assert (draft.caller_name, draft.caller_phone, draft.content) == ("张三", "13800000000", "厨房漏水")
    assert draft.category == "plumbing"
    assert draft.gaps == ("grade",)


def test_tomorrow_is_the_day_after_the_call() -> None:
    assert a_note().appointment_from == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    when = datetime.fromisoformat("2026-11-22 09:00:00")
    assert a_note(appointment=when).appointment_from == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("missing", "gaps"),
    [
        ({"name": ""}, ("caller_name", "grade")),
        ({"phone": ""}, ("grade",)),  # an appointment is enough for a repair
        ({"phone": "", "appointment": ""}, ("caller_phone", "grade")),
        ({"room": ""}, ("place", "grade")),
        ({"category": ""}, ("category", "grade")),
        ({"channel": ""}, ("channel", "grade")),
        ({"time": "2026-11-20"}, ("received_at", "grade")),
        ({"kind": "咨询", "name": "", "phone": "", "room": "", "category": "", "appointment": ""}, ()),
        ({"name": "匿名", "phone": "无", "appointment": ""}, ("grade",)),
    ],
)
def test_what_is_missing_is_a_named_gap(missing: dict[str, object], gaps: tuple[str, ...]) -> None:
    assert a_note(**missing).gaps == gaps


@pytest.mark.parametrize(
    ("unknown", "gap", "words"),
    [
        ({"kind": "杂项"}, "kind", "「类别：杂项」"),
        ({"channel": "托梦"}, "channel", "「来源：托梦」"),
        ({"category": "天气"}, "category", "「分类：天气」"),
        ({"phone": "12345678901"}, "caller_phone", "「电话：12345678901」"),
        ({"appointment": "尽快"}, "appointment", "「预约：尽快」"),
        ({"appointment": "2026-11-19 9:00"}, "appointment", "「预约：2026-11-19 9:00」"),
    ],
)
def test_words_that_mean_nothing_here_stay_in_the_content(unknown: dict[str, object], gap: str, words: str) -> None:
    draft = a_note(**unknown)
    assert gap in draft.gaps
    assert draft.content == f"厨房漏水\n{words}"


def test_a_room_that_is_not_in_the_books_is_a_gap_a_public_place_is_none() -> None:
    unknown, public = a_note(room="9-9-909"), a_note(room="东门岗亭")
    assert (unknown.place_id, unknown.place_text, "place" in unknown.gaps) == (None, "9-9-909", True)
    assert (public.place_id, public.place_text, "place" in public.gaps) == (None, "东门岗亭", False)


@pytest.mark.parametrize(
    ("serves", "kind", "gap"),
    [
        ({CaseKind.REPAIR}, CaseKind.REPAIR, False),
        ({CaseKind.REPAIR, CaseKind.COMPLAINT}, CaseKind.INQUIRY, True),
    ],
)
def test_a_note_without_a_kind_is_what_its_category_serves_alone_or_an_enquiry_with_a_gap(
    serves: set[CaseKind], kind: CaseKind, gap: bool
) -> None:
    category = replace(RULES.procedure.category("plumbing"), kinds=frozenset(serves))
    rules = replace(RULES, procedure=replace(RULES.procedure, categories=(category,)))
    row = ("2026-11-20 21:15", "", "来电", "张三", "3-2-1502", "13800000000", "漏水", category.name, "")
    ((_, draft),) = read_batch([Sheet("Sheet1", [list(HEAD), list(row)])], rules, NOW).good
    assert (draft.kind, "kind" in draft.gaps) == (kind, gap)


def test_only_an_empty_text_or_time_refuses_a_row() -> None:
    read = read_notes(
        ("", "", "", "", "", "", "漏水", "", ""),
        ("2026-11-20 9:00", "报修", "", "", "", "", "", "", ""),
        ("上周", "", "", "", "", "", "漏水", "", ""),
        ("2026-11-22 9:00", "", "", "", "", "", "漏水", "", ""),
        ("2026-11-20 9:00", "", "", "", "", "", "漏" * 5001, "", ""),
        ("2026-11-20 9:00", "", "", "", "", "", "漏水", "", ""),
    )
    assert [(flaw.row, flaw.column) for flaw in read.flaws] == [(1, 0), (2, 6), (3, 0), (4, 0), (5, 6)]
    assert len(read.good) == 1


def test_notes_are_registered_once_with_their_gaps(office: Office) -> None:
    place_id = office.do(households.save_place, PlaceDraft(PlaceKind.HOUSEHOLD, building="3", unit="2", room="1502"))
    rows = [
        ("2026-11-20 21:15", "", "", "", "3-2-1502", "", "灯不亮", "", ""),
        ("2026-11-20", "投诉", "", "", "", "", "吵", "", ""),
    ]
    sheet = Sheet("Sheet1", [[*HEAD], *[[*row] for row in rows]])
    rules = BatchRules(office.procedure, office.zone, lambda _: (place_id, "3栋2单元1502"))
    read = read_batch([sheet], rules, NOW)
    run = office.do(importing.start_run, "batch", "0" * 64, len(read.good))
    assert office.do(importing.register_noted, run, read.good) == importing.Imported(2, 0)
    again = read_batch([sheet], rules, NOW)
    assert office.do(importing.register_noted, run, again.good) == importing.Imported(0, 2)
    ids = office.ask(case_pages.cases_between)
    cases = office.ask(lambda session: list(case_pages.case_records(session, ids, office.books)))
    by_content = {case.content: case for case in cases}
    assert by_content["灯不亮"].gaps == ("kind", "channel")
    assert by_content["灯不亮"].place == "3栋2单元1502"
    assert set(by_content["吵"].gaps) == {"channel", "received_at", "caller_name", "caller_phone", "category"}
    assert all(case.number and case.origin is Origin.NOTED for case in cases)


def test_a_column_called_like_an_own_field_is_that_field_and_what_it_cannot_hold_stays_in_the_text() -> None:
    fields = "".join(
        f'\n[[fields]]\nid = "{id_}"\nname = "{name}"\ntype = "{type_}"\nkinds = ["repair"]\nsource = "本处自定"\n'
        for id_, name, type_ in (("lot", "车位号", "text"), ("floor", "楼层", "number"), ("seen", "发现日期", "date"))
    )
    rules = replace(RULES, procedure=parse_procedure(shipped_procedure() + fields))
    head = [*HEAD, "车位号", "楼层", "发现日期"]
    noted = ["2026-11-20 21:15", "报修", "来电", "张三", "3-2-1502", "13800000000", "漏水", "给排水", ""]
    row = [*noted, "B2-077", "顶楼", datetime.fromisoformat("2026-11-19")]
    enquiry = [*noted[:1], "咨询", *noted[2:], "B3", "", ""]
    good = read_batch([Sheet("Sheet1", [head, row, enquiry])], rules, NOW).good  # type: ignore[list-item]
    assert good[0][1].own_fields == (("lot", "B2-077"), ("seen", "2026-11-19"))
    assert good[0][1].content == "漏水\n「楼层：顶楼」"
    assert (good[1][1].own_fields, good[1][1].content) == ((), "漏水\n「车位号：B3」")
