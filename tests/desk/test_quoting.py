# SPDX-License-Identifier: Apache-2.0
"""Price lists kept up at the desk, and what a client was told by them before anybody is sent (R-WO-07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from complaintdesk.db.tables import CaseQuote
from complaintdesk.desk import corrections, dispatching, price_lists, price_pages, quoting
from complaintdesk.desk.price_records import PriceItemDraft, QuoteDraft, quoted_sum
from complaintdesk.desk.quoting import QuoteGiven
from complaintdesk.domain.price_rates import Basis
from complaintdesk.domain.terms import Charge, Role
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, a_case, a_repair, codes, page

TAP = PriceItemDraft("更换水龙头", section="给排水", unit="只", fee_text="5", material_text="55元或业主自购")
DRAIN = PriceItemDraft("疏通地漏", section="给排水", fee_text="50-80元/次")
LINE = QuoteDraft("更换水龙头 人工", Decimal(2), Decimal("10.00"), Decimal("10.00"), unit="只")
RANGE = QuoteDraft("疏通地漏 人工", Decimal(1), Decimal("50.00"), Decimal("80.00"), unit="次", note="以现场为准")


def sit(office, role):
    office.sign_in(NAME_OF[role], PASSWORD)


def listed(office):
    return {each.id: each for each in office.ask(price_pages.price_lists)}


def add(office, list_id, item, **changes):
    version = listed(office)[list_id].version
    return office.do(price_lists.save_item, replace(item, list_id=list_id, version=version, **changes))


def in_force(office, list_id, day, name="收费标准"):
    office.do(price_lists.put_in_force, list_id, listed(office)[list_id].version, name, day)


@pytest.fixture
def led(office):
    """A supervisor sits there."""
    sit(office, Role.SUPERVISOR)
    return office


def a_list(office, day=date(2026, 1, 1), name="收费标准"):
    list_id = office.do(price_lists.begin, name)
    add(office, list_id, TAP)
    add(office, list_id, DRAIN)
    in_force(office, list_id, day, name)
    return list_id


def told(office, case_id):
    return [(each.name, each.low, each.high) for each in page(office, case_id).case.quotes]


def given(office, case_id, *lines, agreed=True, **changes):
    _low, high = quoted_sum(lines)
    return QuoteGiven(case_id, page(office, case_id).case.version, lines, high, agreed, **changes)


def test_a_list_holds_from_its_day_until_a_later_one_takes_its_place(led):
    assert led.ask(price_pages.items_in_force, date(2026, 5, 1)) == ()
    old = a_list(led)
    new = led.do(price_lists.begin, "新收费标准", old)
    assert [item.name for item in led.ask(price_pages.items_of, new)] == ["更换水龙头", "疏通地漏"]
    assert led.ask(price_pages.list_in_force, date(2026, 12, 31)) == old
    in_force(led, new, date(2026, 11, 1), "新收费标准")
    assert [led.ask(price_pages.list_in_force, day) for day in (date(2026, 10, 31), date(2026, 11, 1))] == [old, new]
    assert [(each.id, each.until) for each in led.ask(price_pages.price_lists)] == [
        (new, None),
        (old, date(2026, 10, 31)),
    ]
    led.do(price_lists.void_list, new, listed(led)[new].version, "录错")
    assert led.ask(price_pages.list_in_force, date(2026, 11, 1)) == old
    assert codes(led) == []


def test_an_item_is_edited_added_and_taken_out_and_its_terms_follow(led):
    list_id = a_list(led)
    item = led.ask(price_pages.items_of, list_id)[0]
    draft = led.ask(price_pages.item_draft, item.id)
    led.do(price_lists.save_item, replace(draft, fee_text="面议"))
    changed = led.ask(price_pages.items_of, list_id)[0]
    assert (changed.id, changed.position, changed.terms.fee.basis) == (item.id, item.position, Basis.BY_HAND)
    assert listed(led)[list_id].by_hand == 1
    with pytest.raises(Conflict) as refused:
        led.do(price_lists.save_item, replace(draft, fee_text="8"))
    assert (refused.value.theirs.fee_text, refused.value.mine.fee_text) == ("面议", "8")
    version = listed(led)[list_id].version
    with pytest.raises(MissingFields):
        led.do(price_lists.take_out, item.id, version, " ")
    led.do(price_lists.take_out, item.id, version, "不再提供")
    assert [each.name for each in led.ask(price_pages.items_of, list_id)] == ["疏通地漏"]
    with pytest.raises(MissingFields):
        add(led, list_id, TAP, name=" ")
    assert codes(led) == []


def test_an_empty_list_and_a_second_one_of_the_same_day_are_refused(led):
    empty = led.do(price_lists.begin, "空表")
    with pytest.raises(UserError):
        in_force(led, empty, date(2026, 1, 1))
    a_list(led)
    add(led, empty, TAP)
    with pytest.raises(UserError) as refused:
        in_force(led, empty, date(2026, 1, 1))
    assert refused.value.field == "from_on"


def test_a_clerk_quotes_but_does_not_change_the_list(led):
    list_id = a_list(led)
    item = led.ask(price_pages.items_of, list_id)[0]
    sit(led, Role.CLERK)
    for deed, *args in (
        (price_lists.begin, "我的"),
        (price_lists.take_out, item.id, 1, "x"),
        (price_lists.put_in_force, list_id, 1, "x", date(2026, 2, 1)),
    ):
        with pytest.raises(UserError):
            led.do(deed, *args)
    case = a_repair(led, charge=Charge.CHARGEABLE, quoted=Decimal(10), price_agreed=True, quotes=(LINE,))
    assert told(led, case.id) == [("更换水龙头 人工", Decimal(10), Decimal(10))]


def test_a_call_is_saved_with_the_lines_that_the_client_was_told(led):
    case = a_repair(led, charge=Charge.CHARGEABLE, quoted=Decimal(90), price_agreed=True, quotes=(LINE, RANGE))
    assert quoted_sum(page(led, case.id).case.quotes) == (Decimal(60), Decimal(90))
    assert led.ask(corrections.case_draft, case.id).quotes == ()
    assert codes(led) == []


def test_a_further_quote_replaces_the_first_which_stays_in_the_books(led):
    case = a_repair(led, charge=None)
    with pytest.raises(UserError):
        led.do(dispatching.dispatch, case.id, "水电班")
    first = given(led, case.id, LINE, agreed=False)
    led.do(quoting.quote, first)
    with pytest.raises(UserError) as refused:  # told, but not agreed to (R-WO-07)
        led.do(dispatching.dispatch, case.id, "水电班")
    assert refused.value.field == "price_agreed"
    with pytest.raises(Conflict):
        led.do(quoting.quote, first)
    led.do(quoting.quote, given(led, case.id, LINE, RANGE))
    record = page(led, case.id).case
    assert (record.charge, record.quoted, record.price_agreed) == (Charge.CHARGEABLE, Decimal(90), True)
    assert told(led, case.id) == [("更换水龙头 人工", 10, 10), ("疏通地漏 人工", 50, 80)]
    with led.database.reading() as session:
        assert [bool(row.voided_at) for row in session.query(CaseQuote).order_by(CaseQuote.id)] == [True, False, False]
    assert led.do(dispatching.dispatch, case.id, "水电班").number
    assert codes(led) == []


def test_the_same_quote_again_writes_nothing(led):
    case = a_repair(led, charge=None)
    led.do(quoting.quote, given(led, case.id, LINE))
    before = page(led, case.id).case.version
    led.do(quoting.quote, given(led, case.id, LINE))
    assert page(led, case.id).case.version == before


@pytest.mark.parametrize(
    "line",
    [
        replace(LINE, name=" "),
        replace(LINE, quantity=Decimal(0)),
        replace(LINE, low=Decimal(20)),
        replace(LINE, high=Decimal("10.005")),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_beside_the_price(led, line):
    case = a_repair(led, charge=None)
    with pytest.raises(UserError) as refused:
        led.do(quoting.quote, QuoteGiven(case.id, page(led, case.id).case.version, (line,), Decimal(10), True))
    assert refused.value.field == "quoted"


def test_nothing_is_quoted_without_a_price_or_where_nobody_is_sent(led):
    untold = replace(given(led, a_repair(led).id, LINE), quoted=None)
    with pytest.raises(MissingFields):
        led.do(quoting.quote, untold)
    with pytest.raises(UserError):
        led.do(quoting.quote, given(led, a_case(led).id, LINE))


def test_an_item_is_found_by_its_letters(led):
    a_list(led)
    keys = {item.name: item.pinyin_keys.split() for item in led.ask(price_pages.items_in_force, date(2026, 5, 1))}
    assert "ghslt" in keys["更换水龙头"]
    assert "stdl" in keys["疏通地漏"]
