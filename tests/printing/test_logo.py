# SPDX-License-Identifier: Apache-2.0
"""The office's logo stands at the upper left of its paper, and takes no other word's place."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import pypdf
import pytest
from PIL import Image

from complaintdesk.printing.form_files import shipped_ids
from complaintdesk.printing.forms import Mode, render
from complaintdesk.printing.pages import page_images
from tests.printing.papers import OFFICE, PRINTED_AT, ZONE


def a_logo(width: int, height: int) -> str:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 0, 0)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def paper(form: str, logo: str) -> bytes:
    office = replace(OFFICE, logo=logo)
    return render(form, office=office, printed_by="王敏", printed_at=PRINTED_AT, zone=ZONE, mode=Mode.SAMPLE).pdf


def red_box(pdf: bytes) -> tuple[int, int, int, int] | None:
    """Where the first page is red: left, top, right, bottom in points."""
    page = page_images(pdf, 72, [0])[0]
    picture = Image.frombytes("RGB", (page.width, page.height), page.rgb)
    red, green, _blue = picture.split()
    mask = Image.composite(
        Image.new("L", picture.size, 255), Image.new("L", picture.size), green.point(lambda g: 255 if g < 90 else 0)
    )
    both = Image.composite(mask, Image.new("L", picture.size), red.point(lambda r: 255 if r > 150 else 0))
    return both.getbbox()


@pytest.mark.parametrize("form", shipped_ids())
@pytest.mark.parametrize(("width", "height"), [(400, 400), (900, 100), (60, 300)])
def test_the_logo_is_at_the_upper_left_of_every_form(form: str, width: int, height: int) -> None:
    box = red_box(paper(form, a_logo(width, height)))
    assert box is not None
    left, top, right, bottom = box
    assert max(left, top) < 60
    assert right - left < 80
    assert bottom - top < 45
    assert abs((right - left) / (bottom - top) - width / height) < 0.35 * width / height


@pytest.mark.parametrize("form", shipped_ids())
def test_no_word_is_lost_for_the_logo(form: str) -> None:
    def words(pdf: bytes) -> list[str]:
        return sorted("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)

    assert words(paper(form, a_logo(400, 300))) == words(paper(form, ""))
    assert red_box(paper(form, "")) is None
