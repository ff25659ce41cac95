# SPDX-License-Identifier: Apache-2.0
"""The form for a finished slip: it fits the smallest window, and says what is not charged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import dispatching
from complaintdesk.desk.office import Office
from complaintdesk.desk.price_records import QuoteDraft
from complaintdesk.domain.terms import Charge
from complaintdesk.labels import set_language
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import a_completion, a_repair, a_slip
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
    paid = charge is Charge.CHARGEABLE
    issued = a_slip(office, charge=charge, quoted=None, price_agreed=paid, price_on_site=paid)
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


def test_what_the_client_was_told_is_put_onto_the_slip_with_one_button(tab: OrdersTab, office: Office) -> None:
    """R-WO-08: the fee is written by the price list, and changed where something else was done."""
    lines = (
        QuoteDraft("更换水龙头 人工", Decimal(2), Decimal(10), Decimal(10), "只"),
        QuoteDraft("更换水龙头 材料", Decimal(2), Decimal(110), Decimal(110), "只"),
        QuoteDraft("疏通地漏", Decimal(1), Decimal(50), Decimal(80), "次"),
    )
    case = a_repair(office, charge=Charge.CHARGEABLE, quoted=Decimal(200), price_agreed=True, quotes=lines)
    tab.open_record(a_slip(office, case.id).order_id)
    form = asked(tab, "complete", CompletionForm)
    form.as_told.click()
    [line] = form.materials.drafts(priced=True)
    assert (line.name, line.quantity, line.unit_price, line.unit) == ("更换水龙头", Decimal(2), Decimal(55), "只")
    assert form.labour.text() == "10.00"
    assert "¥120.00" in form.sums.text()
    form.labour.setText("75.00")
    form.as_told.click()
    assert (len(form.materials.drafts(priced=True)), form.labour.text()) == (1, "75.00")
    tab.open_record(a_slip(office).order_id)
    assert asked(tab, "complete", CompletionForm).as_told.isHidden()
