# SPDX-License-Identifier: Apache-2.0
"""The notice to who may adopt a rule book that the office's says nothing of follow-ups, and the way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from complaintdesk.desk import procedures
from complaintdesk.desk.shipped_rules import lacks_follow_ups
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone

if TYPE_CHECKING:
    from complaintdesk.ui.main_window import MainWindow


class MissingRules(QObject):
    """Says so at the window's foot from when somebody who may mend it comes in, until it is mended or put off."""

    def __init__(self, window: MainWindow, bridge: Bridge, kind: str) -> None:
        """`kind` is what the window's notices call it."""
        super().__init__(window)
        self._window, self._bridge, self._kind = window, bridge, kind
        self._put_off = False  # until the next start
        window.pages.currentChanged.connect(self._look)
        bridge.changed.connect(self._look)
        bridge.signed.connect(self._look)

    def _look(self, _what: object) -> None:
        if self._bridge.gone:  # what was said last still holds
            return
        if not self._is_asked_for():
            self._window.notices.clear(self._kind)
            return
        words = translate(
            "MissingRules",
            "The office's rule book says nothing of follow-ups, so none are asked for. It can take over the program's.",
        )
        see = (translate("MissingRules", "Open the rule book…"), self._open)
        later = (translate("MissingRules", "Later"), self._later)
        self._window.notices.say(self._kind, words, Tone.SOON, see, later)

    def _is_asked_for(self) -> bool:
        signed = self._window.current() is not None  # while the desk is locked, nothing is told to a stranger
        if not signed or self._put_off or self._bridge.procedure.follow_ups or not self._bridge.may(procedures.adopt):
            return False
        return lacks_follow_ups(self._bridge.ask(procedures.text_in_force)[1])

    def _open(self) -> None:
        from complaintdesk.ui.rule_book_settings import RuleBookSettings

        self._window.menu.open_settings(self._bridge, RuleBookSettings)

    def _later(self) -> None:
        self._put_off = True
        self._window.notices.clear(self._kind)
