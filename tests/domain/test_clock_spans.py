# SPDX-License-Identifier: Apache-2.0
"""Hours as an office writes them."""

from __future__ import annotations

from datetime import time

import pytest

from complaintdesk.domain.clock_spans import read_spans, written_spans
from complaintdesk.errors import UserError

MORNING = ((time(8, 30), time(12)),)


@pytest.mark.parametrize(
    "text",
    [
        "08:30-12:00",
        "8:30-12:00",
        "0830-1200",
        "8：30 － 12：00",
        "8:30—12:00",
        "8:30至12:00",
        "8:30到12:00",
        " 8:30~12:00 ",
    ],
)
def test_spellings_of_one_morning(text: str) -> None:
    assert read_spans(text) == MORNING


@pytest.mark.parametrize(
    "text", ["8:30-12:00, 13:30-17:30", "8:30-12:00、13:30-17:30", "8:30-12:00 13:30-17:30", "8:30-12:00；13:30-17:30"]
)
def test_a_break_at_noon(text: str) -> None:
    assert read_spans(text) == (*MORNING, (time(13, 30), time(17, 30)))
    assert written_spans(read_spans(text)) == "08:30-12:00, 13:30-17:30"


@pytest.mark.parametrize(
    "text",
    ["", "all day", "8:30", "25:00-26:00", "8:30-12:00, later", "12:00-8:30", "8:30-12:00, 11:00-13:00", "8:30-8:30"],
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_spans(text)
