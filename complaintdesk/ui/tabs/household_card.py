# SPDX-License-Identifier: Apache-2.0
"""The household found: its people to choose the caller from, and its last cases, the open ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import CaseRow, OccupantRecord, PlacePage
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.quantities import area_words
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.fee_lines import owed_words
from complaintdesk.ui.tabs.short_list import ID, LinePainter, ShortList
from complaintdesk.ui.time_words import day_words
from complaintdesk.ui.words import Card, ElidedText, Note, Row, Text

_BUTTONS = 6  # people at most that are chosen from by buttons; more stand in a box
SHOWN, SHOWN_TALL = 2, 8
_TAIL = 4
_NAME = 190  # px of a name on a button
_ROW, _DAY = ID + 1, ID + 2


def caller_label(person: OccupantRecord) -> str:
    """A person as one chooses the caller: name, what they are to the place, the tail of their phone."""
    tail = f"*{person.phones[0].number[-_TAIL:]}" if person.phones else ""
    return " ".join(part for part in (person.name, label(person.kind), tail) if part)


class _CallPainter(LinePainter):
    """A case of the household on one line: day, kind, what it was, where it stands."""

    height = 26

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: CaseRow = index.data(_ROW)
        rect = option.rect
        seen = self.parent()
        if option.state & QStyle.StateFlag.State_Selected and isinstance(seen, CallList) and seen.hasFocus():
            painter.fillRect(rect, look.colour(Colour.CARD))
        is_open = row.state in OPEN_STATES
        painter.setFont(look.font(look.SIZE_SMALL, bold=is_open))
        metrics = painter.fontMetrics()
        base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2
        state = label(row.state)
        width = metrics.horizontalAdvance(state)
        painter.setPen(look.colour(Colour.SOON if is_open else Colour.SECOND))
        painter.drawText(rect.right() - 6 - width, base, state)
        left = rect.left() + 6
        for text, ink, stretch in (
            (index.data(_DAY), Colour.SECOND, False),
            (label(row.kind), Colour.SECOND, False),
            (row.content.replace("\n", " "), Colour.INK, True),
        ):
            room = rect.right() - 14 - width - left
            shown, used = fitted(metrics, text, room if stretch else min(room, 96))
            painter.setPen(look.colour(ink))
            painter.drawText(left, base, shown)
            left += used + 8


class CallList(ShortList):
    """The household's last cases, each to be shown beside; Esc goes back to what is typed."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(translate("HouseholdCard", "The household's last cases"), _CallPainter)

    def set_rows(self, rows: Sequence[CaseRow], now: datetime, zone: tzinfo) -> None:
        """Shows these cases in their order."""
        today = now.astimezone(zone).date()
        items = []
        for row in rows:
            day = day_words(row.received_at.astimezone(zone).date(), today)
            item = QStandardItem(joined((day, row.number, label(row.kind), row.content, label(row.state))))
            for role, value in ((ID, row.id), (_ROW, row), (_DAY, day)):
                item.setData(value, role)
            item.setToolTip(look.tip(item.text()))
            items.append(item)
        self.put(items)
        self.setVisible(bool(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class HouseholdCard(Card):
    """A place of the books: its name, its people, its last cases."""

    caller_chosen = Signal(object)  # by a person: the OccupantRecord, or None for somebody else
    cleared = Signal()
    case_asked_for = Signal(object)  # a case's id
    all_asked_for = Signal(object)  # the place's id: list all its cases

    def __init__(self) -> None:
        super().__init__(padding=8, gap=4)
        self.ground, self.edge = Colour.ACCENT_GROUND, None
        self.page: PlacePage | None = None
        self.shown = SHOWN  # how many cases there is room for
        self._label = ElidedText(size=look.SIZE_TITLE, bold=True)
        self._facts = Note()
        self._all = Button("", icon="list", flat=True, tip=translate("HouseholdCard", "List all cases of this place"))
        self._all.clicked.connect(self._ask_for_all)
        self._clear = Button("", icon="x", flat=True, name=translate("HouseholdCard", "Another place"))
        self._clear.clicked.connect(self.cleared)
        head = Row(self._label, self._facts, self._all, self._clear)
        head.setStretch(0, 1)
        self.box.addLayout(head)
        self.owed = Text(role=Colour.SOON, bold=True)
        self.box.addWidget(self.owed)
        self.people = Choices((), optional=True, wrap=True, name=translate("HouseholdCard", "Who is calling"))
        self.more = FilterBox(placeholder=translate("HouseholdCard", "Who is calling"))
        self._choice: Choices | FilterBox = self.people
        self._showing = False
        for choice in (self.people, self.more):
            choice.changed.connect(self._choose)
            self.box.addWidget(choice)
        self.calls = CallList()
        self.calls.taken.connect(self.case_asked_for)
        self.box.addWidget(self.calls)
        self.said = Note(translate("HouseholdCard", "No call of this household is on record yet."))
        self.box.addWidget(self.said)
        self.hide()

    def show_place(self, page: PlacePage, caller_id: int | None, now: datetime, zone: tzinfo) -> None:
        """Shows the place, with this person of it as the caller."""
        self.page = page
        self._label.set_words(page.label)
        self._facts.setText(joined((area_words(page.area), "" if page.occupants else label(page.kind))))
        self._all.setText(translate("HouseholdCard", "{count} cases").format(count=len(page.cases)))
        self._all.setVisible(bool(page.cases))
        self.owed.setText(owed_words(page.owed))
        self.owed.setVisible(bool(page.owed.count))
        few = len(page.occupants) <= _BUTTONS
        self._choice = self.people if few else self.more
        self._showing = True
        choices = [(person.id, caller_label(person)) for person in page.occupants]
        self.people.set_choices([(person.id, self._shortened(person)) for person in page.occupants] if few else ())
        keys = {person.id: " ".join(list_keys(person.name, pinyin_table())) for person in page.occupants}
        self.more.set_choices([] if few else [(each, label, keys[each]) for each, label in choices])
        self._choice.set_value(caller_id)
        self._showing = False
        self.people.setVisible(few and bool(page.occupants))
        self.more.setVisible(not few)
        for person in page.occupants if few else ():
            phones = joined(mask_phone(phone.number) for phone in person.phones)
            self.people.button(person.id).setToolTip(look.tip(joined((person.name, phones))))
        self._show_calls(now, zone)
        self.said.hide()
        self.show()

    def make_room(self, shown: int, now: datetime, zone: tzinfo) -> None:
        """From now on as many of the last cases are shown as there is room for."""
        if shown != self.shown:
            self.shown = shown
            self._show_calls(now, zone)

    def take_keyboard_to_calls(self) -> None:
        """Puts the keyboard on the last cases; says so where there are none."""
        self.said.setVisible(self.page is not None and not self.page.cases)
        if self.calls.isVisible():
            self.calls.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def caller_id(self) -> int | None:
        """Whom of the place's people the call is from, None for somebody else."""
        chosen: int | None = self._choice.value
        return chosen

    def clear(self) -> None:
        """No place of the books any more."""
        self.page = None
        self.people.set_choices(())
        self.more.set_choices(())
        self.hide()

    def _shortened(self, person: OccupantRecord) -> str:
        """The same with a name that would make the button wider than the form cut short; its tip says all of it."""
        name, _width = fitted(self.fontMetrics(), person.name, _NAME)
        return caller_label(replace(person, name=name))

    def person(self, person_id: int | None) -> OccupantRecord | None:
        """The person of this place with the id."""
        people = self.page.occupants if self.page else ()
        return next((person for person in people if person.id == person_id), None)

    def _choose(self, person_id: int | None) -> None:
        if not self._showing:
            self.caller_chosen.emit(self.person(person_id))

    def _show_calls(self, now: datetime, zone: tzinfo) -> None:
        cases = self.page.cases if self.page is not None else ()
        in_order = sorted(cases, key=lambda row: row.state not in OPEN_STATES)
        self.calls.set_rows(in_order[: self.shown], now, zone)

    def _ask_for_all(self) -> None:
        if self.page is not None:
            self.all_asked_for.emit(self.page.id)
