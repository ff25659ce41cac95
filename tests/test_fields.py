# SPDX-License-Identifier: Apache-2.0
"""The catalogue of fields: every fact has a name, a sample and a value, and is written as an office writes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from complaintdesk import fields, labels
from complaintdesk.desk.records import MaterialRecord, OfficeRecord, OrderRecord
from complaintdesk.domain import terms
from complaintdesk.errors import UserError
from complaintdesk.fields import PrintFacts, Sample
from complaintdesk.formats import FORMATS, Kind, Word
from tests.printing.case_papers import a_corrective, a_liaison, a_progress, a_reminder, an_inspection
from tests.printing.day_papers import a_diary, a_handover, a_meeting
from tests.printing.household_papers import a_directory, a_directory_line, a_document, a_household_sheet
from tests.printing.list_papers import (
    a_binding_sheet,
    a_bound_slip,
    a_call,
    a_call_back,
    a_call_register,
    a_follow_up_register,
    a_handling,
    a_survey_sheet,
    a_weekly_line,
    a_weekly_record,
    slips_still_out,
)
from tests.printing.papers import (
    OFFICE,
    PRINTED_AT,
    ZONE,
    a_case,
    a_finished_order,
    a_follow_up,
    a_material,
    an_order,
    at,
)
from tests.printing.price_papers import a_fee_line, a_fee_list
from tests.printing.team_papers import JOB, a_team_day

FACTS = PrintFacts("王敏", PRINTED_AT, (date(2026, 11, 21), date(2026, 11, 21)), {terms.CaseKind.REPAIR: 2})
HOLDERS: fields.Records = {
    "case": a_case(),
    "work_order": a_finished_order(),
    "materials": a_material(),
    "follow_up": a_follow_up(),
    "attempts": a_follow_up().attempts[0],
    "diary": a_diary(),
    "lines": a_diary().lines[0],
    "handover": a_handover(),
    "meeting": a_meeting(),
    "items": a_meeting().items[0],
    "household": a_household_sheet(),
    "documents": a_document(),
    "directory": a_directory(),
    "numbers": a_directory_line(),
    "liaison": a_liaison(),
    "corrective": a_corrective(),
    "reminder": a_reminder(),
    "inspection": an_inspection(),
    "progress": a_progress(),
    "steps": a_progress().steps[-1],
    "fee_list": a_fee_list(),
    "team_day": a_team_day(),
    "jobs": JOB,
    "fees": a_fee_line(),
    "handling": a_handling(),
    "call_register": a_call_register(),
    "calls": a_call(),
    "follow_up_register": a_follow_up_register(),
    "call_backs": a_call_back(),
    "weekly": a_weekly_record(),
    "complaints": a_weekly_line(),
    "binding": a_binding_sheet(),
    "slips_out": slips_still_out(),
    "out": slips_still_out().out[0],
    "slips": a_bound_slip(),
    "survey": a_survey_sheet(),
    "questions": a_survey_sheet().questions[0],
    "office": OFFICE,
    "print": FACTS,
}
SAMPLES = dict.fromkeys(HOLDERS, Sample.RECORD)


def written(expression: str, record: fields.Record | fields.Records, language: str | None = "en") -> str:
    return fields.formatted(expression, record, ZONE, language)


@pytest.mark.parametrize("name", fields.names())
def test_each_field_has_a_value_a_sample_and_a_label(name):
    field = fields.find(name)
    fields.value(name, HOLDERS)
    assert field.sample not in (None, "", ())
    assert field.label
    assert field.width > 0
    assert fields.formats_of(name)
    for form in fields.formats_of(name):
        assert written(f"{{{name}|{form}}}", SAMPLES)
    assert written(f"{{{name}}}", dict.fromkeys(HOLDERS)) == ""


@pytest.mark.parametrize("name", fields.names())
def test_a_sample_is_what_the_kind_says(name):
    types: dict[Kind, type | tuple[type, ...]] = {
        Kind.TEXT: str,
        Kind.LONG: str,
        Kind.PHONE: str,
        Kind.NUMBER: int,
        Kind.QUANTITY: Decimal,
        Kind.MONEY: Decimal,
        Kind.DAY: date,
        Kind.INSTANT: datetime,
        Kind.SPAN: tuple,
        Kind.WORDS: tuple,
        Kind.CHECKS: tuple,
        Kind.TERM: (StrEnum, bool),
    }
    field = fields.find(name)
    assert isinstance(field.sample, types[field.kind])


def test_an_instant_is_written_in_the_offices_zone():
    case = a_case(received_at=datetime(2026, 11, 20, 16, 5, tzinfo=UTC))
    assert written("{case.received_at|time}", case) == "00:05"
    assert written("{case.received_at|day_time}", case) == "11-21 00:05"
    assert written("{case.received_at|date_cn}", case) == "2026年11月21日"
    assert fields.formatted("{case.received_at}", case, ZoneInfo("Europe/London"), "en") == "2026-11-20 16:05"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        written("{case.received_at}", a_case(received_at=datetime(2026, 11, 20, 16, 5)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (at(15, 0), None, "11-21 15:00"),
        (at(15, 0), at(17, 0), "11-21 15:00–17:00"),
        (at(15, 0), at(10, 0, day=22), "11-21 15:00 – 11-22 10:00"),
        (at(15, 0), at(15, 0), "11-21 15:00"),
        (None, at(17, 0), "11-21 17:00"),
        (None, None, ""),
    ],
)
def test_an_appointment_is_written_as_a_time_or_a_span(start, end, shown):
    case = a_case(appointment_from=start, appointment_to=end)
    assert written("{case.appointment|day_time}", case) == shown


def test_money_quantities_and_phones_are_written_as_vouchers_have_them():
    order = a_finished_order()
    assert written("{work_order.total|capitals} {work_order.total|yuan}", order) == "捌拾叁元整 ¥83.00"
    assert written("{case.caller_phone}", order) == "138 1234 5678"
    assert written("{materials.quantity}", a_material(quantity="2.50")) == "2.5"
    assert written("{materials.quantity}", a_material(quantity="100")) == "100"


def test_a_slip_not_yet_filled_in_shows_no_amounts():
    assert written("{work_order.material_total}{work_order.labour}{work_order.total|capitals}", an_order()) == ""


def test_words_are_in_the_language_asked_for():
    assert written("{case.channel}", a_case()) == "Phone"
    assert written("{case.channel}", a_case(), "zh_CN") == "来电"
    assert written("{case.public_area}", a_case()) == "No"


def test_someone_who_gives_no_name_is_anonymous_in_word():
    assert written("{case.caller}", a_case(anonymous=True, caller_name="")) == "Anonymous"


def test_remarks_name_gaps_weight_repeats_and_voiding():
    case = a_case(
        origin=terms.Origin.NOTED,
        level=terms.Level.MAJOR,
        round=2,
        repeats_number="TS2026-000001",
        gaps=("caller_phone", "place"),
        state=terms.CaseState.VOID,
        void_reason="重复登记",
    )
    assert written("{case.remarks}", case) == (
        "Noted on paper, Major, Round 2, again after TS2026-000001, not told: Phone, Place, Void: 重复登记"
    )


@pytest.mark.parametrize(
    "gap", ["place", "caller_name", "caller_phone", "content", "category", "appointment", "channel", "received_at"]
)
def test_whatever_a_paper_note_lacks_can_be_named(gap):
    assert written("{case.gaps}", a_case(gaps=(gap,)))


def test_orders_of_a_case_are_listed_without_the_void_ones():
    gist = a_case().orders[0]
    case = a_case(orders=(gist, replace(gist, number="WX2026-000657", state=terms.OrderState.VOID)))
    assert written("{case.orders}", case) == "WX2026-000656"


def test_a_sheets_cell_gets_times_days_numbers_and_bare_phones():
    order = a_finished_order()
    assert fields.cell("case.received_at", order, ZONE) == at(10, 42)
    assert str(fields.cell("case.received_at", order, ZONE)) == "2026-11-21 10:42:00+08:00"
    assert fields.cell("case.received_on", order, ZONE) == date(2026, 11, 21)
    assert fields.cell("work_order.total", order, ZONE) == Decimal("83.00")
    assert fields.cell("case.caller_phone", order, ZONE) == "13812345678"
    assert fields.cell("case.round", order, ZONE) == 1
    assert fields.cell("case.handled_at", order, ZONE) is None
    assert fields.cell("case.anonymous", order, ZONE) == labels.translate("fields", "No")
    assert fields.cell("case.channel", order, ZONE) == "来电"
    assert isinstance(fields.value("case.caller", a_case(anonymous=True)), Word)


def test_an_unknown_name_is_answered_with_the_nearest_one():
    with pytest.raises(UserError) as told:
        fields.find("case.recieved_at")
    assert told.value.values["nearest"] == "case.received_at"
    with pytest.raises(UserError) as told:
        fields.find("zzz")
    assert "nearest" not in told.value.values


def test_a_record_has_no_fields_of_another():
    with pytest.raises(TypeError):
        fields.value("work_order.number", a_case())


@pytest.mark.parametrize("expression", ["{case.place", "case.place}", "{case place}", "{}", "{case}", "{case.place|}"])
def test_braces_of_another_kind_are_refused(expression):
    with pytest.raises(UserError):
        fields.references(expression)


def test_what_can_be_ticked_is_what_the_field_can_be():
    assert fields.terms_of("case.grade") == ("urgent", "small", "odd")
    assert fields.terms_of("case.public_area") == ("yes", "no")
    assert fields.terms_of("case.place") == ()
    assert fields.term("case.grade", a_case()) == "urgent"
    assert fields.term("case.public_area", a_case()) == "no"
    assert fields.term("case.grade", a_case(grade=None)) == ""


def test_the_register_is_made_of_fields_of_a_case():
    for name in fields.REGISTER_COLUMNS:
        fields.cell(name, a_case(), ZONE)
    assert len(set(fields.REGISTER_COLUMNS)) == len(fields.REGISTER_COLUMNS)


def test_every_kind_has_a_format_and_every_record_its_names():
    for kind in Kind:
        assert any(kind in form.kinds for form in FORMATS.values())
    assert {name.partition(".")[0] for name in fields.names()} == set(fields.ROOTS)
    assert fields.ROOTS["office"] is OfficeRecord
    assert {fields.ROOTS["work_order"], fields.ROOTS["materials"]} == {OrderRecord, MaterialRecord}
