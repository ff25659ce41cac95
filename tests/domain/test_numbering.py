# SPDX-License-Identifier: Apache-2.0
"""Numbers of cases and slips, printed and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.numbering import Number, number_for, numbering_year, parse_number
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.paths import shipped

GENERAL = parse_procedure(shipped("resources", "procedures", "general.toml").read_text(encoding="utf-8"))
DOCUMENTS = ("work_order", "liaison", "corrective")
SERIES = [GENERAL.series(what) for what in (*(kind.id for kind in GENERAL.kinds), *DOCUMENTS)]


def test_series_are_those_of_the_default_procedure():
    """R-REG-04, R-WO-03."""
    assert SERIES == ["TS", "BX", "ZX", "JY", "QZ", "TY", "WX", "LX", "JZ"]


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (number_for("BX", 2026, 912), "BX2026-000912"),
        (number_for("TS", 2026, 123, 2), "TS2026-000123-2"),
        (number_for("TS", 2026, 123, 1), "TS2026-000123"),
        (number_for("WX", 2026, 1234567), "WX2026-1234567"),
    ],
)
def test_number_is_series_year_and_six_digits_with_its_round(number, printed):
    assert number == printed


@pytest.mark.parametrize(("running", "round_"), [(0, 1), (-1, 1), (1, 0)])
def test_numbers_and_rounds_count_from_1(running, round_):
    with pytest.raises(ValueError, match="count from 1"):
        number_for("BX", 2026, running, round_)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *((spelling, Number("BX", 2026, 912)) for spelling in (
            "BX2026-000912", "bx2026-912", "BX 2026 000912", "BX2026000912", "bx-2026-912",
            "ＢＸ２０２６－０００９１２", "*BX2026-000912*",
            "BX2026—000912", " BX2026-000912\n", "BX2026912", "BX_2026_912",
        )),
        ("TS2026-000123-2", Number("TS", 2026, 123, 2)),
        ("ts2026000123-2", Number("TS", 2026, 123, 2)),
        ("wx912", Number("WX", 2031, 912)),
        ("wx 912 2", Number("WX", 2031, 912, 2)),
        ("wx2026", Number("WX", 2031, 2026)),
        ("wx2026-2", Number("WX", 2026, 2)),
        ("GDWX2026-000001", Number("GDWX", 2026, 1)),
    ],
)  # fmt: skip
def test_number_is_found_however_it_is_typed_or_scanned(typed, number):
    assert parse_number(typed, default_year=2031) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "912",
        "BX",
        "BX0",
        "BX2026-0",
        "BX2026-1-2-3",
        "BX2026-1-0",
        "3-2-1502",
        "A1203",
        "漏水",
        "138 1234 5678",
        "BX" + "9" * 5000,
    ],
)
def test_other_words_are_no_number(typed):
    assert parse_number(typed, default_year=2031) is None


def test_number_without_a_year_needs_the_year_it_is_looked_for_in():
    assert parse_number("wx912") is None


def test_clock_set_back_never_goes_back_to_last_years_numbers():
    assert numbering_year(2026, 2026) == 2026
    assert numbering_year(2027, 2026) == 2027
    assert numbering_year(2009, 2026) == 2026


@given(st.sampled_from(SERIES), st.integers(2000, 2099), st.integers(1, 999_999), st.integers(1, 12))
def test_every_printed_number_reads_back(series, year, running, round_):
    number = Number(series, year, running, round_)
    assert parse_number(str(number)) == number
    assert parse_number(str(number).lower().replace("-", " ")) == number
