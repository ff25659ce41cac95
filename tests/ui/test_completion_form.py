# SPDX-License-Identifier: Apache-2.0
"""The form for a finished slip: it fits the smallest window, and says what is not charged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import dispatching
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Charge
from complaintdesk.labels import set_language
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import a_completion, a_slip
from tests.ui.conftest import Show
from tests.ui.looking import cut_words
from tests.ui.slips import asked, fill


@pytest.fixture
def tab(orders_tab: OrdersTab) -> OrdersTab:
    return orders_tab


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_completion_is_not_cut_at_the_smallest_window_and_a_material_s_name_has_the_most_room(
    bridge: Bridge, office: Office, show: Show, language: str
) -> None:
    set_language(language)
    issued = a_slip(office)
    tab = OrdersTab(bridge)
    tab.setFixedSize(1366, 690)
    show(tab)
    tab.open_record(issued.order_id)
    QApplication.processEvents()
    before = tab.panel.width()
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    form.materials.lines[0].boxes["price"].setText("1260.50")
    form.materials.lines[0].by_owner.setChecked(True)
    QApplication.processEvents()
    [view] = form.findChildren(Scrolling)
    page = view.widget()
    assert page is not None
    inside = page.findChildren(QWidget)
    parts = [part for part in inside if part.isVisible() and not part.findChildren(QWidget)]
    right = view.viewport().mapToGlobal(view.viewport().rect().topRight()).x()
    assert [part for part in parts if part.mapToGlobal(part.rect().topRight()).x() > right] == []
    assert not list(cut_words(tab))
    boxes = form.materials.lines[0].boxes
    assert boxes["name"].width() == max(box.width() for box in boxes.values()) > 100
    form.leave_button.click()
    QApplication.processEvents()
    assert tab.panel.width() == before
    tab.panel.slot.form = None


@pytest.mark.parametrize(("charge", "said"), [(Charge.FREE, True), (Charge.CHARGEABLE, False)])
def test_what_free_work_comes_to_is_said_not_to_be_charged(
    tab: OrdersTab, office: Office, charge: Charge, said: bool
) -> None:
    issued = a_slip(office, charge=charge, quoted=None, price_agreed=charge is Charge.CHARGEABLE)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    assert "not charged" not in form.sums.text()
    form.labour.setText("52")
    assert "¥52.00" in form.sums.text()
    assert ("not charged" in form.sums.text()) is said
    office.do(dispatching.complete, a_completion(office, issued.order_id, labour=Decimal(52)))
    tab.open_record(issued.order_id)
    tab.refresh()
    assert ("not charged" in tab.panel.work.text()) is said
