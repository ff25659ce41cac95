# SPDX-License-Identifier: Apache-2.0
"""Questions on the screen: what the keyboard answers, and that a refused form stays open with all that was typed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.errors import EnvironmentProblem, UserError
from complaintdesk.ui import prompts
from complaintdesk.ui.about import AboutDialog
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.dialogs import Dialog, TellDialog, WordsDialog, YesNoDialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Text
from tests.test_architecture import PACKAGE_FILES, tree
from tests.ui.conftest import Answers


def open_dialog(qtbot: QtBot, dialog: Dialog) -> Dialog:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    return dialog


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_the_keyboard_says_no_to_a_question_unless_told_otherwise(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = open_dialog(qtbot, YesNoDialog(None, "Void", "Void this slip?", "Void it", "Keep it"))
    qtbot.keyClick(dialog.focusWidget(), key)
    assert dialog.result() == 0
    assert not dialog.isVisible()


def test_yes_is_said_by_its_button(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, YesNoDialog(None, "Void", "Void this slip?", "Void it"))
    qtbot.mouseClick(dialog.findChild(PrimaryButton), Qt.MouseButton.LeftButton)
    assert dialog.result() == 1


def test_a_reason_must_not_be_empty_and_ctrl_enter_gives_it(qtbot: QtBot) -> None:
    dialog = WordsDialog(None, "Void", "", label="Reason", given="", lines=3, accept="")
    open_dialog(qtbot, dialog)
    writing = dialog.fields["words"].field
    qtbot.keyClick(writing, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert dialog.fields["words"].problem()
    qtbot.keyClicks(writing, " typed twice ")
    qtbot.keyClick(writing, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == 1
    assert dialog.words() == "typed twice"


@pytest.mark.parametrize(
    ("key", "with_ctrl"), [(Qt.Key.Key_F8, False), (Qt.Key.Key_S, True), (Qt.Key.Key_Return, True)]
)
def test_what_saves_a_form_accepts_a_dialog_too(qtbot: QtBot, key: Qt.Key, with_ctrl: bool) -> None:
    dialog = WordsDialog(None, "Waive", "", label="Reason", given="two words", lines=3, accept="Save")
    open_dialog(qtbot, dialog)
    held = Qt.KeyboardModifier.ControlModifier if with_ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(dialog.fields["words"].field, key, held)
    assert dialog.result() == 1
    question = open_dialog(qtbot, YesNoDialog(None, "Void", "Void this slip?", "Void it"))
    qtbot.keyClick(question, key, held)
    assert question.isVisible(), "what can't be taken back is said by its button alone"


class PlaceDialog(Dialog):
    """A form whose deed is refused until told otherwise."""

    def __init__(self) -> None:
        super().__init__(None, "Place")
        self.room = LineInput()
        self.add_field("room", FieldRow("Room", self.room))
        self.add_buttons("Save")
        self.refusal: UserError | EnvironmentProblem | None = None

    def take(self) -> None:
        if self.refusal is not None:
            raise self.refusal


def test_a_refused_form_stays_open_with_what_was_typed(qtbot: QtBot) -> None:
    dialog = PlaceDialog()
    open_dialog(qtbot, dialog)
    dialog.room.setText("1502")
    dialog.refusal = UserError("No such room", field="room")
    dialog.accept()
    assert dialog.fields["room"].problem() == "No such room"
    dialog.refusal = EnvironmentProblem("The disk is full.", "Make room.")
    dialog.accept()
    assert dialog.banner.words() == "The disk is full.\nMake room."
    assert dialog.room.text() == "1502"
    assert dialog.isVisible()
    dialog.refusal = None
    dialog.accept()
    assert dialog.result() == 1


def test_what_is_told_is_plain_text_that_can_be_copied(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, TellDialog(None, "Told", "<b>水</b>"))
    told = next(text for text in dialog.findChildren(Text) if text.text() == "<b>水</b>")
    assert told.textFormat() is Qt.TextFormat.PlainText
    assert told.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_questions_reach_the_screen_when_nobody_answers_for_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompts, "answer", prompts._on_screen)
    said: list[str] = []

    def type_and_save() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, WordsDialog)
        said.append(dialog.windowTitle())
        qtbot.keyClicks(dialog.fields["words"].field, "rung twice")
        dialog.accept()

    def press_yes() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, YesNoDialog)
        dialog.accept()

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TellDialog)
        dialog.reject()

    QTimer.singleShot(0, type_and_save)
    assert prompts.ask_words(None, "Void", "", label="Reason") == "rung twice"
    QTimer.singleShot(0, press_yes)
    assert prompts.ask_yes_no(None, "Void", "Void it?", yes="Void")
    QTimer.singleShot(0, read)
    prompts.tell_error(None, EnvironmentProblem("The disk is full.", "Make room."))
    assert said == ["Void"]


def test_the_prompts_say_what_they_were_asked_and_give_the_answer(answers: Answers, tmp_path: Path) -> None:
    answers.expect("yes_no", True)
    answers.expect("words", "  ")
    answers.expect("choose_file", tmp_path / "a.xlsx")
    answers.expect("save_file", None)
    answers.expect("choose_folder", tmp_path)
    answers.expect("tell")
    assert prompts.ask_yes_no(None, "T", "Q", yes="Y")
    assert prompts.ask_words(None, "T", "", label="L") == "  "
    assert prompts.choose_file(None, "T") == tmp_path / "a.xlsx"
    assert prompts.save_file(None, "T", proposed=tmp_path / "b.xlsx") is None
    assert prompts.choose_folder(None, "T") == tmp_path
    prompts.tell(None, "T", "words")
    assert [prompt.kind for prompt in answers.asked][-1] == "tell"


def test_an_unanswered_question_fails(answers: Answers) -> None:
    with pytest.raises(AssertionError, match="nobody answers"):
        prompts.tell(None, "T", "words")


def test_about_tells_the_versions_and_the_notices(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, AboutDialog(None))
    words = " ".join(text.text() for text in dialog.findChildren(Text))
    for part in ("PySide6", "SQLite", "Apache-2.0"):
        assert part in words


def test_no_key_is_one_that_other_programs_of_the_desk_listen_to() -> None:
    """WeChat and the input methods take these before we hear of them (dependencies, trap 17)."""
    written = {
        node.value
        for path in PACKAGE_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert "Ctrl+F" in written
    assert not written & {"Alt+A", "Ctrl+Alt+A", "Ctrl+Alt+W", "Ctrl+Alt+Z", "Ctrl+Space", "Ctrl+Shift+F"}


def test_every_control_of_a_dialog_has_a_name_for_a_screen_reader(qtbot: QtBot) -> None:
    for made in (PlaceDialog(), WordsDialog(None, "T", "", label="Reason", given="", lines=3, accept="")):
        dialog = open_dialog(qtbot, made)
        controls = [one for one in dialog.findChildren(QWidget) if isinstance(one, Button | LineInput)]
        assert controls
        assert all(one.accessibleName() for one in controls)
