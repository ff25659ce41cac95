# SPDX-License-Identifier: Apache-2.0
"""How a form's printer is kept and read again, what is refused of it, and the page that tries it on its paper."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from complaintdesk.errors import UserError
from complaintdesk.printing.papers import PaperSize, Placing, PrintMode, paper_named
from complaintdesk.printing.printer_profile import PLAIN, PrinterProfile, read_profile
from complaintdesk.printing.trial_page import render_test_page


def test_a_profile_is_read_as_it_was_kept() -> None:
    profile = PrinterProfile("LQ-630", "241x140", PrintMode.OVERPRINT, 1.5, -2, True, True, "Tractor", 2)
    assert read_profile("work_order", profile.table()) == profile
    assert profile.placing == Placing(PaperSize(241, 140), PrintMode.OVERPRINT, 1.5, -2)
    assert read_profile("work_order", {}) == PLAIN
    assert PLAIN.placing == Placing()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"paper": "A9"}, "no paper"),
        ({"paper": "5x5"}, "no paper"),
        ({"dx": 50.5}, "at most"),
        ({"dy": float("nan")}, "at most"),
        ({"copies": 0}, "1 to"),
        ({"copies": 21}, "1 to"),
        ({"copies": True}, "can't be that"),
        ({"copies": 1.5}, "can't be that"),
        ({"dx": "2"}, "can't be that"),
        ({"mode": "both"}, "can't be that"),
        ({"dots": 1}, "can't be that"),
        ({"queue": 3}, "can't be that"),
        ({"quue": "LQ-630"}, "unknown"),
    ],
)
def test_what_can_not_be_so_is_refused_in_words(table: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as refused:
        read_profile("work_order", table)
    assert said in refused.value.text


@pytest.mark.parametrize("name", ["A4", "A5 landscape", "241x140", "241x280", "241x93", "roll 80", "120x60"])
def test_the_test_page_comes_on_the_profiles_paper_moved_as_the_form_is(name: str) -> None:
    sheet = paper_named(name)
    moved, still = PrinterProfile("LQ-630", name, dx=3, dy=-2), PrinterProfile("LQ-630", name)
    pages = [
        pypdf.PdfReader(
            io.BytesIO(render_test_page("阳光花园", each, sheet, datetime(2026, 11, 21, tzinfo=UTC)).pdf)
        ).pages[0]
        for each in (still, moved)
    ]
    for page in pages:
        assert abs(float(page.mediabox.width) / 72 * 25.4 - sheet.width) < 0.1
        assert sheet.roll or abs(float(page.mediabox.height) / 72 * 25.4 - sheet.height) < 0.1
        assert "阳光花园" in page.extract_text()
    across, down = (float(b) - float(a) for a, b in zip(*(_first_place(page) for page in pages), strict=True))
    assert (round(across / 72 * 25.4, 1), round(down / 72 * 25.4, 1)) == (3.0, 2.0)


def _first_place(page: pypdf.PageObject) -> tuple[float, float]:
    """Where the first words stand, in points from the lower left."""
    found: list[tuple[float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        if text.strip():
            found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=visit)
    return found[0]
