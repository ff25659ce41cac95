# SPDX-License-Identifier: Apache-2.0
"""Long work with a window of its own: how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QProgressBar, QWidget

from complaintdesk.errors import Told
from complaintdesk.labels import translate
from complaintdesk.ui import background, look, prompts
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Colour
from complaintdesk.ui.words import Note

T = TypeVar("T")
_PATIENCE = 300  # ms: what is done sooner opens no window


def counted(done: int, total: int) -> str:
    """How far work is, in words."""
    if total:
        return translate("ProgressDialog", "{done} of {total}").format(done=done, total=total)
    return str(done) if done else translate("ProgressDialog", "Working…")


class ProgressDialog(Dialog):
    """Shows how far a job is; closing it asks the job to stop. The keyboard is on the bar: Enter stops nothing."""

    def __init__(
        self, parent: QWidget, title: str, job: background.Job, words: Callable[[int, int], str] = counted
    ) -> None:
        super().__init__(parent, title, width=420)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._job = job
        self._words_of = words
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = Note(words(0, 0), wrap=True)
        self._stop = Button(translate("ProgressDialog", "Stop"), "Esc")
        self._stop.clicked.connect(self.reject)
        self.box.addWidget(self._bar)
        self.box.addWidget(self._words)
        self.box.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignRight)
        self._bar.setFocus()
        job.progressed.connect(self._show_step)

    def reject(self) -> None:
        """Asks the job to stop; the window closes when it has."""
        self._job.cancel()
        self._stop.setEnabled(False)
        self._words.setText(translate("ProgressDialog", "Stopping…"))

    def _show_step(self, done: int, total: int) -> None:
        if total and not self._bar.maximum():  # a bar that only shows that something is done stays pale
            palette = self._bar.palette()
            palette.setColor(QPalette.ColorRole.Highlight, look.colour(Colour.ACCENT))
            self._bar.setPalette(palette)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if not self._job.cancelled:
            self._words.setText(self._words_of(done, total))


def run_with_progress(
    parent: QWidget,
    title: str,
    function: Callable[[background.Progress], T],
    on_done: Callable[[T], object],
    on_error: Callable[[Told], object] | None = None,
    words: Callable[[int, int], str] = counted,
) -> background.Job:
    """Runs `function(progress)` in a worker behind a window that can stop it; `on_error` is a message if not given.

    `words` tells what is being done, for so many steps done of so many, 0 of 0 while that is not known.
    """
    tell = on_error or (lambda error: prompts.tell_error(parent, error))

    def done(result: T) -> None:
        put_away()  # before anything is asked or told in its place
        on_done(result)

    def failed(error: Told) -> None:
        put_away()
        tell(error)

    job = background.run(parent, function, done, failed)
    dialog = ProgressDialog(parent, title, job, words)
    patience = QTimer(dialog, interval=_PATIENCE, singleShot=True)
    patience.timeout.connect(dialog.show)
    patience.start()

    def put_away() -> None:
        patience.stop()
        had_keyboard = dialog.isActiveWindow()
        dialog.hide()
        if had_keyboard:
            parent.activateWindow()  # not every window manager gives it back by itself

    job.ended.connect(dialog.deleteLater)
    return job
