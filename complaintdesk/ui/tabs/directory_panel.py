# SPDX-License-Identifier: Apache-2.0
"""The chosen line of the phone directory, and the area in which outside numbers are kept (R-OWN-02)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from complaintdesk.desk import directory
from complaintdesk.desk.directory import DirectoryLine, EntryDraft
from complaintdesk.domain.phones import show_phone
from complaintdesk.errors import Conflict
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.revealing import person_phone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.book_panel import ADD, EDIT, VOID, BookPanel
from complaintdesk.ui.words import Row, Text

_WIDTH = 84  # of the labels, px


class EntryForm(StepForm):
    """Adds or changes one outside number."""

    def __init__(self, bridge: Bridge, draft: EntryDraft) -> None:
        new, change = translate("EntryForm", "A number outside"), translate("EntryForm", "Change the number")
        super().__init__(change if draft.id else new, translate("EntryForm", "Save"))
        self._bridge, self._read = bridge, draft
        self.boxes = {name: LineInput() for name in _names()}
        for name, words in _names().items():
            self.add_field(FieldRow(words, self.boxes[name], label_width=_WIDTH), name)
        self._fill(draft)

    def take(self) -> int:
        given: dict[str, Any] = {name: box.text() for name, box in self.boxes.items()}
        return self._bridge.do(directory.save, replace(self._read, **given))

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows in what the two differ, and lets a person choose."""
        theirs, mine = conflict.theirs, conflict.mine
        lines = [
            both(words, getattr(theirs, name), getattr(mine, name))
            for name, words in _names().items()
            if getattr(theirs, name) != getattr(mine, name)
        ]

        def keep_mine() -> None:
            self._read = replace(self._read, version=theirs.version)
            self.submit()

        def take_theirs() -> None:
            self._read = theirs
            self._fill(theirs)
            self.banner.clear()

        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _fill(self, draft: EntryDraft) -> None:
        for name, box in self.boxes.items():
            box.setText(getattr(draft, name))


class DirectoryPanel(BookPanel):
    """Shows one line: an outside number in full, a resident's masked until it is asked for."""

    record: DirectoryLine | None

    def __init__(self, bridge: Bridge) -> None:
        nothing = translate("DirectoryPanel", "Choose a line, or look for one with Ctrl+F.")
        super().__init__(bridge, "directory/", nothing, take_out=translate("BookPanel", "Take out…"))
        self.number = Text(size=look.SIZE_WHO, bold=True, selectable=True)
        self._phones = Row()
        self.masked: MaskedPhone | None = None
        self.place = Button(translate("DirectoryPanel", "The household"), also=("Ctrl+O",), icon="house")
        self.place.clicked.connect(self._open_place)
        self._lay_out_book(self.number, self._phones, self.facts, deeds=(self.place,))

    def _deeds(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return directory.save, directory.void

    def next_step(self) -> str:
        return "" if self.record is not None and self.record.kind is not None else super().next_step()

    def _read(self, record_id: int) -> None:
        self.record = record = self.bridge.ask(directory.directory_line, record_id)
        outside = record.kind is None
        self.heading.setText(record.name)
        self.number.setText(show_phone(record.phone) if outside else "")
        self.number.setVisible(outside)
        self._show_masked(record)
        about = translate("EntryForm", "For what") if outside else translate("DirectoryPanel", "Which phone")
        self.facts.set_facts(
            [
                Fact(translate("DirectoryPanel", "Place"), record.place),
                Fact(translate("DirectoryPanel", "Is"), "" if record.kind is None else label(record.kind)),
                Fact(about, record.about, wide=outside),
                Fact(translate("EntryForm", "Contact"), record.contact),
                Fact(translate("EntryForm", "Note"), record.note, wide=True),
            ]
        )
        self._offer()
        for button in (self.edit, self.void):
            button.setVisible(outside and not button.isHidden())
        self.place.setVisible(not outside)

    def _show_masked(self, record: DirectoryLine) -> None:
        """A resident's number, with what asks for it: one of its own for each person, so that none stays shown."""
        if self.masked is not None:
            self.masked.hide()
            self.masked.deleteLater()
            self.masked = None
        if record.kind is not None:
            self.masked = MaskedPhone(record.phone, "", person_phone(self.bridge, -record.id))
            self._phones.addWidget(self.masked, 0, Qt.AlignmentFlag.AlignLeft)
            self.masked.show()  # now, not when Qt comes to it: until then the layout counts it as nothing

    def _form(self, step: str) -> StepForm | None:
        if step == ADD:
            return EntryForm(self.bridge, EntryDraft())
        record = self.record
        if record is None or record.kind is not None:
            return None
        if step == EDIT:
            return EntryForm(self.bridge, self.bridge.ask(directory.entry_draft, record.id))
        title = translate("DirectoryPanel", "Take {name} out of the directory: it stays in the books")
        return self._taking_out(title.format(name=record.name))

    def _said(self, step: str) -> str:
        if step == VOID:
            return translate("DirectoryPanel", "The number is taken out; it stays in the books.")
        return translate("DirectoryPanel", "The number is in the directory.")

    def _open_place(self) -> None:
        if self.record is not None and self.record.place_id is not None:
            self.asked_for.emit("place", self.record.place_id)


def _names() -> dict[str, str]:
    return {
        "name": translate("EntryForm", "Name"),
        "phone": translate("EntryForm", "Phone"),
        "serves": translate("EntryForm", "For what"),
        "contact": translate("EntryForm", "Contact"),
        "note": translate("EntryForm", "Note"),
    }
