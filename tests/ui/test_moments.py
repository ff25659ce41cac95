# SPDX-License-Identifier: Apache-2.0
"""The screen looks at the clock at each half minute, and shows that moment everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaintdesk.ui.moments import moment_of, until_next


@pytest.mark.parametrize(("second", "shown"), [(0, 0), (29, 0), (30, 30), (59, 30)])
def test_a_moment_lasts_half_a_minute(second: int, shown: int) -> None:
    now = datetime(2026, 11, 21, 2, 30, second, tzinfo=UTC)
    assert moment_of(now) == now.replace(second=shown)


@pytest.mark.parametrize(("seconds", "wait"), [(0.0, 30_001), (29.5, 501), (30.0, 30_001), (59.9995, 1)])
def test_the_next_look_comes_with_the_next_half_minute_and_never_before(seconds: float, wait: int) -> None:
    assert until_next(seconds) == wait
    assert moment_of(datetime.fromtimestamp(seconds + wait / 1000, UTC)).timestamp() == (seconds // 30 + 1) * 30
