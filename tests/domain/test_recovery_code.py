# SPDX-License-Identifier: Apache-2.0
"""A recovery code is read however it is typed, and a slip is told with the group it is in."""

from __future__ import annotations

import pytest

from complaintdesk.domain.recovery_code import ALPHABET, new_recovery_code, read_recovery_code
from complaintdesk.errors import UserError


def slip(typed: str) -> UserError:
    with pytest.raises(UserError) as refused:
        read_recovery_code(typed)
    assert refused.value.field == "code"
    return refused.value


def test_a_code_is_eight_groups_of_four_that_nobody_mistakes():
    code = new_recovery_code()
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert not set(code) & set("01OIL")
    assert read_recovery_code(code) == code


def test_no_two_codes_are_the_same():
    assert len({new_recovery_code() for _ in range(200)}) == 200


def test_case_width_blanks_and_dashes_do_not_matter():
    code = new_recovery_code()
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code.replace("-", ""))
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " ") + " \n", code.replace("-", "—"), wide):
        assert read_recovery_code(typed) == code


def test_every_wrong_character_is_noticed_and_its_group_named():
    code = new_recovery_code()
    plain = code.replace("-", "")
    for at, right in enumerate(plain):
        for wrong in ALPHABET + "0O1IL":
            if wrong != right:
                error = slip(plain[:at] + wrong + plain[at + 1 :])
                assert error.values["group"] == at // 4 + 1


def test_two_neighbours_that_changed_places_are_noticed():
    plain = new_recovery_code().replace("-", "")
    for at in range(31):
        swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
        if swapped != plain and at % 4 != 3:
            assert slip(swapped).values["group"] == at // 4 + 1


def test_two_groups_that_changed_places_are_noticed():
    groups = new_recovery_code().split("-")
    groups[2], groups[5] = groups[5], groups[2]
    assert slip("-".join(groups)).values["group"] == 3


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("7KQM-22", 6), ("7" * 33, 33)])
def test_a_code_too_short_or_too_long_is_told_with_its_length(typed, count):
    assert slip(typed).values == {"length": 32, "typed": count}
