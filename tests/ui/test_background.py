# SPDX-License-Identifier: Apache-2.0
"""Work in a worker: answers and errors come to the window's thread, it can be stopped, the dead get no answer."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem, Told
from complaintdesk.ui import background
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.progress import ProgressDialog, run_with_progress
from complaintdesk.ui.words import Note
from tests.builders import PASSWORD
from tests.ui.conftest import Answers


def never(error: object) -> None:
    pytest.fail(f"told an error: {error}")


def test_the_answer_comes_in_the_windows_thread(qtbot: QtBot) -> None:
    owner = QObject()
    told: list[tuple[int, bool]] = []
    here = threading.get_ident()

    def done(answer: bool) -> None:
        told.append((threading.get_ident(), answer))

    job = background.run(owner, lambda _progress: threading.get_ident() != here, done, never)
    with qtbot.waitSignal(job.ended):
        pass
    assert told == [(here, True)]


def test_an_error_with_words_is_handed_over(qtbot: QtBot) -> None:
    problem = EnvironmentProblem("The disk is full.", "Make room.")
    told: list[Told] = []

    def work(_progress: Progress) -> None:
        raise problem

    owner = QObject()
    with qtbot.waitSignal(background.run(owner, work, never, told.append).ended):
        pass
    assert told == [problem]


def test_a_bug_in_a_worker_comes_out_in_the_windows_thread(qtbot: QtBot) -> None:
    owner = QObject()

    def work(_progress: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(background.run(owner, work, never, never).ended):
        pass
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_work_stops_at_its_next_step_when_asked_to(qtbot: QtBot) -> None:
    owner = QObject()
    begun, go_on = threading.Event(), threading.Event()
    steps: list[int] = []

    def work(progress: Progress) -> None:
        for step in range(100):
            progress(step, 100)
            steps.append(step)
            begun.set()
            go_on.wait(5)

    job = background.run(owner, work, never, never)
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    with qtbot.waitSignal(job.ended):
        go_on.set()
    assert steps == [0]


def test_when_the_window_that_asked_is_gone_nobody_is_told(qtbot: QtBot) -> None:
    owner = QObject()
    go_on = threading.Event()
    job = background.run(owner, lambda _progress: go_on.wait(5), never, never)
    del owner
    assert job.cancelled
    with qtbot.waitSignal(job.ended):
        go_on.set()


def test_at_the_end_of_the_program_work_is_stopped_and_waited_for(qtbot: QtBot) -> None:
    owner = QObject()
    begun, steps = threading.Event(), []

    def work(progress: Progress) -> None:
        for step in range(1_000_000):
            begun.set()
            progress(step)
            steps.append(step)

    background.run(owner, work, never, never)
    qtbot.waitUntil(begun.is_set)
    background.stop_all()
    assert not background._mailbox.jobs
    assert len(steps) < 1_000_000


def test_a_long_read_has_a_session_of_its_own(qtbot: QtBot, bridge: Bridge) -> None:
    told: list[object] = []
    owner = QObject()
    job = bridge.fetch(owner, staffing.staff_list, bridge.books, on_done=told.append, on_error=never)
    with qtbot.waitSignal(job.ended):
        bridge.ask(staffing.staff_list, bridge.books)
    assert told == [bridge.ask(staffing.staff_list, bridge.books)]


def test_a_deed_done_in_a_worker_is_told_in_the_windows_thread(qtbot: QtBot, bridge: Bridge, office: Office) -> None:
    heard_in: list[int] = []

    def hear(_tables: object) -> None:
        heard_in.append(threading.get_ident())

    bridge.sign_in("管理员", PASSWORD)
    bridge.changed.connect(hear)
    owner = QObject()
    draft = StaffDraft(name="赵强", role=Role.CLERK, password=PASSWORD)
    with qtbot.waitSignal(bridge.changed):
        background.run(owner, lambda _progress: office.do(staffing.add, draft), lambda _id: None, never)
    assert heard_in == [threading.get_ident()]


def test_progress_is_shown_and_its_window_closes_at_the_end(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    begun, go_on = threading.Event(), threading.Event()
    told: list[str] = []
    standing: list[ProgressDialog] = []

    def work(progress: Progress) -> str:
        progress(3, 10)
        begun.set()
        go_on.wait(5)
        return "done"

    def done(words: str) -> None:
        told.append(words)
        standing.extend(dialog for dialog in window.findChildren(ProgressDialog) if dialog.isVisible())

    job = run_with_progress(window, "Export", work, done)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(ProgressDialog)))
    with qtbot.waitSignal(job.ended):
        go_on.set()
    qtbot.waitUntil(lambda: not window.findChildren(ProgressDialog))
    assert told == ["done"]
    assert standing == []  # what is told next does not stand before a window of progress


def test_closing_the_window_of_progress_stops_the_work(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        go_on.wait(5)
        progress(1)

    job = run_with_progress(window, "Export", work, never, words=lambda done, total: f"Writing {done}/{total}")
    dialog = window.findChild(ProgressDialog)
    assert dialog is not None
    words = dialog.findChild(Note)
    assert words is not None
    assert words.text() == "Writing 0/0"
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    bar = dialog.findChild(QProgressBar)
    assert bar is not None
    assert bar.maximum() == 0  # how far it is nobody knows yet
    qtbot.waitUntil(bar.hasFocus)
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    before = job.cancelled
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert (before, job.cancelled) == (False, True)
    with qtbot.waitSignal(job.ended):
        go_on.set()


def test_a_problem_of_long_work_is_told_in_words(qtbot: QtBot, answers: Answers) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def work(_progress: Progress) -> None:
        raise EnvironmentProblem("The disk is full.", "Make room.")

    answers.expect("tell")
    with qtbot.waitSignal(run_with_progress(window, "Export", work, never).ended):
        pass
    assert answers.asked[0].text == "The disk is full.\nMake room."
