# SPDX-License-Identifier: Apache-2.0
"""Passwords that anybody would try first."""

from __future__ import annotations

import pytest

from complaintdesk.domain.passwords import refuse_weak_password
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
    ],
)
def test_what_would_be_guessed_is_refused(password: str) -> None:
    with pytest.raises(UserError) as refused:
        refuse_weak_password(password, "Wang Xiaoming")
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password", ["13579246", "天天都要记得锁门", "correct horse", "王敏王敏王敏王敏", "a" * 7 + "b", "2026-11-21"]
)
def test_other_words_make_a_password(password: str) -> None:
    refuse_weak_password(password, "王敏")
