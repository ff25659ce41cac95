# SPDX-License-Identifier: Apache-2.0
"""What goes outside of a case in confidence (客户保密) does not tell who complained, by whatever field it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from complaintdesk.desk.records import CaseRecord, OfficeRecord
from complaintdesk.desk.slip_records import SlipMore
from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import text_of
from tests.printing.list_papers import a_handling
from tests.printing.papers import OFFICE, a_case, a_finished_order, an_order, at, printed, read_by_pypdf

NAME, PHONE, PLACE = "张建国", "13812345678", "3栋2单元1502"
SECRET: CaseRecord = a_case(confidential=True)


def pages(form_id: str, record: object, **how: Any) -> list[str]:
    return [page.replace(" ", "") for page in read_by_pypdf(printed(form_id, record, **how).pdf)]


def test_the_report_that_goes_up_tells_neither_name_nor_phone_nor_place():
    (page,) = pages("handling_report", a_handling(case=SECRET))
    assert [told in page for told in (NAME, PHONE, PLACE)] == [False] * 3
    (page,) = pages("handling_report", a_handling(case=a_case()))
    assert [told in page for told in (NAME, PHONE, PLACE)] == [True] * 3


def named(expression: str) -> OfficeRecord:
    """The office whose slip has the client by another field."""
    form = form_files.shipped("work_order")
    text = text_of(form).replace("{case.caller}", expression)
    return replace(OFFICE, own_forms=(("work_order", text),))


def test_the_name_that_was_told_is_hidden_as_the_client_is():
    office = named("{case.caller_name}")
    assert [NAME in page for page in pages("work_order", an_order(case=SECRET), office=office)] == [
        False,
        False,
        True,
        False,
    ]
    assert all(NAME in page for page in pages("work_order", an_order(), office=office))


def test_a_wish_in_writing_does_not_name_the_client():
    """R-WO-06: the owner's unfit material was used on a written wish; the wish is told, not whose it is."""
    wished = SlipMore(wished_by="李四", wished_at=at(14, 0))
    told = pages("work_order", a_finished_order(case=SECRET, more=wished))
    assert [("李四" in page, "业主11-2114:00书面要求使用" in page) for page in told] == [(False, True)] * 4
    told = pages("work_order", a_finished_order(more=wished))
    assert ["李四11-2114:00书面要求使用" in page for page in told] == [True] * 4
