# SPDX-License-Identifier: Apache-2.0
"""The look: every pair of colours can be read, no colour is written anywhere else, icons follow the scheme."""

from __future__ import annotations

import ast
import re
import sys

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontInfo, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from complaintdesk import paths
from complaintdesk.ui import icons, look
from complaintdesk.ui.look import Colour, Scheme, Tone
from tests.test_architecture import PACKAGE, PACKAGE_FILES, tree


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("pair", look.PAIRS, ids=lambda pair: f"{pair[0].name} on {pair[1].name}")
def test_every_pair_of_ink_and_ground_can_be_read(pair: tuple[Colour, Colour], dark: bool) -> None:
    ink, ground = pair
    assert look.contrast(ink.value[dark], ground.value[dark]) >= 4.5


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert look.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert look.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_pairs_of_all_tones_are_among_those_computed() -> None:
    assert {tone.value for tone in Tone} <= set(look.PAIRS)


def test_colours_are_written_in_the_look_alone() -> None:
    literal = re.compile(r"^#[0-9A-Fa-f]{3,8}$")
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in PACKAGE_FILES
        if path.is_relative_to(PACKAGE / "ui") and path.name != "look.py"
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, str) and literal.match(node.value))
        or (isinstance(node, ast.Attribute) and node.attr in {"setStyleSheet", "GlobalColor", "fromRgb"})
        if ast.unparse(node) != "Qt.GlobalColor"
    ]
    assert wrong == []


def test_changing_the_scheme_changes_the_palette_of_windows_that_are_open(qapp: QApplication) -> None:
    look.apply(qapp, Scheme.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == Colour.WINDOW.value[1]
    look.apply(qapp, Scheme.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == Colour.WINDOW.value[0]


def test_the_shipped_face_is_the_programs_and_has_rare_characters(qapp: QApplication) -> None:
    assert QFontInfo(look.font()).family() == "Noto Sans SC"
    assert QFontInfo(look.font(13)).pixelSize() == 13


def test_a_tip_shows_mark_up_letter_by_letter() -> None:
    assert look.tip("<b>水</b>") == "<p style='white-space:pre-wrap'>&lt;b&gt;水&lt;/b&gt;</p>"
    assert look.tip("") == ""


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_icons_are_drawn_in_the_schemes_colour(qapp: QApplication, scheme: Scheme) -> None:
    look.apply(qapp, scheme)
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.draw(painter, "house", QRectF(0, 0, 24, 24), Colour.ACCENT)
    painter.end()
    points = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    drawn = {point.name().upper() for point in points if point.alpha() == 255}
    assert Colour.ACCENT.value[scheme is Scheme.DARK] in drawn


def test_every_icon_that_is_named_is_shipped() -> None:
    shipped = {path.stem for path in paths.shipped("resources", "icons").glob("*.svg")}
    named = {
        keyword.value.value
        for path in PACKAGE_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "icon" and isinstance(keyword.value, ast.Constant)
    }
    assert named
    assert named <= shipped | {""}


def test_qt_takes_and_gives_back_nothing_without_losing_it(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 lost a reference to None with each call that returns nothing."""
    palette = QPalette()
    before = sys.getrefcount(None)
    for _ in range(1000):
        palette.setColor(QPalette.ColorRole.Window, look.colour(Colour.WINDOW))
    assert abs(sys.getrefcount(None) - before) < 100
