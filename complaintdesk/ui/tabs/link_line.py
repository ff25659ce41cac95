# SPDX-License-Identifier: Apache-2.0
"""The other cases of the same matter, by their numbers; each opens its case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaintdesk.desk.case_links import Link, LinkedCase
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.words import Note

_WORDS = {
    Link.TRANSFERRED_FROM: QT_TRANSLATE_NOOP("LinkLine", "transferred from"),
    Link.TRANSFERRED_TO: QT_TRANSLATE_NOOP("LinkLine", "goes on as"),
    Link.JOINED_INTO: QT_TRANSLATE_NOOP("LinkLine", "goes on in"),
    Link.JOINED_BY: QT_TRANSLATE_NOOP("LinkLine", "took in"),
    Link.REPEATS: QT_TRANSLATE_NOOP("LinkLine", "again after"),
    Link.REPEATED_BY: QT_TRANSLATE_NOOP("LinkLine", "came again as"),
    Link.LED_BY: QT_TRANSLATE_NOOP("LinkLine", "goes along with the lead case"),
    Link.LEADS: QT_TRANSLATE_NOOP("LinkLine", "goes along with this one"),
}


class LinkLine(QWidget):
    """Takes no room where there is no other case."""

    asked_for = Signal(object)  # a case's id

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(6, 2)
        self.setLayout(self._flow)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._links: tuple[LinkedCase, ...] = ()
        self.buttons: list[Button] = []
        self.hide()

    def show_links(self, links: Sequence[LinkedCase]) -> None:
        """Shows these instead."""
        if tuple(links) == self._links:
            return
        self._links, self.buttons = tuple(links), []
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for link in self._links:
            words = translate("LinkLine", _WORDS[link.link])
            button = Button(link.number, flat=True, name=f"{words} {link.number}")
            button.clicked.connect(partial(self.asked_for.emit, link.id))
            speaks = translate("LinkLine", "handled by {name}, who speaks to the caller")
            by = [Note(speaks.format(name=link.handled_by))] if link.handled_by else []
            for part in (Note(words), button, *by):
                self._flow.addWidget(part)
                part.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
            self.buttons.append(button)
        keep_order(self, self.buttons)
        self.setVisible(bool(self._links))
        self.updateGeometry()
