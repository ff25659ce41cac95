# SPDX-License-Identifier: Apache-2.0
"""When the program is at fault: the report has no one's data, can be copied, and the work goes on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk import __version__
from complaintdesk.desk import redacting
from complaintdesk.desk.redacting import frames_of, redacted
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.crash import CrashHook, report
from complaintdesk.ui.crash_dialog import CrashDialog
from tests.ui.conftest import Answers


def stumble(name: str, phone: str) -> None:
    try:
        int(phone + name)
    except ValueError as error:
        raise KeyError(name) from error


@pytest.fixture
def fault() -> KeyError:
    with pytest.raises(KeyError) as caught:
        stumble("张建国", "13812345678")
    return caught.value


@pytest.fixture
def hook(qapp: QApplication) -> Iterator[CrashHook]:
    before = sys.excepthook, threading.excepthook
    made = CrashHook()
    made.install()
    yield made
    sys.excepthook, threading.excepthook = before
    qInstallMessageHandler(None)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    faults = redacting.start_log(tmp_path)
    yield tmp_path / redacting.LOG
    for added in [one for one in root.handlers if one not in before]:
        root.removeHandler(added)
        added.close()
    root.setLevel(level)
    faulthandler.disable()
    faults.close()


def test_a_report_names_kinds_places_and_versions_and_nobody(fault: KeyError) -> None:
    text = report(fault)
    for part in ("builtins.KeyError", "builtins.ValueError", "stumble", __version__, "PySide6"):
        assert part in text
    for private in ("张建国", "13812345678", "int(phone", str(Path.home())):
        assert private not in text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("call 13812345678 back", "call ••• back"),
        ("138 1234 5678", "•••"),
        ("0755-2345 6789", "•••"),
        ("case 912 of 2026", "case 912 of 2026"),
        ("BX2026-000912", "BX2026-000912"),
    ],
)
def test_numbers_of_seven_digits_and_more_never_reach_the_log(written: str, kept: str) -> None:
    assert redacted(written) == kept


def test_the_log_holds_what_happened_and_no_ones_number(log: Path, fault: KeyError) -> None:
    logging.getLogger("complaintdesk").error("call %s", "13812345678", exc_info=fault)
    text = log.read_text("utf-8")
    assert "call •••" in text
    assert "stumble" in text
    assert "张建国" not in text


def test_an_error_nobody_took_is_shown_and_the_program_goes_on(
    qtbot: QtBot, hook: CrashHook, answers: Answers, log: Path
) -> None:
    said: list[str] = []
    answers.expect_dialog(lambda dialog: said.append(dialog.report.toPlainText()))

    def fail() -> None:
        stumble("张建国", "1")

    with qtbot.captureExceptions():
        sys.excepthook = hook._uncaught
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: bool(said))
    assert "stumble" in said[0]
    assert "KeyError" in log.read_text("utf-8")


def test_an_error_in_a_thread_is_shown_in_the_window(qtbot: QtBot, hook: CrashHook, answers: Answers) -> None:
    answers.expect_dialog(lambda _dialog: None)
    thread = threading.Thread(target=stumble, args=("a", "1"))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(answers.asked))


def test_what_the_machine_refuses_is_told_in_words_not_as_a_crash(
    qtbot: QtBot, hook: CrashHook, answers: Answers
) -> None:
    answers.expect("tell")
    hook.take(EnvironmentProblem("The disk is full.", "Make room."))
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked[0].text == "The disk is full.\nMake room."


class BadPaint(QWidget):
    """Fails each time it is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        QTimer.singleShot(0, self.update)
        raise ZeroDivisionError


def test_a_widget_that_fails_with_every_painting_is_told_once_at_a_time(
    qtbot: QtBot, hook: CrashHook, answers: Answers
) -> None:
    shown: list[int] = []

    def look_at(dialog: CrashDialog) -> None:
        shown.append(1)
        bad.update()

    answers.expect_dialog(look_at)
    bad = BadPaint()
    qtbot.addWidget(bad)
    with qtbot.captureExceptions():
        sys.excepthook = hook._uncaught
        bad.show()
        qtbot.waitUntil(lambda: bad.painted > 2)
        bad.hide()
    assert shown == [1]


def test_what_qt_says_is_in_the_log(hook: CrashHook, log: Path) -> None:
    qWarning("the printer 13812345678 is away")
    assert "the printer ••• is away" in log.read_text("utf-8")


def test_the_report_can_be_copied(qtbot: QtBot, fault: KeyError) -> None:
    dialog = CrashDialog(report(fault))
    qtbot.addWidget(dialog)
    dialog.show()
    copy = next(button for button in dialog.findChildren(Button) if button.text() == "Copy report")
    copy.click()
    assert QApplication.clipboard().text() == report(fault)
    assert dialog.isVisible()


def test_a_chain_of_errors_is_told_from_its_beginning(fault: KeyError) -> None:
    text = frames_of(fault)
    assert text.index("ValueError") < text.index("KeyError")
