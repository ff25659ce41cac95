# SPDX-License-Identifier: Apache-2.0
"""The list of follow-ups narrowed to days, the room for the story beside it, and the empty sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, follow_ups, prints, waves
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, FollowUpWay, Rating
from complaintdesk.ui.print_preview import PreviewDialog
from complaintdesk.ui.tabs.follow_up_steps import RecordForm
from complaintdesk.ui.tabs.follow_ups_tab import ALL_DAYS, EARLIER, TODAY, FollowUpsTab
from tests.builders import DeskClock, a_case, page, rows
from tests.printing.papers import read_by_pypdf
from tests.ui.conftest import Answers
from tests.ui.test_follow_ups_tab import a_handled_case, area, cells, press, tab

__all__ = ["tab"]  # the fixture


def test_the_queue_is_narrowed_to_days_by_keys(
    qtbot: QtBot, tab: FollowUpsTab, office: Office, clock: DeskClock
) -> None:
    clock.later(days=3)  # a Tuesday: due on Friday
    a_handled_case(office, content="电梯异味")
    clock.later(days=1)
    a_handled_case(office, content="停车乱")
    clock.later(days=1)
    called = a_handled_case(office, content="楼上太吵")
    clock.later(days=2)
    tab.refresh()
    assert cells(tab) == ["电梯异味", "停车乱"]
    tab.days.setFocus()
    press(qtbot, Qt.Key.Key_2)
    assert cells(tab) == ["电梯异味"]
    press(qtbot, Qt.Key.Key_3)
    assert cells(tab) == ["停车乱"]
    tab.views.set_value("coming")
    assert cells(tab) == []
    press(qtbot, Qt.Key.Key_4)
    assert cells(tab) == ["楼上太吵"], "due on the Sunday that ends this week"
    office.do(follow_ups.record, follow_ups.FollowUpDraft(called, FollowUpWay.VISIT, Rating.CONTENT))
    tab.views.set_value("done")
    tab.days.set_value(TODAY)
    assert cells(tab) == ["楼上太吵"]
    tab.days.set_value(EARLIER)
    assert cells(tab) == []
    tab.open_record(called)
    assert tab.days.value == ALL_DAYS


def test_from_one_of_a_wave_all_its_follow_ups_are_listed_made_and_to_be_made_r_cls_08(
    qtbot: QtBot, tab: FollowUpsTab, office: Office, clock: DeskClock
) -> None:
    ids = [a_case(office, content=words).id for words in ("电梯停运", "电梯不动", "电梯又停")]
    office.do(waves.lead, ids[0], ids[1:])
    office.do(cases.handle, ids[0], "已修复", None, ids[1:])
    alone = a_handled_case(office, content="楼上太吵")
    clock.later(days=4)
    tab.refresh()
    called, *still_open = [one for one in tab.table.ids() if one != alone]
    office.do(follow_ups.record, follow_ups.FollowUpDraft(called, FollowUpWay.VISIT, Rating.CONTENT))
    tab.table.choose(alone)
    assert not tab.panel.wave.isVisible()
    tab.table.choose(still_open[0])
    assert tab.panel.wave.text() == "The wave's 3"
    tab.kind_box.set_value(CaseKind.REPAIR.value)
    qtbot.keyClick(tab, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert sorted(tab.table.ids()) == sorted([called, *still_open])
    assert not tab.views.button("due").isChecked()
    number = page(office, ids[0]).case.number
    assert tab.note.whole() == f"Wave of {number}: 3 follow-ups, made and to be made"
    tab.refresh()
    assert sorted(cells(tab)) == sorted(["电梯停运", "电梯不动", "电梯又停"])
    qtbot.keyClick(tab, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert tab.views.button("due").isChecked()
    assert not tab.note.isVisible()
    assert sorted(tab.table.ids()) == sorted([*still_open, alone])


def test_the_story_has_all_the_room_that_a_call_s_form_does_not_need(
    qtbot: QtBot, tab: FollowUpsTab, office: Office
) -> None:
    tab.window().resize(1820, 1000)
    tab.open_record(a_handled_case(office))
    tab.panel.ask("record")
    form = area(tab, RecordForm)
    form.rating.set_value(Rating.NOT_CONTENT)
    panel = tab.panel
    qtbot.waitUntil(lambda: panel.slot.height() == panel.slot.sizeHint().height())
    assert form.accept_button.mapTo(panel, form.accept_button.rect().bottomLeft()).y() < panel.height()
    assert panel.told.height() > panel.height() - panel.slot.height() - 140


def test_an_empty_sheet_is_printed_to_be_written_on(
    qtbot: QtBot, tab: FollowUpsTab, office: Office, answers: Answers, tmp_path: Path
) -> None:
    a_handled_case(office, content="楼上太吵")
    path = tmp_path / "blank.pdf"

    def save(dialog: PreviewDialog) -> None:
        answers.expect("save_file", path)
        dialog.save_pdf()

    answers.expect_dialog(save, accept=False)
    qtbot.keyClick(tab, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    (sheet,) = read_by_pypdf(path.read_bytes())
    assert "回访记录单" in "".join(sheet.split())
    assert "楼上太吵" not in sheet
    assert rows(office, "SELECT form, covers, copy_no, outcome FROM print_record") == [
        ("follow_up", "空白", 1, "confirmed")
    ]
    for _again in range(2):
        assert office.do(prints.start_blank, "follow_up", "printer").copy_no == 1, "an empty sheet is no reprint"
