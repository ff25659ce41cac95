# SPDX-License-Identifier: Apache-2.0
"""A slip that was scanned is booked back: which parts, from whom; Enter books, and the next one may be scanned."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import number_hits, slip_ledger, slip_lists, staffing
from complaintdesk.desk.slip_ledger import BookedBack
from complaintdesk.desk.slip_lists import LedgerRow
from complaintdesk.desk.slip_rules import slip_parts
from complaintdesk.domain.terms import SlipStanding
from complaintdesk.errors import EnvironmentProblem, SavedUnheard, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import SAVES, Button, PrimaryButton, TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.tabs.slip_words import back_words, gist_words, standing_tone, with_whom_words
from complaintdesk.ui.words import Column, ElidedText, Note, Pill, Problem, Row, Text, Title


class PartTicks(QWidget):
    """The parts of a slip, each with a box to tick; of one that is back it says since when and from whom."""

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.boxes: dict[str, TickBox] = {}
        self._notes: dict[str, ElidedText] = {}
        column = Column(2)
        for part in slip_parts(bridge.procedure):
            box, note = TickBox(part.name), ElidedText(role=Colour.SECOND, size=look.SIZE_SMALL)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[part.id], self._notes[part.id] = box, note
            line = Row(box)
            line.addWidget(note, 1)
            column.addLayout(line)
        self.setLayout(column)

    def show_slip(self, row: LedgerRow) -> None:
        """Ticks what is still to come back; what is back stays ticked."""
        back = {part.part: part for part in row.parts}
        for part in slip_parts(self._bridge.procedure):
            box, there = self.boxes[part.id], back.get(part.id)
            box.setChecked(there is not None or part.name in row.missing)
            box.setEnabled(there is None)
            said = "" if there is None else back_words(there, self._bridge.shown_now(), self._bridge.zone)
            self._notes[part.id].set_words(said)
        for box in reversed(self.boxes.values()):
            if box.isEnabled():
                self.setFocusProxy(box)  # the first that can be ticked

    def typed(self) -> list[str]:
        """What is ticked, as a half-typed form keeps it."""
        return list(self.ticked())

    def put(self, typed: list[str]) -> None:
        """Ticks what was ticked earlier."""
        for part, box in self.boxes.items():
            if box.isEnabled():
                box.setChecked(part in typed)

    def ticked(self) -> tuple[str, ...]:
        """The ids of the parts that came back now."""
        return tuple(part for part, box in self.boxes.items() if box.isChecked() and box.isEnabled())


class BookBackDialog(Dialog):
    """Shows the slip whose number was scanned and books it back; the next scan shows the next one."""

    only_chooses = True
    help_page = "slips"

    opened = Signal(int)  # the slip is to be shown where slips are at home

    def __init__(self, parent: QWidget | None, bridge: Bridge, number: str, *, may_open: bool = True) -> None:
        """`may_open`: whether the window behind it can be led to the slip."""
        super().__init__(parent, translate("BookBackDialog", "Slip back"), width=520)
        self._bridge, self._may_open = bridge, may_open
        self.row: LedgerRow | None = None
        self.booked = 0  # slips since it was opened
        self._booked_now = False  # whether a part of the slip that is shown was booked since it was scanned
        self.number, self.state = Title(size=look.SIZE), Pill()
        head = Row(self.number, self.state)
        head.addStretch(1)
        self.place, self.what = ElidedText(bold=True), Text(wrap=True)
        self.holder = Note(wrap=True)
        self.parts = PartTicks(bridge)
        self.from_whom = FilterBox(placeholder=translate("BookBackDialog", "name"), free=True)
        self._slip = QWidget()
        column = Column(look.GAP)
        for part in (self.place, self.what, self.holder):
            column.addWidget(part)
        problem = Problem()
        self.fields["parts"] = FieldRow(
            translate("BookBackDialog", "Came back"), self.parts, above=True, problem=problem
        )
        self.fields["brought_by"] = FieldRow(translate("BookBackDialog", "From"), self.from_whom, above=True)
        column.addWidget(self.fields["parts"])
        column.addWidget(problem)
        column.addWidget(self.fields["brought_by"])
        self._slip.setLayout(column)
        self.box.addLayout(head)
        self.box.addWidget(self._slip)
        self.box.addStretch(1)
        self.hint = Note(translate("BookBackDialog", "Enter books it in. Or scan the next slip."), wrap=True)
        self.box.addWidget(self.hint)
        self._add_buttons()
        self.show_number(number)

    def show_number(self, number: str) -> None:
        """Shows another slip. The same one again books what is ticked, as Enter does."""
        if self.row is not None and number == self.row.number and self.book.isVisibleTo(self):
            self.accept()
            return
        before = self.row if self.book.isVisibleTo(self) and not self._booked_now else None
        said = ""
        if before is not None:
            words = translate("BookBackDialog", "{number} was not booked in.")
            said = words.format(number=before.number)
        self._booked_now = False
        try:
            self._show(number, said)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)

    def accept(self) -> None:
        """Books what is ticked and stays, for the next slip."""
        if self.row is None or not self.book.isVisibleTo(self):
            self.reject()
            return
        row = self.row
        try:
            booked = self._bridge.do(slip_ledger.book_back, row.id, self.parts.ticked(), self.from_whom.typed)
        except UserError as error:
            self.fields.refuse(error, self.banner)
        except SavedUnheard as notice:
            self.unheard = notice
            self.reject()
        except EnvironmentProblem as problem:
            self.fields.clear_problems()
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            self.fields.clear_problems()
            self.booked += not self._booked_now
            self._booked_now = True
            self._told(row, booked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter books, wherever the keyboard is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _add_buttons(self) -> None:
        self.book = PrimaryButton(translate("BookBackDialog", "Book in"), SAVES[0], also=SAVES[1:])
        self.book.clicked.connect(self.accept)
        self.go = Button(translate("BookBackDialog", "Open the slip"), "Ctrl+O", icon="arrow-right")
        self.go.clicked.connect(self._open)
        self.leave = Button(translate("Dialog", "Close"), "Esc")
        self.leave.clicked.connect(self.reject)
        row = Row(self.book, self.go, self.leave)
        row.insertStretch(0, 1)
        self._outer.addLayout(row)

    def _show(self, number: str, said: str) -> None:
        self.fields.clear_problems()
        self.number.setText(number)
        self.row = self._find(number)
        row = self.row
        self._slip.setVisible(row is not None)
        self.state.setVisible(row is not None)
        self.go.setVisible(row is not None and self._may_open)
        open_ = row is not None and bool(row.missing) and self._bridge.may(slip_ledger.book_back)
        self.book.setVisible(open_)
        self.hint.setVisible(open_)
        if row is None:
            words = translate("BookBackDialog", "No slip has the number {number}.")
            hit = self._bridge.ask(number_hits.find_number, number)
            if hit is not None:
                words = translate("BookBackDialog", "{number} is a case's number, not a slip's.")
            self._say(said, words.format(number=number), Tone.LATE)
            self.leave.setFocus()
            return
        now, zone = self._bridge.shown_now(), self._bridge.zone
        self.number.setText(row.number)
        self.state.set_words(label(row.standing), standing_tone(row))
        self.place.set_words(row.place)
        self.what.setText(gist_words(row))
        self.holder.setText(with_whom_words(row, now, zone) if row.missing else "")
        self.holder.setVisible(bool(row.missing))
        self.parts.show_slip(row)
        self.parts.setEnabled(open_)
        self.fields["brought_by"].setVisible(open_)
        people = [staff.name for staff in self._bridge.ask(staffing.staff_list, self._bridge.books)]
        self.from_whom.set_choices((name, name, "") for name in people)
        self.from_whom.put_typed(row.holder)
        self._say(said, *self._already(row))
        (self.book if open_ else self.leave).setFocus()

    def _already(self, row: LedgerRow) -> tuple[str, Tone]:
        """Why there is nothing to book, where that is so."""
        if row.standing is SlipStanding.VOID:
            words = translate("BookBackDialog", "{number} is void: {reason}")
            return words.format(number=row.number, reason=row.void_reason), Tone.LATE
        if not row.missing:
            words = translate("BookBackDialog", "{number} is back already.")
            if row.to_complete:
                words = translate("BookBackDialog", "{number} is back already; what was done is not typed up yet.")
            return words.format(number=row.number), Tone.SOON
        if not self._bridge.may(slip_ledger.book_back):
            return translate("BookBackDialog", "Slips are booked back by customer service."), Tone.SOON
        return "", Tone.PLAIN

    def _say(self, before: str, words: str, tone: Tone) -> None:
        said = "\n".join(filter(None, (before, words)))
        if said:
            self.banner.say(said, tone if words else Tone.SOON)
        else:
            self.banner.clear()

    def _find(self, number: str) -> LedgerRow | None:
        hit = self._bridge.ask(number_hits.find_number, number)
        if hit is None or hit.kind != "order":
            return None
        return self._bridge.ask(slip_lists.ledger_row, hit.id, self._bridge.books)

    def _told(self, row: LedgerRow, booked: BookedBack) -> None:
        """Says what was booked, and what is to be done with the slip next."""
        self._show(row.number, "")
        self.parts.put([])  # what did not come now is ticked as it comes: no second Enter or scan books it
        separator = translate("BookBackDialog", ", ")
        lines = []
        if booked.parts:
            words = translate("BookBackDialog", "{number} is booked in: {parts}.")
            lines.append(words.format(number=row.number, parts=separator.join(booked.parts)))
        else:
            words = translate("BookBackDialog", "{number} was booked in before.")
            lines.append(words.format(number=row.number))
        if booked.missing:
            words = translate("BookBackDialog", "Still out: {parts}.")
            lines.append(words.format(parts=separator.join(booked.missing)))
        if booked.to_complete:
            lines.append(translate("BookBackDialog", "What was done is not typed up yet: open the slip (Ctrl+O)."))
        elif booked.last_out:
            words = translate("BookBackDialog", "It was the last one of {number}: open it to handle the case.")
            lines.append(words.format(number=row.case_number))
        if self.booked > 1:
            words = translate("BookBackDialog", "{count} slips booked in so far.")
            lines.append(words.format(count=self.booked))
        self.banner.say("\n".join(lines), Tone.GOOD)

    def _open(self) -> None:
        if self.row is not None:
            self.opened.emit(self.row.id)
            self.reject()
