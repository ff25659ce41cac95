# SPDX-License-Identifier: Apache-2.0
"""Passwords that anybody would try first."""

from __future__ import annotations

import pytest

from complaintdesk.desk.password_rules import common_passwords, refuse_guessable
from complaintdesk.domain.passwords import SHORTEST_PASSWORD, refuse_weak_password
from complaintdesk.errors import UserError


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "1234567",
        "12345678",
        "87654321",
        "34567890",
        "0123456789012",
        "aaaaaaaa",
        "８８８８８８８８",
        "abcdefgh",
        "HGFEDCBA",
        "qwertyuiop",
        "1qaz2wsx",
        "Wang Xiaoming",
        "wangxiaoming",
        "admin2026",
        "Wuye@888",
        "woaini1314",
        "2026kefu!",
        "mima123456",
    ],
)
def test_what_would_be_guessed_is_refused(password: str) -> None:
    with pytest.raises(UserError) as refused:
        refuse_weak_password(password, ["Wang Xiaoming"])
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "13579246",
        "天天都要记得锁门",
        "correct horse",
        "王敏王敏王敏王敏",
        "a" * 7 + "b",
        "2026-11-21",
        "wuye-1234567",
        "天天都要记得锁门" * 20,
    ],
)
def test_other_words_make_a_password(password: str) -> None:
    refuse_weak_password(password, ["王敏"])


@pytest.mark.parametrize("password", ["trustno1", "TrustNo1", "football", "iloveyou1", "qq123456", "password1"])
def test_common_ones_are_refused_however_they_are_written(password: str) -> None:
    with pytest.raises(UserError, match="guessed at once"):
        refuse_guessable(password)


@pytest.mark.parametrize("password", ["wangmin1", "WangMin2026", "wm888888", "min", "王敏王敏"])
def test_ones_own_name_in_pinyin_is_no_password_nor_with_a_few_digits(password: str) -> None:
    with pytest.raises(UserError):
        refuse_guessable(password, "王敏")


def test_the_list_is_that_of_the_source() -> None:
    assert len(common_passwords()) == 3_000
    assert min(map(len, common_passwords())) == SHORTEST_PASSWORD
