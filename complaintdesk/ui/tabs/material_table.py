# SPDX-License-Identifier: Apache-2.0
"""The materials of a slip as they are typed off it: quantity × price by the line, with amounts and sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from complaintdesk.desk.drafts import MaterialDraft
from complaintdesk.desk.records import MaterialRecord
from complaintdesk.domain.money import parse_yuan, show_yuan
from complaintdesk.domain.quantities import amount_of, read_quantity
from complaintdesk.domain.terms import Supplier
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button, Choice
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import set_problem
from complaintdesk.ui.words import Note, Text

FIELD = "materials"
_PARTS = ("name", "spec", "unit", "quantity", "price")
_WIDTHS = {"spec": 76, "unit": 42, "quantity": 48, "price": 68}  # px; the name has what is left, and most of it


class _Name(LineInput):
    """The box of a material's name; Enter in an empty line leaves the table."""

    skipped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.text().strip():
            self.skipped.emit()
        else:
            super().keyPressEvent(event)


class MaterialLine:
    """The boxes of one line."""

    def __init__(self, table: MaterialTable) -> None:
        names = _titles()
        self.name = _Name(name=names["name"])
        self.boxes: dict[str, LineInput] = {"name": self.name}
        for part in _PARTS[1:]:
            box = LineInput(name=names[part])
            box.setFixedWidth(_WIDTHS[part])
            self.boxes[part] = box
        for part in ("quantity", "price"):
            self.boxes[part].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.amount = Text()
        self.amount.setFixedWidth(66)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.by_owner = Choice(translate("MaterialTable", "Own"))
        self.by_owner.setAccessibleName(f"{names['supplier']}: {label(Supplier.OWNER)}")
        self.by_owner.setToolTip(look.tip(translate("MaterialTable", "The owner brought this material")))
        self.fit: bool | None = None  # of the owner's own, as it is said below the table (R-WO-06)
        self.wrong: LineInput = self.name  # the box that `draft` found wrong last
        self.remove = Button("", icon="x", flat=True, name=translate("MaterialTable", "Remove this line"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room = self.remove.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(room)
        for box in self.boxes.values():
            box.textChanged.connect(lambda _text: table.typed_in(self))
        self.by_owner.toggled.connect(lambda _on: table.typed_in(self))
        self.remove.clicked.connect(lambda: table.remove(self))

    def widgets(self) -> tuple[QWidget, ...]:
        """All that stands in the line, from left to right."""
        return (*self.boxes.values(), self.amount, self.by_owner, self.remove)

    def is_empty(self) -> bool:
        """Whether nothing is typed in it."""
        return not any(box.text().strip() for box in self.boxes.values())

    def known_amount(self) -> Decimal | None:
        """What it costs as far as it can be read."""
        try:
            return amount_of(*self._figures(priced=True))
        except UserError:
            return None

    def draft(self, *, priced: bool) -> MaterialDraft:
        """The line as typed; raises UserError after marking the box that is wrong. `priced`: it must have a price."""
        self.clear_marks()
        try:
            return self._draft(priced)
        except UserError as error:
            self.wrong = self.boxes[error.field]
            set_problem(self.wrong, True)
            raise UserError(error.text, field=FIELD, **error.values) from error

    def clear_marks(self) -> None:
        """Nothing is said to be wrong any more."""
        for box in self.boxes.values():
            set_problem(box, False)

    def _draft(self, priced: bool) -> MaterialDraft:
        name = self.name.text().strip()
        if not name:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which material?"), field="name")
        by_owner = self.by_owner.isChecked()
        quantity, price = self._figures(priced=priced and not by_owner)
        return MaterialDraft(
            name=name,
            spec=self.boxes["spec"].text(),
            unit=self.boxes["unit"].text(),
            quantity=quantity,
            unit_price=price,
            supplier=Supplier.OWNER if by_owner else Supplier.OFFICE,
            fit=self.fit if by_owner else None,
        )

    def _figures(self, *, priced: bool) -> tuple[Decimal, Decimal]:
        """Quantity and price; raises UserError naming the box."""
        written = self.boxes["price"].text().strip()
        try:
            quantity = read_quantity(self.boxes["quantity"].text())
        except UserError as error:
            raise UserError(error.text, field="quantity", **error.values) from error
        if not written and priced:
            raise UserError(QT_TRANSLATE_NOOP("errors", "What does one of it cost?"), field="price")
        try:
            return quantity, parse_yuan(written or "0")
        except UserError as error:
            raise UserError(error.text, field="price", **error.values) from error


class MaterialTable(QWidget):
    """Lines of material; a further empty one appears as soon as the last is typed in."""

    changed = Signal()
    finished = Signal()  # Enter on the empty last line: on to what follows the table

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        for column, title in enumerate(_titles().values()):
            head = Note(title, size=look.SIZE_NOTE)
            if column in (3, 4, 5):
                head.setAlignment(Qt.AlignmentFlag.AlignRight)
            elif column == 6:
                head.setAlignment(Qt.AlignmentFlag.AlignHCenter)  # over its button, away from the amount
            self._grid.addWidget(head, 0, column)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.lines: list[MaterialLine] = []
        self._add()

    def drafts(self, *, priced: bool) -> tuple[MaterialDraft, ...]:
        """The lines typed; raises UserError beside `materials`, the box that is wrong marked and under the keyboard."""
        drafts = []
        for line in self.lines:
            if line.is_empty():
                continue
            try:
                drafts.append(line.draft(priced=priced))
            except UserError:
                self.setFocusProxy(line.wrong)
                raise
        return tuple(drafts)

    def total(self) -> Decimal:
        """What the office's material costs as far as it can be read, in yuan."""
        amounts = [line.known_amount() for line in self.lines if not line.by_owner.isChecked()]
        return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))

    def has_owners(self) -> bool:
        """Whether a line is the owner's own material."""
        return any(line.by_owner.isChecked() and not line.is_empty() for line in self.lines)

    def put_records(self, records: Iterable[MaterialRecord]) -> None:
        """Shows what a completion taken back had."""
        self.put(
            {
                "lines": [
                    {
                        "name": each.name,
                        "spec": each.spec,
                        "unit": each.unit,
                        "quantity": f"{each.quantity.normalize():f}",
                        "price": show_yuan(each.unit_price),
                        "by_owner": each.supplier is Supplier.OWNER,
                        "fit": each.fit,
                    }
                    for each in records
                ]
            }
        )

    def typed(self) -> dict[str, Any]:
        """What stands in the lines, for keeping."""
        return {
            "lines": [
                {part: box.text() for part, box in line.boxes.items()}
                | {"by_owner": line.by_owner.isChecked(), "fit": line.fit}
                for line in self.lines
                if not line.is_empty()
            ]
        }

    def put(self, typed: Mapping[str, Any]) -> None:
        """Puts back what was typed earlier."""
        for line in list(self.lines):
            self.remove(line)
        for kept in typed["lines"]:
            line = self.lines[-1]
            line.fit = kept.get("fit")
            for part, box in line.boxes.items():
                box.setText(kept[part])
            line.by_owner.setChecked(kept["by_owner"])

    def typed_in(self, line: MaterialLine) -> None:
        """Counts again after something was typed in a line."""
        amount = line.known_amount()
        free = line.by_owner.isChecked()
        line.amount.setText("—" if free else "" if amount is None else show_yuan(amount))
        line.amount.set_role(Colour.SECOND if free else Colour.INK)
        line.clear_marks()
        if not self.lines[-1].is_empty():
            self._add()
        self._show_removes()
        self.changed.emit()

    def remove(self, line: MaterialLine) -> None:
        """Takes a line out; the last one stays, empty."""
        self.lines.remove(line)
        if not self.lines or not self.lines[-1].is_empty():
            self._add()
        self.setFocusProxy(self.lines[0].name)
        for widget in line.widgets():
            widget.hide()
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._show_removes()
        self.changed.emit()

    def _add(self) -> None:
        line = MaterialLine(self)
        row = self._grid.rowCount()
        for column, widget in enumerate(line.widgets()):
            self._grid.addWidget(widget, row, column)
            widget.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
        stops = [*(each.by_owner for each in self.lines[-1:]), *line.boxes.values(), line.by_owner]
        for earlier, later in pairwise(stops):
            self.setTabOrder(earlier, later)
        line.name.skipped.connect(self.finished)
        self.lines.append(line)
        if len(self.lines) == 1:
            self.setFocusProxy(line.name)
        self._show_removes()

    def _show_removes(self) -> None:
        for line in self.lines:
            line.remove.setVisible(not line.is_empty())


def _titles() -> dict[str, str]:
    return {
        "name": translate("MaterialTable", "Material"),
        "spec": translate("MaterialTable", "Spec"),
        "unit": translate("MaterialTable", "Unit"),
        "quantity": translate("MaterialTable", "Quantity"),
        "price": translate("MaterialTable", "Price"),
        "amount": translate("MaterialTable", "Amount"),
        "supplier": translate("MaterialTable", "Owner's"),
    }
