# SPDX-License-Identifier: Apache-2.0
"""Which slips are out (R-WO-04): one list for all that ask, kept in each deed, whatever makes a part due or not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from complaintdesk.desk import dispatching, open_items, print_batches, quoting, slip_ledger, today
from complaintdesk.desk.checking import rebuild
from complaintdesk.desk.order_lists import OrderFilter, order_ids
from complaintdesk.desk.slip_indexing import differing_out
from complaintdesk.desk.slip_lists import LedgerFilter, ledger_ids, slips_out
from complaintdesk.desk.today import Moment, TodayList
from complaintdesk.domain.terms import Charge
from tests.builders import a_completion, a_repair, a_returned_slip, a_slip, codes, page, slip
from tests.desk.test_rule_books import TEXTS, adopt


def ledger(office) -> list[int]:
    return sorted(office.ask(ledger_ids, LedgerFilter(), office.books, office.now(), office.zone))


def a_finished_slip(office, **facts) -> int:
    order_id = a_slip(office, a_repair(office, **facts).id).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    return order_id


@pytest.fixture
def several(office) -> dict[str, int]:
    """Slips that came back to different extents."""
    paid = {"charge": Charge.CHARGEABLE, "price_on_site": True, "price_agreed": True}
    found = {
        "issued": a_slip(office).order_id,
        "finished": a_finished_slip(office),
        "untyped": a_slip(office).order_id,
        "half": a_finished_slip(office, **paid),
        "back": a_finished_slip(office),
        "void": a_slip(office).order_id,
    }
    for name in ("untyped", "half", "back"):
        office.do(slip_ledger.book_back, found[name], ("desk",))
    office.do(dispatching.void_order, found["void"], "写坏了")
    return found


def test_all_that_list_slips_that_are_out_list_the_same(office, several):
    out = sorted(several[name] for name in ("issued", "finished", "half"))
    assert ledger(office) == out
    assert sorted(each.id for each in office.ask(slips_out, office.books, office.now()).out) == out
    assert sorted(office.ask(order_ids, OrderFilter("out"), office.now())) == out
    assert sorted(office.ask(open_items.slips_out, office.now())) == out
    not_back = [each for each in out if each != several["half"]]
    assert sorted(office.ask(print_batches.slips_out)) == not_back, "for a part of finance's nothing is printed again"
    moment = Moment(office.now(), office.zone, office.books)
    assert sorted(office.ask(today.today_lists, moment)[TodayList.OUT].ids) == out


def test_a_slip_is_on_the_list_or_off_it_with_the_deed_that_makes_it_so(office, several):
    office.do(slip_ledger.book_back, several["half"], ("finance",))
    assert several["half"] not in ledger(office)
    case = page(office, slip(office, several["back"]).case.id).case
    office.do(quoting.quote, quoting.QuoteGiven(case.id, case.version, (), Decimal(80), agreed=True))
    assert several["back"] in ledger(office), "the part of finance is due as soon as the client pays"
    again = a_returned_slip(office).order_id
    assert again not in ledger(office)
    assert office.ask(lambda session: list(differing_out(session))) == []
    assert codes(office) == []


def test_another_rule_book_that_wants_more_parts_back_lists_what_lacks_them(office, several):
    engineering = 'id = "engineering"\nname = "工程联"\n'
    text = TEXTS["general"].replace(engineering, engineering + 'back = "always"\n')
    assert text != TEXTS["general"]
    adopt(office, text)
    assert {several["untyped"], several["back"]} <= set(ledger(office))
    assert codes(office) == []


def test_the_list_is_made_again_from_the_books(office, several):
    out = ledger(office)
    with office.database.connection(writing=True) as connection:
        connection.exec_driver_sql("DELETE FROM slip_out")
        connection.exec_driver_sql("INSERT INTO slip_out VALUES (77)")
    assert office.ask(lambda session: list(differing_out(session))) == [*out, 77]
    assert codes(office) == ["slip_out"]
    office.do(rebuild)
    assert ledger(office) == out
    assert codes(office) == []
