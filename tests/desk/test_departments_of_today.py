# SPDX-License-Identifier: Apache-2.0
"""Who answers for a case is a department of today, whichever rule book it came in under."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaintdesk.desk import corrective, escalating, judging, procedures
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.escalating import PassOnDraft
from complaintdesk.desk.office import Office
from complaintdesk.errors import UserError
from tests.builders import ADMINISTRATOR, PASSWORD, a_case, codes, page


def test_a_case_of_an_earlier_rule_book_goes_to_a_department_of_today_r_cls_04(office: Office) -> None:
    """Its limits stay those of its own rule book; who answers for it is somebody who is there."""
    saved = a_case(office)
    there = procedures.department_rows(office.procedure)
    closed, fresh = there[-1].id, procedures.DepartmentRow("水景部", (procedures.TeamRow("水景班"),))
    wanted = [*there[:-1], replace(there[-1], closed=True), fresh]
    office.sign_in(ADMINISTRATOR, PASSWORD)
    version, text = office.ask(procedures.text_in_force)
    office.do(procedures.adopt, procedures.with_departments(text, wanted), version)
    [new] = [row for row in office.procedure.departments if row.name == "水景部"]
    office.sign_in("王敏", PASSWORD)
    office.do(judging.reroute, saved.id, new.id, "喷泉归水景部")
    office.do(escalating.pass_on, PassOnDraft(saved.id, new.id, "请今天处理"))
    opened = CorrectiveDraft(saved.id, new.id, "夜间施工", "未巡查", "周队长")
    office.do(corrective.open_action, opened)
    assert page(office, saved.id).case.department_name == "水景部"
    assert [each.department for each in page(office, saved.id).events if each.department] == ["水景部", "水景部"]
    for deed in (
        (judging.reroute, saved.id, closed, "x"),
        (escalating.pass_on, PassOnDraft(saved.id, closed, "x")),
        (corrective.open_action, replace(opened, department=closed)),
    ):
        with pytest.raises(UserError, match="no longer in use"):
            office.do(*deed)
    own = page(office, saved.id).procedure
    assert {closed} == {row.id for row in own.departments} - {row.id for row in office.books.departments_for(own)}
    assert codes(office) == []
