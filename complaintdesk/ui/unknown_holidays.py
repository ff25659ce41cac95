# SPDX-License-Identifier: Apache-2.0
"""The notice that a year's holidays are wanted and not confirmed; what is shipped comes by itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from complaintdesk.desk import calendar_days, calendar_pages
from complaintdesk.errors import EnvironmentProblem, Told
from complaintdesk.labels import translate
from complaintdesk.ui import background
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone

if TYPE_CHECKING:
    from complaintdesk.ui.main_window import MainWindow

_log = logging.getLogger(__name__)


class UnknownHolidays(QObject):
    """Takes over what the program ships of years that nobody touched; says which years are wanted all the same."""

    def __init__(self, window: MainWindow, bridge: Bridge, kind: str) -> None:
        """`kind` is what the window's notices call it."""
        super().__init__(window)
        self._window, self._bridge, self._kind = window, bridge, kind
        self._put_off: tuple[int, ...] = ()  # until the next start
        self._seeded = False  # looked at once after each start
        window.pages.currentChanged.connect(self._look)
        bridge.changed.connect(self._look)
        bridge.signed.connect(self._look)

    def _look(self, _what: object) -> None:
        if self._bridge.gone:  # what was said last still holds
            return
        # While the desk is locked, nothing is told to a stranger.
        signed = self._bridge.staff is not None and self._window.current() is not None
        if signed and not self._seeded:
            self._seeded = True
            self._seed()
        bridge = self._bridge
        try:
            years = bridge.ask(calendar_pages.unconfirmed_years, bridge.now(), bridge.zone) if signed else ()
        except EnvironmentProblem as problem:  # whoever has work to do says so; what was said last still holds
            _log.warning("looking for years without holidays: %s", problem)
            return
        if not years or years == self._put_off:
            self._window.notices.clear(self._kind)
            return
        words = translate(
            "UnknownHolidays",
            "The holidays of {years} are not confirmed: due times in working days that reach into it are provisional.",
        ).format(years=", ".join(map(str, years)))
        later = (translate("UnknownHolidays", "Later"), lambda: self._later(years))
        see = (translate("UnknownHolidays", "Open the calendar…"), self._open)
        deeds = (see, later) if bridge.may(calendar_days.change) else (later,)
        self._window.notices.say(self._kind, words, Tone.SOON, *deeds)

    def _seed(self) -> None:
        """In a worker: the program's holidays are read, and limits may have to be planned anew."""
        office = self._bridge.office

        def work(_progress: background.Progress) -> None:
            calendar_days.take_over_shipped(office)

        background.run(self, work, lambda _none: None, self._not_seeded)

    def _not_seeded(self, problem: Told) -> None:
        """The next start tries it again; until then the years are said to be wanted."""
        _log.warning("taking over the shipped holidays: %s", problem)

    def _open(self) -> None:
        from complaintdesk.ui.calendar_settings import CalendarSettings

        self._window.menu.open_settings(self._bridge, CalendarSettings)

    def _later(self, years: tuple[int, ...]) -> None:
        self._put_off = years
        self._window.notices.clear(self._kind)
