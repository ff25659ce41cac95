# SPDX-License-Identifier: Apache-2.0
"""Phone numbers as lists and callers give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from complaintdesk.domain.phones import fold_phone, is_sentinel_phone, mask_phone, phone_problem, show_phone


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        *((spelling, "13812345678") for spelling in (
            "13812345678", "138 1234 5678", "138-1234-5678", "1381234-5678", "１３８１２３４５６７８",
            "+86 13812345678", "+8613812345678",
            "0086-138-1234-5678", "8613812345678", "013812345678", "13812345678.0", "13812345678.00",
            "(138)12345678", "138.1234.5678",
            " 138\u30001234\xa05678\n", "138—1234—5678",
        )),
        *((spelling, "057188880000") for spelling in (
            "0571-88880000", "(0571) 88880000", "（0571）8888 0000", "+86 571 8888 0000", "+86 (0)571 88880000",
            "0086 0571-88880000",
        )),
        ("010-88880000", "01088880000"),
        ("0571-88880000-801", "057188880000-801"),
        ("0571-88880000转801", "057188880000-801"),
        ("88880000 分机 12", "88880000-12"),
        ("88880000ext.12", "88880000-12"),
        ("400-888-0000", "4008880000"),
        ("+86 400 888 0000", "4008880000"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 9123 4567", "+85291234567"),
        ("88880000", "88880000"),
        ("8001", "8001"),
        ("00000000", "00000000"),
        ("", ""),
        ("无", ""),
    ],
)  # fmt: skip
def test_one_number_is_one_row_of_digits_however_it_is_written(written, digits):
    assert fold_phone(written) == digits


@pytest.mark.parametrize(
    "written",
    ["13812345678", "19912345678", "+86 138 1234 5678", "13800000000.0", "0571-88880000", "010-88880000",
    "0571-8888000", "88880000",
     "8888000", "400-888-0000", "800-888-0000", "10086", "95588", "110", "96310", "8001", "661234", "+852 9123 4567",
     "13812345678转2",
     "0571-88880000-801", "", "  "],
)  # fmt: skip
def test_numbers_that_can_be_dialled_are_taken_and_an_empty_box_is_no_mistake(written):
    assert phone_problem(written) is None


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("1381234567", "A mobile number has 11 digits."),
        ("138123456789", "A mobile number has 11 digits."),
        ("12", "A mobile number has 11 digits."),
        ("12312312311", "Mobile numbers begin with 13 to 19."),
        ("0571-123", "After the area code a number has 7 or 8 digits."),
        ("0571-888800001", "After the area code a number has 7 or 8 digits."),
        ("888800001", "No phone number has this many digits."),
        ("9", "No phone number has this many digits."),
        ("张三", "A phone number has digits, spaces and dashes only."),
        ("1.38E+10", "A phone number has digits, spaces and dashes only."),
        ("138XXXX5678", "A phone number has digits, spaces and dashes only."),
        ("13812345678（儿子）", "A phone number has digits, spaces and dashes only."),
        ("13812345678/13912345678", "Only one number goes here: note the other one in the text."),
        ("13812345678、0571-88880000", "Only one number goes here: note the other one in the text."),
        ("18999999999", "This number stands for “none”: leave the box empty instead."),
        ("无", "This number stands for “none”: leave the box empty instead."),
    ],
)
def test_slip_of_the_keyboard_is_told_beside_the_box(written, problem):
    assert phone_problem(written) == problem


@pytest.mark.parametrize(
    "written",
    ["18999999999", "18999999999.0", "+86 189 9999 9999", "11111111111", "1" * 18, "00000000", "0", "000",
    "99999999999", "1111111", "无", "没有",
     "/", "-", " 无 ", "不详"],
)  # fmt: skip
def test_stand_ins_of_lists_mean_none(written):
    assert is_sentinel_phone(written)


@pytest.mark.parametrize(
    "written", ["", " ", "13812345678", "18999999991", "8888", "95588", "110", "张三", "10000000000"]
)
def test_other_numbers_and_an_empty_cell_are_no_stand_ins(written):
    assert not is_sentinel_phone(written)


@pytest.mark.parametrize(
    ("written", "masked"),
    [("138 1234 5678", "138****5678"), ("0571-88880000", "0571-****0000"), ("010-88880000", "010-****0000"),
     ("0571-8888000", "0571-***8000"),
     ("88880000", "****0000"), ("400-888-0000", "400***0000"), ("0571-88880000-801", "0571-****0000"),
     ("8001", "**01"), ("110", "***"),
     ("", ""), ("无", "")],
)  # fmt: skip
def test_phone_is_masked_until_asked_for(written, masked):
    """R-OWN-02."""
    assert mask_phone(written) == masked


@pytest.mark.parametrize(
    ("written", "shown"),
    [("13812345678", "138 1234 5678"), ("057188880000", "0571-88880000"), ("01088880000", "010-88880000"),
     ("4008880000", "400-888-0000"),
     ("057188880000-801", "0571-88880000-801"), ("88880000", "88880000"), ("+85291234567", "+85291234567"), ("", "")],
)  # fmt: skip
def test_phone_is_shown_in_groups_that_can_be_read_out(written, shown):
    assert show_phone(written) == shown


NUMBERS = st.one_of(
    st.from_regex("1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex("0(10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}", fullmatch=True),
    st.from_regex("400[0-9]{7}", fullmatch=True),
    st.from_regex("[2-9][0-9]{4,7}", fullmatch=True),
)


@given(NUMBERS, st.sampled_from(["", "-8", "-801"]))
def test_showing_and_folding_a_number_are_opposites_and_the_mask_hides_it(number, extension):
    extension = extension if len(number) >= 7 else ""
    folded = fold_phone(number + extension)
    assert fold_phone(folded) == fold_phone(show_phone(folded)) == folded == number + extension
    assert number not in mask_phone(folded)
    assert mask_phone(folded).count("*") >= 3
    assert mask_phone(folded).endswith(number[-2:])


@given(st.text("0123456789 -+()转x.无/,", max_size=20))
def test_no_text_breaks_a_phone_box(text):
    folded = fold_phone(text)
    assert fold_phone(folded) == folded or phone_problem(text) is not None
    assert show_phone(text).count("*") == 0
    assert len(mask_phone(text)) < 30


def test_phones_of_real_lists_are_numbers_or_known_stand_ins(shared_data):
    book = CalamineWorkbook.from_path(shared_data / "owners" / "hc小区导入模板_多sheet.xlsx")
    cells = [str(row[4]) for row in book.get_sheet_by_name("业主信息").to_python()[1:6]]
    assert [is_sentinel_phone(cell) for cell in cells] == [True, False, False, False, False]
    assert all(phone_problem(cell) is None for cell in cells[1:])
    assert fold_phone(cells[1]) == "18999999991"


@pytest.mark.parametrize("written", ["1380013", "13800138", "138-0013"])
def test_half_a_mobile_number_is_no_landline(written):
    assert phone_problem(written) == "A mobile number has 11 digits."


@pytest.mark.parametrize("written", ["110", "12345", "10086", "8800013", "88000138"])
def test_short_numbers_may_begin_with_1_and_landlines_have_7_or_8_digits(written):
    assert phone_problem(written) is None
