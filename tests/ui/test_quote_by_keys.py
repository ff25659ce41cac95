# SPDX-License-Identifier: Apache-2.0
"""A price put together by keys alone: the item, Enter, how many, Enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import price_lists, price_pages
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.terms import Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.quote_box import QuoteBox
from tests.builders import NAME_OF, PASSWORD
from tests.ui.conftest import Show


def where_the_keyboard_is() -> QWidget:
    """The box that keys reach now."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_enter_after_the_item_asks_how_many(bridge: Bridge, show: Show) -> None:
    """The number typed next is the quantity, also where several items fit and the material is to be chosen."""
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    office = bridge.office
    list_id = office.do(price_lists.begin, "收费标准")
    for name in ("更换空气开关(单极)", "更换三相空气开关"):
        version = office.ask(price_pages.list_version, list_id)
        draft = PriceItemDraft(
            name, list_id=list_id, version=version, fee_text="10", material_text="35元或业主自购", unit="个"
        )
        office.do(price_lists.save_item, draft)
    version = office.ask(price_pages.list_version, list_id)
    office.do(price_lists.put_in_force, list_id, version, "收费标准", date(2026, 1, 1))
    quote = QuoteBox(bridge)
    show(quote)
    quote.item.setFocus()

    QTest.keyClicks(where_the_keyboard_is(), "kqkg")
    QTest.keyClick(where_the_keyboard_is(), Qt.Key.Key_Return)
    assert where_the_keyboard_is() is quote.quantity
    QTest.keyClicks(where_the_keyboard_is(), "2")
    QTest.keyClick(where_the_keyboard_is(), Qt.Key.Key_Return)

    hours_and_material = [(line.name[:10], line.quantity) for line in quote.lines]
    assert hours_and_material == [("更换空气开关(单极)", Decimal(2))] * 2
    assert quote.item.hasFocus()
