# SPDX-License-Identifier: Apache-2.0
"""Parts of the registration form that hold more than one box: ticks by name, an appointment in words, who calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.records import OccupantRecord
from complaintdesk.domain.appointments import Appointment, DayParts, echo_appointment, parse_appointment
from complaintdesk.domain.dates import add_months, end_of_day, parse_instant_words
from complaintdesk.domain.phones import mask_phone
from complaintdesk.errors import UserError
from complaintdesk.labels import language, translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, WhoInput
from complaintdesk.ui.style import set_problem
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.tabs.case_words import not_listed
from complaintdesk.ui.tabs.confidence_row import ConfidenceRow
from complaintdesk.ui.tabs.who_box import PHONE
from complaintdesk.ui.tabs.who_zone import WhoZone
from complaintdesk.ui.words import Column, Note, Row

_PHONE_WIDTH = 124
_TICK = 20  # px, of two that stand beside one box


class Ticks(QWidget):
    """Boxes to tick by name, in as many lines as they need."""

    changed = Signal()

    def __init__(
        self, choices: Iterable[tuple[str, str]], *, size: int = look.SIZE, gap: int = 10, height: int = 24
    ) -> None:
        """`choices` are (name, words); `height` is a line's, px, to stand level with what is beside them."""
        super().__init__()
        self._size, self._height = size, height
        self._place = QWidget(self)  # where the boxes stand in the tab order
        self._place.hide()
        self._lines = Flow(gap, 2)
        self.boxes: dict[str, TickBox] = {}
        self.setLayout(self._lines)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offers other boxes; what was ticked stays so where it is still among them."""
        ticked = self.ticked()
        for box in self.boxes.values():
            self._lines.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for name, words in choices:
            box = TickBox(words)
            box.setFont(look.font(self._size))
            box.setMinimumHeight(self._height)
            box.setChecked(name in ticked)
            box.toggled.connect(self.changed)
            self._lines.addWidget(box)
            self.boxes[name] = box
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))
        keep_order(self._place, tuple(self.boxes.values()))

    def ticked(self) -> tuple[str, ...]:
        """The names of the ticked ones."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def typed(self) -> list[str]:
        """The same, to be kept as JSON."""
        return list(self.ticked())

    def put(self, names: Sequence[str]) -> None:
        """Ticks these and no others."""
        for name, box in self.boxes.items():
            box.setChecked(name in names)

    def has(self, name: str) -> bool:
        """Whether this one is ticked."""
        return self.boxes[name].isChecked()


def clear_choices() -> list[tuple[str, str]]:
    """What a call is done by: 一听二问三复述四记录五报告 (R-REG-05)."""
    return [
        ("heard", translate("CaseForm", "heard")),
        ("asked", translate("CaseForm", "asked")),
        ("repeated", translate("CaseForm", "repeated")),
        ("written", translate("CaseForm", "written")),
        ("reported", translate("CaseForm", "told on")),
    ]


class ListedRow(FieldRow):
    """A box for one of a list; says beneath it of words that no choice has, and on leaving of those that name none."""

    def __init__(
        self, name: str, box: FilterBox, label: str = "", *, label_width: int = 0, stretch: bool = True
    ) -> None:
        """`name` is the field's among the errors'."""
        super().__init__(label, box, label_width=label_width, stretch=stretch)
        self._name, self._box = name, box
        box.editTextChanged.connect(lambda _words: self._complain_if(box.fits_nothing()))
        box.left.connect(lambda: self._complain_if(box.value is None and bool(box.typed.strip())))

    def _complain_if(self, unlisted: bool) -> None:
        if unlisted:
            self.set_problem(words_of(not_listed(self._name, self._box.typed)))


class AppointmentRow(FieldRow):
    """An appointment typed in words and echoed exactly; what it meant when it was typed stays meant."""

    def __init__(self, bridge: Bridge, label: str, label_width: int) -> None:
        self.input = LineInput(placeholder=translate("CaseForm", "15:00, tomorrow 3 pm"))
        super().__init__(label, self.input, label_width=label_width)
        self._bridge = bridge
        self._meant: tuple[str, datetime | None, datetime | None] = ("", None, None)
        self.input.textChanged.connect(self.echo)
        self.input.editingFinished.connect(self._complain)

    def given(self) -> tuple[datetime | None, datetime | None]:
        """From and to (UTC), None where nothing is agreed; raises UserError beside the box."""
        words = self.input.text().strip()
        if words != self._meant[0]:
            now = self._bridge.now().astimezone(self._bridge.zone)
            said = parse_appointment(words, now, DayParts.of(self._bridge.procedure.day_parts))
            start, end = (said.start, said.end) if said else (None, None)
            self._meant = (words, start and start.astimezone(UTC), end and end.astimezone(UTC))
        return self._meant[1:]

    def put(self, words: str, start: datetime | None, end: datetime | None) -> None:
        """Puts back words with what they meant."""
        self._meant = (words, start, end)
        self.input.setText(words)
        self.echo()

    def put_span(self, start: datetime | None, end: datetime | None) -> None:
        """Shows an appointment that is on record."""
        self.put("" if start is None else self._said(start, end), start, end)

    def kept(self) -> dict[str, Any]:
        """The words and what they mean, for a draft; words that mean nothing are kept as well."""
        start, end = self.known()
        return {
            "words": self.input.text(),
            "from": start.isoformat() if start else None,
            "to": end.isoformat() if end else None,
        }

    def put_kept(self, kept: dict[str, Any]) -> None:
        """Puts back what `kept` gave."""
        start, end = (datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("from", "to"))
        if start is None:
            self.put("", None, None)
            self.input.setText(kept["words"])
        else:
            self.put(kept["words"].strip(), start, end)

    def said(self) -> str:
        """Which time is meant, said back exactly; '' while none is."""
        start, end = self.known()
        return "" if start is None else self._said(start, end)

    def echo(self) -> None:
        """Says which time is meant."""
        self.set_note(self.said())
        self.set_problem("")

    def _said(self, start: datetime, end: datetime | None) -> str:
        local, now = self._bridge.local, self._bridge.local(self._bridge.now())
        said = Appointment(local(start), None if end is None else local(end), "", now)
        return echo_appointment(said, "zh" if language() == "zh_CN" else "en")

    def known(self) -> tuple[datetime | None, datetime | None]:
        """From and to, None while the words can't be read."""
        try:
            return self.given()
        except UserError:
            return (None, None)

    def _complain(self) -> None:
        try:
            self.given()
        except UserError as error:
            self.set_problem(words_of(error))


class CallerRow(QWidget):
    """Who calls: a name, a phone, or nobody that can be named. A person of the books brings name and number along."""

    changed = Signal()

    def __init__(self, label: str, label_width: int) -> None:
        super().__init__()
        self.person: OccupantRecord | None = None
        self.name = LineInput(name=translate("CaseForm", "Caller's name"))
        self.phone = WhoInput(name=translate("CaseForm", "Caller's phone"), size=look.SIZE)
        self.phone.setFixedWidth(_PHONE_WIDTH)
        self.anonymous = TickBox(translate("CaseForm", "No name"))
        self.name_row = FieldRow(label, self.name, label_width=label_width)
        self.phone_row = FieldRow("", self.phone)
        self.confidence = ConfidenceRow(label_width)
        ticks = Column(0)  # one above the other: beside each other they leave no room for a name
        for tick in (self.anonymous, self.confidence.tick):
            tick.setMinimumHeight(_TICK)
            ticks.addWidget(tick)
        line = Row(self.name_row, self.phone_row)
        line.setStretch(0, 1)
        line.addLayout(ticks)
        self.not_kept = Note(translate("CaseForm", "Saved without name and phone."))
        self.not_kept.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.not_kept.hide()
        column = Column(2)
        column.addLayout(line)
        column.addWidget(self.not_kept)
        column.addWidget(self.confidence)
        self.setLayout(column)
        self.show_person(None)
        self.confidence.changed.connect(self.changed)
        self.name.textChanged.connect(self._named)
        self.phone.textChanged.connect(lambda _words: self.changed.emit())
        self.anonymous.toggled.connect(self._hide_or_tell)

    def follow(self, who: WhoZone, bridge: Bridge) -> None:
        """Shows whom the one box finds; whom it doesn't, the zone offers to take into the household."""
        self.confidence.ask(bridge)
        who.caller_found.connect(self.show_person)
        who.caller_chosen.connect(self.choose)
        who.told.connect(self._told)
        for signal in (who.changed, who.caller_chosen, self.changed):
            signal.connect(lambda *_: who.offer_stranger(self.given_name(), self.given_phone()))

    def _told(self, meaning: str, words: str) -> None:
        (self.phone if meaning == PHONE else self.name).setText(words)

    def choose(self, person: OccupantRecord | None) -> None:
        """Somebody said that this person calls, or with None another: the name goes with it."""
        self.name.clear()
        self.show_person(person)

    def show_person(self, person: OccupantRecord | None) -> None:
        """The caller is this person of the books, or with None somebody else; a name typed by hand stays."""
        brought = "" if self.person is None else self.person.name
        self.person = person
        if self.name.text().strip() in ("", brought):
            self.name.setText("" if person is None else person.name)
            self.name.setCursorPosition(0)
        own = person.phones[0].number if person is not None and person.phones else ""
        self.phone.setPlaceholderText(mask_phone(own) if own else translate("CaseForm", "Phone"))
        self.name.setPlaceholderText(translate("CaseForm", "Name"))

    def known(self) -> OccupantRecord | None:
        """The person of the books, unless another name was typed over theirs."""
        person = self.person
        if self.anonymous.isChecked() or person is None or self.name.text().strip() != person.name:
            return None
        return person

    def given_name(self) -> str:
        """The caller's name; '' when they gave none."""
        return "" if self.anonymous.isChecked() else self.name.text()

    def given_phone(self) -> str:
        """The number typed, else the person's own; '' when they gave none."""
        if self.anonymous.isChecked():
            return ""
        person = self.known()
        own = person.phones[0].number if person is not None and person.phones else ""
        return self.phone.text().strip() or own

    def first_gap(self) -> QWidget | None:
        """The box that still wants filling; None when name and number are known."""
        if self.anonymous.isChecked():
            return None
        if not self.given_name().strip():
            return self.name
        return None if self.given_phone() else self.phone

    def _named(self, words: str) -> None:
        self.anonymous.aside = bool(words.strip())  # Enter goes on past it
        self.changed.emit()

    def _hide_or_tell(self, hidden: bool) -> None:
        for box in (self.name, self.phone):
            box.setEnabled(not hidden)
            set_problem(box, refused=False)
        self.not_kept.setVisible(hidden)
        self.changed.emit()


class ServiceRow(FieldRow):
    """The first and the last day of a special service that runs for a time; both empty for one that is done at once."""

    def __init__(self, bridge: Bridge, label: str, label_width: int) -> None:
        self._bridge = bridge
        self.first = LineInput(placeholder=translate("CaseForm", "first day: 11-21"))
        self.last = LineInput(placeholder=translate("CaseForm", "last day: 12-20"))
        both = QWidget()
        line = Row(self.first, self.last)
        both.setLayout(line)
        both.setFocusProxy(self.first)
        super().__init__(label, both, label_width=label_width)
        for box, name in (
            (self.first, translate("CaseForm", "First day of the service")),
            (self.last, translate("CaseForm", "Last day of the service")),
        ):
            box.setAccessibleName(name)

    def given(self) -> tuple[datetime | None, datetime | None]:
        """The first moment and the last (UTC), None where a day is not named; raises UserError beside the boxes."""
        zone = self._bridge.zone
        first = self._day(self.first, None)
        last = self._day(self.last, first)
        start = None if first is None else datetime.combine(first, time(), zone).astimezone(UTC)
        return start, None if last is None else end_of_day(last, zone)

    def kept(self) -> list[str]:
        """The words, for a draft."""
        return [self.first.text(), self.last.text()]

    def put_kept(self, kept: Sequence[str]) -> None:
        """Puts back what `kept` gave."""
        for box, words in zip((self.first, self.last), kept, strict=True):
            box.setText(words)

    def put_span(self, start: datetime | None, end: datetime | None) -> None:
        """Shows a service that is on record."""
        local = self._bridge.local
        self.put_kept([f"{local(moment):%Y-%m-%d}" if moment else "" for moment in (start, end)])

    def _day(self, box: LineInput, after: date | None) -> date | None:
        """The day in a box; one without a year is this year's, or the first such day after another."""
        written = box.text().strip()
        if not written:
            return None
        try:
            day = parse_instant_words(written, self._bridge.zone, self._bridge.local(self._bridge.now()).year).day
        except UserError as error:
            raise UserError(error.text, field="service", **error.values) from error
        named = re.match("[0-9]{4}", written) is not None
        return day if named or after is None or day >= after else add_months(day, 12)
