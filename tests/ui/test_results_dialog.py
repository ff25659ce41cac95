# SPDX-License-Identifier: Apache-2.0
"""The office head signs the results of many complaints in one go, each on record in its own case (R-REG-13)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event as sql_event

from complaintdesk.desk import cases, judging
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.results_dialog import ResultsDialog
from complaintdesk.ui.tabs.review_panel import ReviewPanel
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_case, codes, page, story
from tests.ui.conftest import Answers, Show

HEAD = NAME_OF[Role.OFFICE_HEAD]


def handled(office: Office, words: str = "已解决", kind: CaseKind = CaseKind.COMPLAINT) -> int:
    """The id of a case with a result."""
    saved = a_case(office, kind)
    office.do(cases.handle, saved.id, words)
    return saved.id


def panel(bridge: Bridge, office: Office, show: Show, name: str = HEAD) -> ReviewPanel:
    """Today's review, in front of somebody."""
    bridge.sign_in(name, PASSWORD)
    made = ReviewPanel(bridge)
    show(made)
    made.show_record(office.now().astimezone(office.zone).date().toordinal())
    return made


def test_r_reg_13_those_that_are_ticked_are_signed_each_in_its_own_case(
    bridge: Bridge, office: Office, show: Show, answers: Answers
) -> None:
    first, second, third = (handled(office, words) for words in ("已更换", "已道歉", "已清理"))
    shown = panel(bridge, office, show)

    def sign(dialog: Any) -> None:
        assert isinstance(dialog, ResultsDialog)
        assert set(dialog.results.boxes) == {first, second, third}
        dialog.all.click()
        dialog.results.boxes[second].setChecked(False)
        dialog.words.setText("同意")

    answers.expect_dialog(sign)
    shown.results.click()
    assert shown.banner.words() == "2 results are signed."
    for case_id in (first, third):
        signed = page(office, case_id).events[-1]
        assert (signed.kind.value, signed.words, signed.by) == ("result_signed", "同意", HEAD)
    assert "result_signed" not in story(office, second)
    assert [each.id for each in office.ask(judging.unsigned_results)] == [second]
    assert codes(office) == []


def test_none_ticked_is_refused_in_the_list(bridge: Bridge, office: Office) -> None:
    handled(office)
    bridge.sign_in(HEAD, PASSWORD)
    dialog = ResultsDialog(None, bridge)
    dialog.accept()
    assert dialog.fields["cases"].problem() == "Which results? Tick them."
    assert dialog.signed == 0


def test_one_that_cannot_be_signed_is_named_and_none_is(bridge: Bridge, office: Office) -> None:
    first = handled(office)
    still_open = a_case(office)
    bridge.sign_in(HEAD, PASSWORD)
    with pytest.raises(UserError) as refused:
        office.do(judging.sign_results, [first, still_open.id])
    assert refused.value.values["number"] == still_open.number
    assert "result_signed" not in story(office, first)
    with pytest.raises(MissingFields):
        office.do(judging.sign_results, [])


def test_what_waits_is_complaints_with_a_result_and_a_new_round_waits_again(
    bridge: Bridge, office: Office, clock: DeskClock
) -> None:
    case_id = handled(office)
    handled(office, kind=CaseKind.INQUIRY)
    a_case(office)
    before = office.staff
    assert before is not None
    bridge.sign_in(HEAD, PASSWORD)
    assert office.do(judging.sign_results, [case_id]) == 1
    assert office.ask(judging.unsigned_results) == ()
    clock.later(hours=1)
    office.do(cases.reopen, case_id, "又坏了")
    assert office.ask(judging.unsigned_results) == ()
    office.do(cases.handle, case_id, "再次更换")
    [waits] = office.ask(judging.unsigned_results)
    assert (waits.id, waits.words) == (case_id, "再次更换")


def test_however_many_wait_they_are_read_in_as_few_looks(bridge: Bridge, office: Office) -> None:
    def looks() -> int:
        asked: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            asked.append(statement)

        sql_event.listen(office.database.engine, "before_cursor_execute", note)
        bridge.ask(judging.unsigned_results)
        sql_event.remove(office.database.engine, "before_cursor_execute", note)
        return len(asked)

    handled(office)
    looks()  # what is hidden from the reader is asked once after a case has changed
    of_one = looks()
    for _other in range(3):
        handled(office)
    looks()
    assert len(office.ask(judging.unsigned_results)) == 4
    assert looks() == of_one


def test_nobody_but_the_office_head_is_offered_it(bridge: Bridge, office: Office, show: Show) -> None:
    handled(office)
    assert panel(bridge, office, show, NAME_OF[Role.SUPERVISOR]).results.isHidden()
    assert panel(bridge, office, show).results.isVisible()
