# SPDX-License-Identifier: Apache-2.0
"""Pages as pictures: the sizes asked for, bytes without gaps, one page at a time where wanted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from complaintdesk.printing.pages import page_images
from tests.printing.papers import an_order, printed


@pytest.mark.parametrize("dpi", [72, 96, 97.3, 150])
def test_a_page_has_the_pixels_of_its_size_and_three_bytes_for_each(dpi):
    pdf = printed("work_order", an_order()).pdf
    image = page_images(pdf, dpi, only=[0])[0]
    assert abs(image.width - 210 / 25.4 * dpi) <= 1
    assert abs(image.height - 148 / 25.4 * dpi) <= 1
    assert len(image.rgb) == image.width * image.height * 3
    assert image.rgb[:3] == b"\xff\xff\xff"
    assert min(image.rgb) < 40


def test_pages_come_in_order_and_by_index():
    pdf = printed("work_order", an_order()).pdf
    pages = page_images(pdf, 72)
    assert len(pages) == 4
    assert page_images(pdf, 72, only=[3, 1]) == [pages[3], pages[1]]
    assert pages[0] != pages[1]


def test_the_strong_frame_stands_where_the_margins_say():
    image = page_images(printed("work_order", an_order()).pdf, 254, only=[0])[0]  # ten pixels a millimetre
    row = image.rgb[(image.height // 2) * image.width * 3 :][: image.width * 3 : 3]
    dark = [x for x, value in enumerate(row) if value < 60]
    assert abs(dark[0] - 100) <= 4
    assert abs(dark[-1] - 2000) <= 4


def test_two_desks_windows_may_print_and_look_at_once():
    orders = [an_order(number=f"WX2026-{number:06d}") for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda order: page_images(printed("work_order", order).pdf, 50), orders))
    assert together == [page_images(printed("work_order", order).pdf, 50) for order in orders]
