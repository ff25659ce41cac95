# SPDX-License-Identifier: Apache-2.0
"""The 19 documents of a household: scans dropped on their line or pasted there, files listed by what they lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import household_files
from complaintdesk.desk.file_standing import FileWanted
from complaintdesk.desk.household_records import DocumentDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import DocumentKind, DocumentState, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.household_steps import DocumentForm
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from tests.builders import NAME_OF, PASSWORD, a_household
from tests.ui.conftest import Show

TODAY = date(2026, 11, 21)
CONTRACT = 3  # its line, from 0
FILE_COLUMN = 3


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> HouseholdsTab:
    bridge.office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    made = HouseholdsTab(bridge)
    show(made)
    return made


@pytest.fixture
def clipboard() -> Iterator[QMimeData]:
    """The clipboard, emptied afterwards."""
    held = QMimeData()
    yield held
    QGuiApplication.clipboard().clear()


def opened(tab: HouseholdsTab, office: Office) -> int:
    place_id = a_household(office)
    tab.open_record(place_id)
    tab.panel.view.set_value("file")
    return place_id


def some_files(folder: Path, *names: str) -> QMimeData:
    for name in names:
        (folder / name).write_bytes(b"scan")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(folder / name)) for name in names])
    return held


def drop_on(widget: QWidget, at: QPointF, what: QMimeData) -> None:
    """Drags this into the widget, over it, and lets it go there."""
    told = (Qt.DropAction.CopyAction, what, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at.toPoint(), *told)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(at.toPoint(), *told)
    QApplication.sendEvent(widget, move)
    assert move.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(at, *told))


def form_of(tab: HouseholdsTab) -> DocumentForm:
    form = tab.panel.slot.form
    assert isinstance(form, DocumentForm)
    return form


def test_a_scan_dropped_on_a_documents_line_is_kept_with_it(tab: HouseholdsTab, office: Office, tmp_path: Path) -> None:
    place_id = opened(tab, office)
    documents = tab.panel.file_view.documents
    line = documents.visualRect(documents.model().index(CONTRACT, 1)).center()
    drop_on(documents.viewport(), QPointF(line), some_files(tmp_path, "合同.pdf", "附件.pdf"))
    assert documents.chosen_id() == CONTRACT
    form = form_of(tab)
    assert "4." in form.title.text()
    assert form.files.names() == ["合同.pdf", "附件.pdf"]
    assert form.state.value is DocumentState.HELD
    form.submit()
    record = office.ask(household_files.household_file, place_id, TODAY).documents[CONTRACT]
    assert record.document is DocumentKind.CONTRACT
    assert [file.name for file in record.files] == ["合同.pdf", "附件.pdf"]


def test_a_scan_dropped_while_its_document_is_being_noted_keeps_what_was_typed(
    tab: HouseholdsTab, office: Office, tmp_path: Path
) -> None:
    opened(tab, office)
    tab.panel.ask("document/contract")
    form_of(tab).note.setText("缺附件二")
    documents = tab.panel.file_view.documents
    line = documents.visualRect(documents.model().index(CONTRACT, 1)).center()
    drop_on(documents.viewport(), QPointF(line), some_files(tmp_path, "合同.pdf"))
    drop_on(form_of(tab), QPointF(5, 5), some_files(tmp_path, "附件.pdf"))
    assert form_of(tab).note.text() == "缺附件二"
    assert form_of(tab).files.names() == ["合同.pdf", "附件.pdf"]


def test_a_picture_is_pasted_on_the_chosen_line(
    qtbot: QtBot, tab: HouseholdsTab, office: Office, clipboard: QMimeData
) -> None:
    opened(tab, office)
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    clipboard.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(clipboard)
    tab.panel.file_view.documents.choose(1)
    qtbot.keyClick(tab.panel.file_view.documents, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    form = form_of(tab)
    assert "2." in form.title.text()
    assert [Path(name).suffix for name in form.files.names()] == [".png"]


def test_the_list_says_how_each_file_stands_and_lists_those_that_lack_something(
    qtbot: QtBot, tab: HouseholdsTab, office: Office
) -> None:
    lacking, complete = a_household(office, "101"), a_household(office, "102")
    a_household(office, "103")
    draft = DocumentDraft(lacking, DocumentKind.VEHICLES, DocumentState.MISSING)
    office.do(household_files.note_document, draft)
    office.do(household_files.note_rest, complete, DocumentState.HELD)
    tab.refresh()
    said = [tab.table.cell(row, FILE_COLUMN) for row in range(tab.table.count())]
    assert said == ["1 missing · 18 not noted", "complete", "not looked at"]
    tab.files.set_value(FileWanted.LACKING)
    assert list(tab.table.ids()) == [lacking]
    tab.files.set_value(DocumentKind.PETS)
    assert list(tab.table.ids()) == []
    tab.search_all("102")
    assert list(tab.table.ids()) == [complete]


def test_only_what_is_held_is_proposed_to_be_somewhere(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    held = DocumentDraft(place_id, DocumentKind.CONTRACT, DocumentState.HELD, "3号柜")
    office.do(household_files.note_document, held)
    tab.open_record(place_id)
    tab.panel.ask("document/vehicles")
    form = form_of(tab)
    assert form.filed_at.text() == "3号柜"
    form.state.set_value(DocumentState.MISSING)
    assert form.filed_at.text() == ""
    form.state.set_value(DocumentState.HELD)
    assert form.filed_at.text() == "3号柜"
    form.state.set_value(DocumentState.MISSING)
    form.submit()
    noted = {each.document: each for each in office.ask(household_files.household_file, place_id, TODAY).documents}
    assert (noted[DocumentKind.VEHICLES].state, noted[DocumentKind.VEHICLES].filed_at) == (DocumentState.MISSING, "")


def test_a_place_that_was_typed_stays_and_what_went_missing_is_in_no_cabinet(
    tab: HouseholdsTab, office: Office
) -> None:
    place_id = opened(tab, office)
    held = DocumentDraft(place_id, DocumentKind.CONTRACT, DocumentState.HELD, "3号柜")
    office.do(household_files.note_document, held)
    tab.open_record(place_id)
    tab.panel.ask("document/contract")
    form_of(tab).state.set_value(DocumentState.MISSING)
    assert form_of(tab).filed_at.text() == ""
    form_of(tab).filed_at.setText("业主借去复印")
    form_of(tab).state.set_value(DocumentState.NOT_APPLICABLE)
    assert form_of(tab).filed_at.text() == "业主借去复印"
