# SPDX-License-Identifier: Apache-2.0
"""The office's own fields in the registration form: a row for each that the kind at hand has, as its sort wants it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.domain.course_rows import FieldType, OwnField
from complaintdesk.domain.own_fields import field_name, fields_of, read
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.tab_order import in_reading_order, keep_order
from complaintdesk.ui.words import Column

_AS_BUTTONS = 6  # choices that fit as buttons in a row

Box = LineInput | FilterBox | Choices


class OwnFieldRows(QWidget):
    """A row for each of the office's own fields, under `own:<id>` among the form's; none where it has none."""

    changed = Signal()

    def __init__(self, bridge: Bridge, fields: Fields, label_width: int) -> None:
        super().__init__()
        self._bridge, self._fields, self._width = bridge, fields, label_width
        self._procedure: Procedure | None = None
        self._kind: CaseKind | None = None
        self._place = QWidget(self)  # where the boxes stand in the tab order
        self._place.hide()
        self._column = Column(4)
        self.setLayout(self._column)
        self.boxes: dict[str, Box] = {}

    def show_fields(self, procedure: Procedure, kind: CaseKind) -> None:
        """Shows the fields that this rule book gives a kind; what stands in those that stay is kept."""
        if procedure is not self._procedure:
            self._make(procedure)
        self._kind = kind
        shown = {own.id for own in fields_of(procedure, kind)}
        for id_ in self.boxes:
            self._fields[f"own:{id_}"].setVisible(id_ in shown)
        self.setVisible(bool(shown))

    def given(self) -> tuple[tuple[str, str], ...]:
        """The id and the words of each field of the kind at hand that holds something, by id."""
        for box in self.boxes.values():
            if isinstance(box, FilterBox):
                box.settle()
        return tuple(sorted(self._typed().items()))

    def known(self) -> dict[str, str]:
        """What a limit can go by: what is given, as the books would keep it, as far as it can be read."""
        known, typed = {}, self._typed()
        for own in self._procedure.course.fields if self._procedure is not None else ():
            with suppress(UserError):
                known[own.id] = self._read(own, typed.get(own.id, ""))
        return {id_: words for id_, words in known.items() if words}

    def _typed(self) -> dict[str, str]:
        """What stands in the fields of the kind at hand, and leaves alone what is being typed."""
        if self._procedure is None or self._kind is None:
            return {}
        found = ((own.id, _words(self.boxes[own.id])) for own in fields_of(self._procedure, self._kind))
        return {id_: words for id_, words in found if words}

    def kept(self) -> dict[str, str]:
        """What stands in all of them, for a draft; words that mean nothing are kept as well."""
        return {id_: words for id_, box in self.boxes.items() if (words := _words(box))}

    def put(self, kept: Mapping[str, str]) -> None:
        """Shows these words and no others; a button that is offered no more is left out."""
        for own in self._procedure.course.fields if self._procedure is not None else ():
            words, box = kept.get(own.id, ""), self.boxes[own.id]
            if isinstance(box, LineInput):
                box.setText(words)
            elif isinstance(box, FilterBox):
                box.put_typed(words)
            else:
                box.set_value(words if words in own.choices else None)

    def _make(self, procedure: Procedure) -> None:
        kept = self.kept()
        for id_ in self.boxes:
            row = self._fields.pop(f"own:{id_}")
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._procedure = procedure
        self.boxes = {own.id: self._box(own) for own in procedure.course.fields}
        for own in procedure.course.fields:
            box = self.boxes[own.id]
            above = self.fontMetrics().horizontalAdvance(own.name) > self._width
            row = FieldRow(own.name, box, label_width=0 if above else self._width, above=above)
            row.setToolTip(look.tip(own.source))
            self._fields[field_name(own)] = row
            self._column.addWidget(row)
            if own.type is FieldType.DATE and isinstance(box, LineInput):
                box.textChanged.connect(lambda _words, own=own, row=row: self._echo(own, row))
        keep_order(self._place, tuple(in_reading_order(self._column)))
        self.put(kept)

    def _box(self, own: OwnField) -> Box:
        if own.type is FieldType.CHOICE and len(own.choices) <= _AS_BUTTONS:
            buttons = Choices([(each, each) for each in own.choices], optional=True, wrap=True, gap=4, name=own.name)
            buttons.changed.connect(lambda _value: self.changed.emit())
            return buttons
        if own.type is FieldType.CHOICE:
            box = FilterBox(name=own.name)
            box.set_choices([(each, each) for each in own.choices])
            box.changed.connect(lambda _value: self.changed.emit())
            return box
        samples = {
            FieldType.NUMBER: translate("OwnFieldRows", "a number"),
            FieldType.DATE: translate("OwnFieldRows", "a day: 11-21"),
        }
        line = LineInput(placeholder=samples.get(own.type, ""), name=own.name)
        line.textChanged.connect(lambda _words: self.changed.emit())
        return line

    def _read(self, own: OwnField, words: str) -> str:
        """The words as the books keep them; a day without a year is one of this year."""
        return read(own, words, self._bridge.zone, self._bridge.local(self._bridge.now()).year)

    def _echo(self, own: OwnField, row: FieldRow) -> None:
        """Says back which day is meant, where the words are not the day itself."""
        words = _words(self.boxes[own.id])
        try:
            day = self._read(own, words) if words else ""
        except UserError:
            day = ""
        row.set_note("" if day == words else day)


def _words(box: Box) -> str:
    if isinstance(box, Choices):
        return str(box.value or "")
    if isinstance(box, FilterBox):
        return str(box.value or box.typed.strip())
    return box.text().strip()
