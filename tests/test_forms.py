# SPDX-License-Identifier: Apache-2.0
"""Every form that is shipped loads, previews blank and filled, and is read back by independent readers."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pypdf
import pytest

from complaintdesk import fields
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.printing import form_files, month_report
from complaintdesk.printing.forms import Mode
from complaintdesk.printing.pages import page_images
from complaintdesk.printing.templates import Form, GridRow
from tests.printing.case_papers import a_corrective, a_liaison, a_progress, a_reminder, an_inspection
from tests.printing.day_papers import a_diary, a_handover, a_meeting
from tests.printing.household_papers import a_directory, a_household_sheet
from tests.printing.list_papers import (
    a_binding_sheet,
    a_call_register,
    a_follow_up_register,
    a_handling,
    a_survey_sheet,
    a_weekly_record,
    slips_still_out,
)
from tests.printing.papers import a_case, a_finished_order, a_follow_up, printed, read_by_poppler, read_by_pypdf
from tests.printing.price_papers import a_fee_list
from tests.printing.team_papers import a_team_day

FORMS = sorted((Path(__file__).resolve().parent.parent / "forms").glob("*.toml"))
RECORDS = {
    "work_order": a_finished_order(),
    "case": a_case(),
    "register": (a_case(),),
    "follow_up": a_follow_up(),
    "liaison": a_liaison(),
    "corrective": a_corrective(),
    "reminder": a_reminder(),
    "inspection": an_inspection(),
    "progress": a_progress(),
    "diary": a_diary(),
    "handover": a_handover(),
    "meeting": a_meeting(),
    "household": a_household_sheet(),
    "directory": a_directory(),
    "fee_list": a_fee_list(),
    "team_day": a_team_day(),
    "handling": a_handling(),
    "call_register": a_call_register(),
    "follow_up_register": a_follow_up_register(),
    "weekly": a_weekly_record(),
    "binding": a_binding_sheet(),
    "slips_out": slips_still_out(),
    "survey": a_survey_sheet(),
}


def shown(form: Form) -> set[str]:
    """The names of all fields in a form's frame."""
    return {name for row in form.rows for cell in row.cells for name in cell.names}


def test_there_are_forms_and_all_are_known():
    assert {path.stem for path in FORMS} >= {"work_order", "register", "case_sheet"}
    assert form_files.shipped_ids() == tuple(path.stem for path in FORMS)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_forms_file_says_what_its_name_says(path):
    form = form_files.shipped(path.stem)
    assert form.id == path.stem == tomllib.loads(path.read_text(encoding="utf-8"))["id"]
    assert form.rows
    assert len({part.id for part in form.parts}) == len(form.parts)
    for part in form.parts:
        assert part.hide <= shown(form), "a part hides what the form doesn't show"


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_prints_full_blank_and_from_samples(path, mode, reader, tmp_path):
    form = form_files.shipped(path.stem)
    paper = printed(form.id, RECORDS[form.record], mode)
    assert paper.shortfalls == ()
    sheets = pypdf.PdfReader(io.BytesIO(paper.pdf)).pages
    assert paper.pages == len(form.parts) == len(sheets)
    for pages in (read_by_pypdf(paper.pdf), read_by_poppler(paper.pdf, reader("pdftotext"), tmp_path)):
        for text, part in zip(pages, form.parts, strict=True):
            assert form.title in text
            assert "".join(part.label.split()) in "".join(text.split())
            assert "阳光花园物业服务中心" in text
            assert ("13812345678" in text.replace(" ", "")) == (
                mode is not Mode.BLANK and "case.caller_phone" in shown(form) - part.hide
            )
    for sheet in sheets:
        assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [form.width, form.height]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_drawn_blank_and_filled(path):
    """At least one pixel in fifty is dark, and what is filled in shows."""
    form = form_files.shipped(path.stem)
    blank, filled = (
        page_images(printed(form.id, RECORDS[form.record], mode).pdf, 60, only=[0])[0]
        for mode in (Mode.BLANK, Mode.SAMPLE)
    )
    for image in (blank, filled):
        assert sum(value < 200 for value in image.rgb[::3]) > image.width * image.height / 50
    assert sum(one != other for one, other in zip(blank.rgb, filled.rgb, strict=True)) > 1000


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_label_of_a_form_is_on_the_paper(path):
    form = form_files.shipped(path.stem)
    text = "".join(read_by_pypdf(printed(form.id, mode=Mode.SAMPLE).pdf)[0].split())
    words = [cell.text for row in form.rows if isinstance(row, GridRow) for cell in row.cells if not cell.names]
    words += [cell.head for row in form.rows for cell in row.cells]
    words += [label for row in form.rows for cell in row.cells for _, label in cell.ticks]
    assert [word for word in words if "".join(word.split()) not in text] == []


def test_a_slip_shows_what_the_rules_ask_for():
    """R-WO-02, R-WO-05 to R-WO-08, R-WO-10: charge and consent, times, materials, fee, rating."""
    assert shown(form_files.shipped("work_order")) >= {
        "case.caller",
        "case.place",
        "case.caller_phone",
        "case.content",
        "case.received_at",
        "case.appointment",
        "case.grade",
        "case.charge",
        "case.quoted",
        "case.price_agreed",
        "case.price_on_site",
        "work_order.team",
        "work_order.worker",
        "work_order.arrived_at",
        "work_order.completed_at",
        "work_order.result",
        "materials.name",
        "materials.amount",
        "materials.supplier",
        "materials.fit",
        "work_order.remarks",
        "work_order.warranty",
        "work_order.guarantee_until",
        "work_order.third_name",
        "work_order.third_qualification",
        "work_order.third_phone",
        "work_order.checks",
        "work_order.total",
        "work_order.quality",
        "work_order.manner",
        "work_order.timeliness",
    }
    assert [part.id for part in form_files.shipped("work_order").parts] == ["owner", "finance", "desk", "engineering"]


def test_every_form_that_the_general_rule_book_names_is_shipped_and_carries_its_code():
    """R-REG, Paper: what it gives a code (表号) to prints it; the month's report is drawn by itself."""
    named = {row.id: row.name for row in parse_procedure(shipped_procedure()).course.forms}
    shipped = {form.book_id: form for form in map(form_files.shipped, form_files.shipped_ids())}
    assert set(named) - set(shipped) == {month_report.BOOK_ID}
    without = {book_id for book_id in named if book_id in shipped and "{print.code}" not in shipped[book_id].left}
    assert without == {"work_order"}, "its code stands in the office's settings"


def test_every_field_that_a_form_names_is_in_the_catalogue():
    named = set().union(*(shown(form_files.shipped(path.stem)) for path in FORMS))
    assert named <= set(fields.names())
