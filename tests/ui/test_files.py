# SPDX-License-Identifier: Apache-2.0
"""Files at the desk: dropped, pasted, scanned in, and kept with their case; what can't be kept is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import attachments
from complaintdesk.desk.attachments import read_attachment
from complaintdesk.desk.office import Office
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.pending_files import PendingFiles
from complaintdesk.ui.scan_dialog import ScanDialog, newest
from complaintdesk.ui.tabs.attach_step import AttachStep
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, a_case, page
from tests.ui.calls import Register
from tests.ui.conftest import Answers, Show
from tests.ui.pictures import a_pdf, a_picture


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: QApplication) -> Iterator[None]:
    qapp.clipboard().clear()
    yield
    qapp.clipboard().clear()


def offered(*paths: Path) -> QMimeData:
    found = QMimeData()
    found.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return found


def drop(on: QWidget, what: QMimeData) -> bool:
    """Drags this over the widget and lets it go there; whether it was taken."""
    actions, buttons, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, what, buttons, none)
    QApplication.sendEvent(on, enter)
    if not enter.isAccepted():
        return False
    target: QWidget | None = on
    while target is not None and not target.acceptDrops():
        target = target.parentWidget()
    assert target is not None
    while True:
        let_go = QDropEvent(QPointF(5, 5), actions, what, buttons, none)
        QApplication.sendEvent(target, let_go)
        above = target.parentWidget()
        if let_go.isAccepted() or above is None:
            return let_go.isAccepted()
        target = above


def paste(into: QWidget) -> None:
    into.setFocus()
    QTest.keySequence(into, QKeySequence(QKeySequence.StandardKey.Paste))


def kept(office: Office, case_id: int) -> list[str]:
    return [each.name for each in page(office, case_id).attachments]


def on(tab: RegisterTab, case_id: int) -> RegisterTab:
    tab.open_record(case_id)
    return tab


def gathered(tab: RegisterTab) -> AttachStep:
    form = tab.panel.slot.form
    assert isinstance(form, AttachStep)
    return form


# Brought to a case


def test_files_dropped_on_a_case_are_gathered_and_kept_once_a_person_says_so(
    office: Office, register: Register, tmp_path: Path
) -> None:
    case = a_case(office)
    tab = on(register(), case.id)
    assert drop(tab.panel, offered(a_picture(tmp_path / "楼道.png"), a_picture(tmp_path / "墙面.jpg")))
    form = gathered(tab)
    assert form.files.names() == ["楼道.png", "墙面.jpg"]
    assert kept(office, case.id) == []
    (tmp_path / "楼道.png").unlink()  # a chat program's own copy, gone a moment later
    form.submit()
    assert kept(office, case.id) == ["楼道.png", "墙面.jpg"]
    assert tab.panel.banner.words() == "楼道.png, 墙面.jpg is kept with the case."
    assert [name.split()[0] for name in tab.panel.files.names()] == ["楼道.png", "墙面.jpg"]


def test_a_picture_of_the_clipboard_is_pasted_as_png_wherever_the_keyboard_is(
    office: Office, register: Register, qapp: QApplication
) -> None:
    case = a_case(office)
    tab = on(register(), case.id)
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    qapp.clipboard().setImage(image)
    tab.panel.ask("attach")
    paste(gathered(tab).files.choose_button)
    assert gathered(tab).files.names() == ["Pasted 2026-11-21 103000.png"]
    gathered(tab).submit()
    (row,) = page(office, case.id).attachments
    data = read_attachment(office.pool, row.sha256, None)
    assert data.startswith(b"\x89PNG")
    assert QImage.fromData(data).pixelColor(3, 3) == QColor("blue")


def test_files_of_the_clipboard_are_pasted_too_and_words_stay_words(
    office: Office, register: Register, qapp: QApplication, tmp_path: Path
) -> None:
    tab = on(register(), a_case(office).id)
    tab.panel.ask("note")
    words = tab.panel.slot.form.words  # type: ignore[union-attr]
    qapp.clipboard().setText("一段话")
    paste(words)
    assert words.text() == "一段话"
    qapp.clipboard().setMimeData(offered(a_picture(tmp_path / "a.png")))
    paste(words)
    assert words.text() == "一段话"
    assert gathered(tab).files.names() == ["a.png"]
    gathered(tab).leave_button.click()
    tab.panel.ask("note")
    assert tab.panel.slot.form.words.text() == "一段话"  # type: ignore[union-attr]


def test_what_excel_copies_is_pasted_as_words(register: Register, qapp: QApplication) -> None:
    form = register().card.form
    both = QMimeData()
    both.setText("3-2-1502")
    both.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    qapp.clipboard().setMimeData(both)
    paste(form.content)
    assert form.content.text() == "3-2-1502"


def test_what_waited_for_a_case_comes_back_with_it(office: Office, register: Register, tmp_path: Path) -> None:
    case, other = a_case(office), a_case(office)
    tab = on(register(), case.id)
    drop(tab.panel, offered(a_picture(tmp_path / "a.png"), a_picture(tmp_path / "b.png", 10, 10)))
    without = next(
        each for each in gathered(tab).files.findChildren(Button) if each.accessibleName() == "Without b.png"
    )
    without.click()
    on(tab, other.id)
    on(tab, case.id)
    assert gathered(tab).files.names() == ["a.png"]
    gathered(tab).submit()
    assert kept(office, case.id) == ["a.png"]


def test_what_is_no_file_is_refused_in_words_and_the_rest_is_taken(
    office: Office, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 1024**2)
    empty, large, folder = tmp_path / "empty.jpg", tmp_path / "large.bin", tmp_path / "folder"
    empty.touch()
    large.write_bytes(b"x" * (1024**2 + 1))
    folder.mkdir()
    tab = on(register(), a_case(office).id)
    what = offered(empty, large, folder, tmp_path / "gone.jpg", a_picture(tmp_path / "good.png"))
    what.setUrls([*what.urls(), QUrl("https://example.com/a.jpg")])
    drop(tab.panel, what)
    assert gathered(tab).files.names() == ["good.png"]
    said = gathered(tab).files.problem.text().splitlines()
    assert said[:3] == [
        "“empty.jpg” is empty.",
        "A file of at most 1 MB can be kept; “large.bin” is larger.",
        "“folder” is no file; a folder is kept file by file.",
    ]
    assert said[3].startswith("gone.jpg: The file can't be read.")
    assert said[-1].startswith("A link to a page is no file")


def test_a_void_case_and_who_may_not_attach_take_no_files(
    office: Office, bridge: Bridge, register: Register, tmp_path: Path
) -> None:
    case = a_case(office)
    bridge.sign_in("孙会计", PASSWORD)
    tab = on(register(), case.id)
    assert not drop(tab.panel, offered(a_picture(tmp_path / "a.png")))
    assert tab.panel.slot.form is None


def test_a_name_without_end_does_not_widen_the_window(office: Office, register: Register, tmp_path: Path) -> None:
    tab = on(register(), a_case(office).id)
    width = tab.minimumSizeHint().width()
    long = tmp_path / f"scan_{'0' * 200}.png"
    a_picture(long)
    empty = tmp_path / f"{'x' * 200}.png"
    empty.touch()
    drop(tab.panel, offered(long, empty))
    drop(tab.card, offered(long, empty))
    assert gathered(tab).files.problem.text()
    gathered(tab).submit()
    assert "…" in tab.panel.banner.words()
    assert tab.minimumSizeHint().width() <= max(width, 1340)


# Brought to a registration


def test_files_dropped_on_the_form_are_kept_with_the_new_case(
    office: Office, register: Register, tmp_path: Path
) -> None:
    tab = register()
    form = tab.card.form
    assert drop(form.content, offered(a_picture(tmp_path / "漏水.jpg")))
    assert form.content.text() == ""
    assert tab.card.files.names() == ["漏水.jpg"]
    form.kind.set_value("inquiry")
    form.content.setText("电梯什么时候检修？")
    form.caller.name.setText("仇女士")
    form.caller.phone.setText("13800001234")
    form.who.words.put_typed("会所一楼")
    form.category.set_value(office.procedure.categories_for(form.kind.value)[0].id)
    saved: list[int] = []
    tab.card.saved.connect(saved.append)
    tab.card.save()
    assert tab.card.banner.words().startswith("Registered: ZX2026-"), tab.card.banner.words()
    assert kept(office, saved[0]) == ["漏水.jpg"]
    assert tab.card.files.names() == []


def test_files_dropped_on_any_box_or_pasted_into_it_reach_the_form(
    register: Register, qapp: QApplication, tmp_path: Path
) -> None:
    card = register().card
    lines = [line for line in card.findChildren(QLineEdit) if line.isVisible() and line.isEnabled()]
    assert card.form.category.lineEdit() in lines
    for at, line in enumerate(lines):
        stood, what = line.text(), offered(a_picture(tmp_path / f"dropped {at}.png", 10 + at))
        assert drop(line, what), line.accessibleName()
        qapp.clipboard().setMimeData(offered(a_picture(tmp_path / f"pasted {at}.png", 100 + at)))
        paste(line)
        assert card.files.names()[-2:] == [f"dropped {at}.png", f"pasted {at}.png"], line.accessibleName()
        assert line.text() == stood
        card.clear()


def test_files_are_kept_with_a_form_put_aside_emptied_or_cut_off(
    office: Office, bridge: Bridge, register: Register, tmp_path: Path
) -> None:
    card = register().card
    drop(card, offered(a_picture(tmp_path / "a.png")))
    token = card.token
    card.park()
    assert card.files.names() == []
    card.take_up(token)
    assert card.files.names() == ["a.png"]
    card.clear()
    assert card.files.names() == []
    card.banner.findChildren(Button)[0].click()
    assert card.files.names() == ["a.png"]
    card.keep()
    again = register().card
    assert again.files.names() == ["a.png"]


def test_a_correction_takes_no_files(office: Office, register: Register, tmp_path: Path) -> None:
    card = register().card
    card.correct(a_case(office).id)
    assert not drop(card, offered(a_picture(tmp_path / "a.png")))
    assert card.files.names() == []


# From the scanner


def scans(folder: Path) -> Path:
    """A scanner's folder: two files for the desk, and what it must pass over."""
    folder.mkdir()
    a_picture(folder / "scan1.jpg")
    (folder / "scan2.pdf").write_bytes(a_pdf(1))
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    (folder / "empty.pdf").touch()
    (folder / "Thumbs.db").write_bytes(b"x")
    for at, name in enumerate(("broken.png", "scan1.jpg", "scan2.pdf")):
        os.utime(folder / name, (1_790_000_000 + at * 60,) * 2)
    return folder


def test_the_scanners_newest_files_come_first_and_are_taken_by_keyboard(
    qtbot: QtBot, office: Office, bridge: Bridge, register: Register, answers: Answers, tmp_path: Path
) -> None:
    folder = scans(tmp_path / "scans")
    tab = on(register(), a_case(office).id)
    tab.panel.ask("attach")
    files = gathered(tab).files

    def choose(dialog: ScanDialog) -> None:
        assert dialog.names() == ["scan2.pdf", "scan1.jpg", "broken.png"]
        assert dialog.list.hasFocus() or dialog.focusWidget() is dialog.list
        qtbot.waitUntil(lambda: not dialog._pictures.isActive())
        drawn = [dialog.list.item(row).icon().availableSizes()[0].width() for row in (0, 1)]
        assert drawn == [128, 64]
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Right)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)

    answers.expect("choose_folder", folder)
    answers.expect_dialog(choose)
    files.scan_button.click()
    assert sorted(files.names()) == ["scan1.jpg", "scan2.pdf"]
    assert bridge.settings.now.scans == str(folder)
    answers.expect_dialog(lambda _dialog: None, accept=False)  # the folder is known now
    files.scan_button.click()
    assert len(files.names()) == 2


def test_what_the_scanner_adds_meanwhile_appears(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    dialog = ScanDialog(None, bridge, folder)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.nothing.isVisible()
    dialog.accept()
    assert dialog.banner.words() == "Choose a file first."
    a_picture(folder / "new.png")
    qtbot.waitUntil(lambda: dialog.names() == ["new.png"])
    assert dialog.nothing.isHidden()


def test_without_a_folder_nothing_is_taken_and_one_that_is_gone_is_asked_for_again(
    bridge: Bridge, show: Show, answers: Answers, tmp_path: Path
) -> None:
    files = PendingFiles(bridge)
    show(files)
    answers.expect("choose_folder", None)
    files.scan()
    bridge.settings.change(scans=str(tmp_path / "gone"))
    answers.expect("choose_folder", None)
    files.scan()
    assert files.names() == []
    assert newest(tmp_path / "gone") == ()
