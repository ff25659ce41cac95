# SPDX-License-Identifier: Apache-2.0
"""A slip's barcode scanned anywhere in the window books it back (R-WO-10): by Enter, one after the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import dispatching, slip_ledger, slip_lists
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import OrderState, Role, SlipStanding
from complaintdesk.ui.booking_back import BookBackDialog
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.export_reason import ExportReasonDialog
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.order_panel import COMPLETE
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_completion, a_repair, a_returned_slip, a_slip, slip
from tests.desk.test_slip_ledger import PAID
from tests.ui.calls import Keyboard
from tests.ui.conftest import REGISTER, Answers
from tests.ui.scans import scan, type_keys
from tests.ui.slips import fill

Look = Callable[[BookBackDialog], None]


def finished(office: Office, **facts: object) -> tuple[int, str]:
    issued = a_slip(office, a_repair(office, **facts).id)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    return issued.order_id, issued.number


def standing(office: Office, order_id: int) -> SlipStanding:
    row = office.ask(slip_lists.ledger_row, order_id, office.books)
    assert isinstance(row.standing, SlipStanding)
    return row.standing


def enter(dialog: BookBackDialog) -> None:
    """Enter where the keyboard is in the dialog."""
    dialog.activateWindow()
    focused: QWidget | None = dialog.focusWidget()
    QTest.keyClick(dialog if focused is None else focused, Qt.Key.Key_Return)


def comes_up(answers: Answers, look: Look) -> None:
    """The next dialog is a booking back; it is closed by Esc after this."""
    answers.expect_dialog(look, accept=False)


@pytest.mark.parametrize("tab", range(9))
def test_a_scan_on_any_tab_books_the_slip_back_by_enter(
    whole_window: MainWindow, bridge: Bridge, answers: Answers, tab: int
) -> None:
    if tab >= whole_window.tab_count():
        return
    order_id, number = finished(bridge.office)
    whole_window.show_tab(tab)

    def look(dialog: BookBackDialog) -> None:
        assert (dialog.number.text(), dialog.parts.ticked()) == (number, ("desk",))
        enter(dialog)
        assert dialog.isVisible()
        assert "is booked in: 客服联" in dialog.banner.words()

    comes_up(answers, look)
    scan(whole_window, number)
    assert standing(bridge.office, order_id) is SlipStanding.RETURNED
    assert slip(bridge.office, order_id).state is OrderState.RETURNED


def test_a_half_typed_registration_keeps_its_words(
    whole_window: MainWindow, bridge: Bridge, answers: Answers, keys: Keyboard
) -> None:
    _order_id, number = finished(bridge.office)
    tab = whole_window.show_tab(REGISTER)
    keys.press(Qt.Key.Key_F2)
    keys.type("chufang")
    box = QApplication.focusWidget()
    assert box is not None
    before = _typed(box)
    comes_up(answers, lambda _dialog: None)
    scan(whole_window, number)
    assert tab.isVisible()
    assert _typed(box) == before


def _typed(box: object) -> str:
    text = getattr(box, "text", None) or getattr(box, "toPlainText", None) or box.currentText  # type: ignore[attr-defined]
    return str(text())


def test_a_pile_is_booked_back_scan_by_scan(whole_window: MainWindow, bridge: Bridge, answers: Answers) -> None:
    pile = [finished(bridge.office) for _ in range(3)]

    def look(dialog: BookBackDialog) -> None:
        for at, (_order_id, number) in enumerate(pile):
            if at:
                scan(dialog, number)
            enter(dialog)
        assert dialog.booked == 3
        assert "3 slips booked in so far" in dialog.banner.words()

    comes_up(answers, look)
    scan(whole_window, pile[0][1])
    assert {standing(bridge.office, order_id) for order_id, _number in pile} == {SlipStanding.RETURNED}


def test_the_same_slip_scanned_again_is_booked_and_another_says_what_was_not(
    whole_window: MainWindow, bridge: Bridge, answers: Answers
) -> None:
    (first, one), (second, other) = finished(bridge.office), finished(bridge.office)

    def look(dialog: BookBackDialog) -> None:
        scan(dialog, other)
        assert dialog.number.text() == other
        assert f"{one} was not booked in" in dialog.banner.words()
        scan(dialog, other)
        assert f"{other} is booked in" in dialog.banner.words()

    comes_up(answers, look)
    scan(whole_window, one)
    assert (standing(bridge.office, first), standing(bridge.office, second)) == (
        SlipStanding.OUT,
        SlipStanding.RETURNED,
    )


def test_a_slip_of_which_a_part_was_booked_is_not_said_to_be_unbooked_when_the_next_one_is_scanned(
    whole_window: MainWindow, bridge: Bridge, answers: Answers
) -> None:
    (first, one), (_second, other) = finished(bridge.office, **PAID), finished(bridge.office)

    def look(dialog: BookBackDialog) -> None:
        dialog.parts.boxes["desk"].setChecked(False)
        enter(dialog)
        assert f"{one} is booked in: 财务联." in dialog.banner.words()
        assert "not typed up" not in dialog.banner.words(), "it is completed: its signed part alone is out"
        scan(dialog, other)
        assert dialog.number.text() == other
        assert "not booked in" not in dialog.banner.words()
        enter(dialog)
        assert "2 slips booked in so far" in dialog.banner.words()
        scan(dialog, one)
        enter(dialog)
        assert "3 slips" in dialog.banner.words()

    comes_up(answers, look)
    scan(whole_window, one)
    assert standing(bridge.office, first) is SlipStanding.RETURNED


def test_parts_and_who_brought_them_are_chosen(whole_window: MainWindow, bridge: Bridge, answers: Answers) -> None:
    order_id, number = finished(bridge.office, **PAID)

    def look(dialog: BookBackDialog) -> None:
        assert dialog.parts.ticked() == ("finance", "desk")
        dialog.parts.boxes["finance"].setChecked(False)
        dialog.from_whom.put_typed("李会计")
        enter(dialog)
        assert "Still out: 财务联" in dialog.banner.words()
        assert not dialog.parts.boxes["desk"].isEnabled()
        for again in (enter, lambda shown: scan(shown, number)):
            assert dialog.parts.ticked() == (), "what stayed out is booked by no second Enter, nor by the scan again"
            again(dialog)
            assert dialog.fields["parts"].problem() == "Which parts came back?"
        assert dialog.focusWidget() is dialog.parts.boxes["owner"]  # the keyboard is seen where something is to be done

    comes_up(answers, look)
    scan(whole_window, number)
    [part] = bridge.ask(slip_lists.ledger_row, order_id, bridge.books).parts
    assert (part.name, part.brought_by, part.booked_by) == ("客服联", "李会计", "王敏")


def test_numbers_with_nothing_to_book_say_so(whole_window: MainWindow, bridge: Bridge, answers: Answers) -> None:
    office = bridge.office
    void = a_slip(office)
    office.do(dispatching.void_order, void.order_id, "写坏了")
    back = a_returned_slip(office)
    case = a_repair(office)
    said = {
        void.number: "is void: 写坏了",
        back.number: "is back already",
        "WX2026-999999": "No slip has the number",
        case.number: "is a case's number",
        "SF1234567890": "No slip has the number",
    }

    def look(dialog: BookBackDialog) -> None:
        for number, words in said.items():
            scan(dialog, number)
            assert words in dialog.banner.words(), number
            assert not dialog.book.isVisible()
            assert not dialog.holder.isVisible(), "nobody has it any more"
            assert not dialog.from_whom.isVisible()
            assert not any(box.isEnabled() for box in dialog.parts.boxes.values())
            dialog.show_number(number)
            assert dialog.isVisible()

    comes_up(answers, look)
    scan(whole_window, void.number)


def test_a_slip_that_is_not_typed_up_says_so_and_is_opened(
    whole_window: MainWindow, bridge: Bridge, answers: Answers
) -> None:
    issued = a_slip(bridge.office)

    def look(dialog: BookBackDialog) -> None:
        enter(dialog)
        assert "not typed up yet" in dialog.banner.words()
        dialog.go.click()

    comes_up(answers, look)
    scan(whole_window, issued.number)
    tab = whole_window.current()
    assert isinstance(tab, OrdersTab)
    assert tab.panel.record_id == issued.order_id


def test_over_a_dialog_the_slip_comes_up_and_the_dialogs_box_stays_clean(
    whole_window: MainWindow, bridge: Bridge, answers: Answers
) -> None:
    order_id, number = finished(bridge.office)
    reason = ExportReasonDialog(whole_window, "Write out")
    reason.setModal(True)
    reason.show()
    reason.reason.setFocus()
    reason.reason.setText("给公司")

    def look(dialog: BookBackDialog) -> None:
        assert dialog.parent() is reason
        assert not dialog.go.isVisible()
        dialog.accept()

    comes_up(answers, look)
    scan(reason, number)
    assert (reason.reason.text(), reason.isVisible()) == ("给公司", True)
    assert standing(bridge.office, order_id) is SlipStanding.RETURNED
    reason.reject()


def test_a_number_typed_by_hand_books_nothing(whole_window: MainWindow, bridge: Bridge) -> None:
    order_id, number = finished(bridge.office)
    whole_window.show_tab(REGISTER)
    whole_window.top.search.setFocus()
    type_keys(whole_window, number, every=70, enter=False)
    assert whole_window.top.search.text() == number
    assert standing(bridge.office, order_id) is SlipStanding.OUT


def test_who_may_not_book_sees_the_slip(
    bridge: Bridge, open_window: Callable[[Bridge], MainWindow], answers: Answers
) -> None:
    order_id, number = finished(bridge.office)
    bridge.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    window = open_window(bridge)

    def look(dialog: BookBackDialog) -> None:
        assert "booked back by customer service" in dialog.banner.words()
        assert not dialog.book.isVisible()

    comes_up(answers, look)
    scan(window, number)
    assert standing(bridge.office, order_id) is SlipStanding.OUT


def test_a_locked_desk_hears_no_scan(whole_window: MainWindow, bridge: Bridge) -> None:
    _order_id, number = finished(bridge.office)
    whole_window.lock()
    scan(whole_window, number)
    assert whole_window.scanning.dialog is None


def test_a_lost_slip_that_is_scanned_has_turned_up(whole_window: MainWindow, bridge: Bridge, answers: Answers) -> None:
    order_id, number = finished(bridge.office)
    bridge.do(slip_ledger.declare_lost, order_id, "小李", "找不到")

    def look(dialog: BookBackDialog) -> None:
        assert "小李" in dialog.holder.text()
        enter(dialog)

    comes_up(answers, look)
    scan(whole_window, number)
    assert standing(bridge.office, order_id) is SlipStanding.RETURNED


def test_a_slip_that_lay_on_the_desk_is_returned_as_its_completion_is_typed(
    orders_tab: OrdersTab, bridge: Bridge, clock: DeskClock
) -> None:
    issued = a_slip(bridge.office)
    clock.later(minutes=30)
    bridge.do(slip_ledger.book_back, issued.order_id, ("desk",), "张师傅")
    orders_tab.open_record(issued.order_id)
    orders_tab.panel.ask(COMPLETE)
    form = orders_tab.panel.slot.form
    assert isinstance(form, CompletionForm)
    fill(form)
    form.submit()
    assert slip(bridge.office, issued.order_id).state is OrderState.RETURNED
    assert orders_tab.panel.banner.words()
