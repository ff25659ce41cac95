# SPDX-License-Identifier: Apache-2.0
"""A text with numbered lines: the one with the mistake is seen in the text itself, in the light and in the dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.ui import look
from complaintdesk.ui.look import Colour, colour
from complaintdesk.ui.numbered_text import NumberedText


def ground(text: NumberedText, line: int) -> QColor:
    """What a line stands on, beside its words."""
    place = text.cursorRect(QTextCursor(text.document().findBlockByNumber(line))).center()
    return text.viewport().grab().toImage().pixelColor(text.viewport().width() - 4, place.y())


@pytest.mark.parametrize("scheme", list(look.Scheme))
def test_the_marked_line_stands_on_its_own_ground_until_something_is_typed(
    qtbot: QtBot, qapp: QApplication, scheme: look.Scheme
) -> None:
    look.apply(qapp, scheme)
    text = NumberedText()
    qtbot.addWidget(text)
    text.resize(400, 200)
    text.setPlainText("\n".join(f"第{line}行" for line in range(1, 5)))
    text.show()
    text.mark(2)
    assert [ground(text, line) == colour(Colour.LATE_GROUND) for line in range(4)] == [False, False, True, False]
    text.insertPlainText("改")
    assert [ground(text, line) for line in range(4)] == [colour(Colour.CARD)] * 4
