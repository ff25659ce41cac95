# SPDX-License-Identifier: Apache-2.0
"""What goes into a column comes out of it: instants with their zone, money to the fen, members of closed sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from complaintdesk.db.types import Enumerated, Fen, Instant, Json, Quantity, canonical
from complaintdesk.domain.terms import CaseKind, Role
from tests.builders import NINE, a_repair, page, rows

SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()
SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("bad", [NINE.replace(tzinfo=None), NINE.replace(microsecond=1)], ids=["no zone", "fraction"])
def test_an_instant_without_zone_or_with_a_fraction_is_refused(bad, dialect):
    with pytest.raises(ValueError, match="instant"):
        Instant().process_bind_param(bad, dialect)


def test_an_instant_of_any_zone_is_stored_in_utc():
    at_nine = datetime(2026, 10, 20, 9, 0, tzinfo=SHANGHAI)
    stored = Instant().process_bind_param(at_nine, SQLITE)
    assert stored == datetime(2026, 10, 20, 1, 0)  # noqa: DTZ001 - as SQLite holds it
    for dialect, held in ((SQLITE, stored), (POSTGRESQL, at_nine)):
        back = Instant().process_result_value(held, dialect)
        assert back is not None
        assert (back, back.tzinfo) == (at_nine, UTC)


def test_a_case_keeps_its_second(office, clock):
    clock.now = NINE + timedelta(seconds=7)
    saved = a_repair(office, received_at=datetime(2026, 10, 20, 8, 59, 58, tzinfo=SHANGHAI))
    case = page(office, saved.id).case
    assert (case.received_at, case.recorded_at) == (NINE - timedelta(seconds=2), clock.now)
    assert rows(office, "SELECT received_at FROM case_record") == [("2026-10-20 00:59:58.000000",)]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_comes_back_to_the_fen(amount):
    stored = Fen().process_bind_param(amount, SQLITE)
    assert stored == int(amount * 100)
    back = Fen().process_result_value(stored, SQLITE)
    assert back is not None
    assert (back, back.as_tuple().exponent) == (amount, -2)


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_a_quantity_has_three_decimals(quantity):
    stored = Quantity().process_bind_param(quantity, SQLITE)
    assert Quantity().process_result_value(stored, SQLITE) == quantity


@pytest.mark.parametrize(("kind", "amount"), [(Fen, "0.005"), (Fen, "1E-3"), (Quantity, "0.0001")])
def test_what_is_finer_than_its_column_is_refused_not_rounded(kind, amount):
    with pytest.raises(ValueError, match="decimals"):
        kind().process_bind_param(Decimal(amount), SQLITE)


def test_money_is_whole_fen_in_the_database(office):
    a_repair(office, quoted=Decimal("80.50"))
    ((stored,),) = rows(office, "SELECT quoted FROM case_record")
    assert (stored, type(stored)) == (8050, int)


def test_a_word_outside_a_closed_set_is_refused():
    column = Enumerated(CaseKind)
    assert column.process_bind_param(CaseKind.REPAIR, SQLITE) == "repair"
    with pytest.raises(ValueError, match="repairs"):
        column.process_result_value("repairs", SQLITE)
    with pytest.raises(ValueError, match="clerk"):
        column.process_bind_param(Role.CLERK, SQLITE)


@pytest.mark.parametrize(
    ("column", "held", "meant"),
    [(Instant(), "2026-10-20 01:00:00.000000", NINE), (Enumerated(CaseKind), "repair", CaseKind.REPAIR)],
    ids=["instant", "member"],
)
def test_a_column_is_read_as_its_values_are_one_by_one(column, held, meant):
    read = column.dialect_impl(SQLITE).result_processor(SQLITE, None)
    assert (read(held), read(None)) == (meant, None)
    assert getattr(read(held), "tzinfo", UTC) is UTC
    with pytest.raises(ValueError, match="nonsense"):
        read("nonsense")


def test_nothing_stays_nothing():
    for column in (Instant(), Fen(), Quantity(), Enumerated(CaseKind), Json()):
        assert column.process_bind_param(None, SQLITE) is None
        assert column.process_result_value(None, SQLITE) is None


def test_equal_structures_are_stored_as_equal_texts():
    assert canonical({"b": 1, "a": ["张", None]}) == canonical({"a": ["张", None], "b": 1}) == '{"a":["张",null],"b":1}'


@pytest.mark.parametrize("value", [Decimal(1), NINE, {1, 2}, b"x", 0.1, [float("nan")], {0.5: "half"}])
def test_a_structure_of_other_things_is_refused(value):
    with pytest.raises(TypeError, match="not canonical"):
        Json().process_bind_param({"a": value}, SQLITE)
