# SPDX-License-Identifier: Apache-2.0
"""What tests of the work orders tab do with it: read its list, scan, open areas, fill a slip in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.desk.records import OrderRecord
from complaintdesk.domain.terms import Rating
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab

F = TypeVar("F", bound=StepForm)


def area(tab: OrdersTab, kind: type[F]) -> F:
    """The area that is open, of this kind."""
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def asked(tab: OrdersTab, step: str, kind: type[F]) -> F:
    """The area of a deed, just opened."""
    tab.panel.ask(step)
    return area(tab, kind)


def is_asking(tab: OrdersTab) -> bool:
    """Whether an area is open."""
    return tab.panel.slot.form is not None


def numbers(tab: OrdersTab) -> list[str]:
    return [tab.table.cell(row, 0) for row in range(tab.table.count())]


def scan(qtbot: QtBot, tab: OrdersTab, number: str) -> None:
    """What a barcode scanner does: the number and Enter, to whatever has the keyboard."""
    focus = QApplication.focusWidget()
    assert focus is not None
    for letter in number:
        target = QApplication.focusWidget()
        assert target is not None
        qtbot.keyClicks(target, letter)
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, Qt.Key.Key_Return)


def slip_id(tab: OrdersTab, row: int = 0) -> int:
    """The id of a line."""
    index = tab.table.model().index(row, 0)
    tab.table.setCurrentIndex(index)
    chosen = tab.table.chosen_id()
    assert chosen is not None
    return chosen


def issued_at(office: Office) -> datetime:
    """When everything in these tests was issued: 10:30 of the day."""
    return office.now() - timedelta(minutes=30)


def fill(form: CompletionForm) -> None:
    """What stands on the slip of a repair under the sink."""
    assert form.worker is not None
    form.worker.put_typed("李志强")
    times = [row.input for row in form._times.values()]
    for box, written in zip(times, ("10:33", "10:40", "1055"), strict=True):
        box.setText(written)
    form.result.setText("更换下水软管，试水三次不漏")
    for part, written in {"name": "下水软管", "spec": "Φ40", "unit": "根", "quantity": "2", "price": "22.50"}.items():
        form.materials.lines[0].boxes[part].setText(written)
    form.labour.setText("30")
    form.manner.set_value(Rating.CONTENT)


def times_of(record: OrderRecord) -> tuple[datetime | None, ...]:
    """Accepted, arrived, completed."""
    return (record.accepted_at, record.arrived_at, record.completed_at)
