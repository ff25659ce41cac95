# SPDX-License-Identifier: Apache-2.0
"""The page in place of an office that can't be opened: why, and the ways on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaintdesk.db.server import names_a_server
from complaintdesk.desk.first_look import open_looked
from complaintdesk.errors import EnvironmentProblem, ServerGone, Told
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, prompts
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.first_morning import FirstMorningPage
from complaintdesk.ui.first_morning_pages import ADDRESS
from complaintdesk.ui.words import Card, Centred, Note, Text, Title

BETWEEN_TRIES = 10_000  # ms between two looks for a server that does not answer


class FirstStartPage(QWidget):
    """Says why there is no office, and offers to found one, to open another, to restore one, or to see the demo."""

    help_page = "setting-up"

    opened = Signal(str)  # a location to open now
    reached = Signal(object)  # the Office on a server that answers again
    begun = Signal(object, object)  # as of FirstMorningPage
    demo = Signal()
    restore = Signal()

    def __init__(self, problem: EnvironmentProblem, location: str, settings: SettingsFile) -> None:
        super().__init__()
        self._settings = settings
        self._location = location
        self.morning: FirstMorningPage | None = None
        card = Card(padding=24, gap=12)
        card.setFixedWidth(560)
        card.box.addWidget(Title(translate("FirstStartPage", "No office is open")))
        absent = not names_a_server(location) and not Path(location).exists()
        # Of the advice for a file that isn't there the buttons are the better part.
        words = words_of(problem).partition("\n")[0] if absent else words_of(problem)
        card.box.addWidget(Text(words, wrap=True, selectable=True))
        self.again = PrimaryButton(translate("FirstStartPage", "Try again"))
        self.again.setVisible(not absent)
        kind = PrimaryButton if absent else Button
        self.found = kind(translate("FirstStartPage", "Set up a new office…"))
        self._first = self.found if absent else self.again
        self.demo_button = Button(translate("FirstStartPage", "See the demo office"))
        self.other = Button(translate("FirstStartPage", "Open another database…"))
        self.restore_button = Button(translate("FirstStartPage", "Restore a backup…"))
        self.restore_button.setVisible(not isinstance(problem, ServerGone))
        self.server = Button(translate("FirstStartPage", "Open an office on a server…"))
        card.box.addWidget(self.again)
        for words, buttons in (
            (
                translate("FirstStartPage", "Ten short steps, and nothing is written before the last."),
                (self.found,),
            ),
            (translate("FirstStartPage", "Made up, and free to be played with."), (self.demo_button,)),
            (
                translate("FirstStartPage", "An office that is there already:"),
                (self.other, self.server, self.restore_button),
            ),
        ):
            card.box.addSpacing(4)
            card.box.addWidget(Note(words, wrap=True))
            for button in buttons:
                card.box.addWidget(button)
        for button, act in (
            (self.again, lambda: self.opened.emit(location)),
            (self.found, self.set_up),
            (self.demo_button, self.demo.emit),
            (self.restore_button, self.restore.emit),
            (self.other, self._open),
            (self.server, self._open_server),
        ):
            button.clicked.connect(act)
        self._start = QWidget()
        Centred(self._start, card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._start)
        self._looks = QTimer(self, interval=BETWEEN_TRIES, singleShot=True)
        self._looks.timeout.connect(self._look)
        self._waits = isinstance(problem, ServerGone)
        if self._waits:
            self._looks.start()

    def _look(self) -> None:
        """Opens the office as soon as its server answers, unless something else was begun here."""
        if self.morning is None and self.isVisible():
            location = self._location
            job = background.run(self, lambda _progress: open_looked(location), self.reached.emit, self._not_reached)
            job.ended.connect(self._looks.start)  # also after a bug, which the crash dialog tells

    def _not_reached(self, problem: Told) -> None:
        """A server that answers, but not with an office, is told of as when it is opened by hand."""
        if not isinstance(problem, ServerGone) and self.morning is None and self.isVisible():
            self.opened.emit(self._location)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.morning is None:
            self._first.setFocus()

    def set_up(self) -> None:
        """Goes through the first morning."""
        # A file that is there but can't be used is never founded over: the wizard asks for another place.
        self.morning = FirstMorningPage(self._settings, "" if names_a_server(self._location) else self._location)
        self.morning.begun.connect(self.begun)
        self.morning.left.connect(self._go_back)
        self.layout().addWidget(self.morning)  # type: ignore[union-attr]
        self._start.hide()
        self.morning.show()
        self.morning.show_step(0)

    def _go_back(self) -> None:
        assert self.morning is not None
        self.morning.hide()
        self.morning.deleteLater()
        self.morning = None
        self._start.show()
        self._first.setFocus()
        if self._waits:
            self._looks.start()

    def _open(self) -> None:
        kinds = translate("FirstStartPage", "Databases (*.db);;All files (*)")
        path = prompts.choose_file(self, translate("FirstStartPage", "Open another database…"), kinds=kinds)
        if path is not None:
            self.opened.emit(str(path))

    def _open_server(self) -> None:
        title = translate("FirstStartPage", "Open an office on a server")
        text = translate("FirstStartPage", "Whoever keeps the server knows the address. It is written {example}.")
        address = prompts.ask_words(
            self,
            title,
            text.format(example=ADDRESS),
            label=translate("FirstStartPage", "Address of the server"),
            lines=2,
            accept=translate("FirstStartPage", "Open"),
        )
        if address is not None:
            self.opened.emit(address)
