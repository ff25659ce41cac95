# SPDX-License-Identifier: Apache-2.0
"""The short menu: what concerns the whole office, the settings, and what the program is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import about, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.help_pages import KEYS

if TYPE_CHECKING:
    from complaintdesk.ui.settings_pages import SettingsPage


def _anyone() -> bool:
    return True


class MainMenu(QMenu):
    """Opens at F10 or with the button at the upper right."""

    locked = Signal()
    left = Signal()
    rebuild = Signal()
    backed_up = Signal()
    restore = Signal()
    undo = Signal()
    settled = Signal()  # the settings were looked at, and may be others now

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._signed = False
        self._for_signed: list[tuple[QAction, Callable[[], bool]]] = []

    def fill(self, bridge: Bridge) -> None:
        """Lists everything, once there is an office."""
        # They know the desk, which takes longer to load than the first picture may.
        from complaintdesk.desk import corrections, data_requests, exports, import_runs, importing, prints, restoring
        from complaintdesk.ui import (
            access_window,
            data_requests_window,
            exporting,
            fee_export,
            forms_dialog,
            import_wizard,
            office_deeds,
            regulations_at_hand,
            rooms_dialog,
            support_dialog,
            team_days_window,
        )

        window = self._window
        take_back = translate("MainMenu", "Take back the last registration")
        self._add_deed(take_back, self.undo.emit, partial(bridge.may, corrections.take_back), "Ctrl+Z")
        at_hand = partial(regulations_at_hand.show_regulations, window, bridge)
        self._add_deed(translate("MainMenu", "Regulations…"), at_hand, key="Ctrl+T")
        teams = partial(team_days_window.show_team_days, window, bridge)
        self._add_deed(translate("MainMenu", "Teams' day…"), teams)
        self.addSeparator()
        may_seal, may_ask = partial(bridge.may, data_requests.seal), partial(bridge.may, data_requests.ask)
        accesses = partial(access_window.show_accesses, window, bridge)
        self._add_deed(translate("MainMenu", "Who saw whom…"), accesses, may_seal)
        requests = partial(data_requests_window.show_requests, window, bridge)
        self._add_deed(translate("MainMenu", "People's requests about their data…"), requests, may_ask)
        back_up = partial(office_deeds.backup_now, window, bridge, self.backed_up.emit)
        may_export = partial(bridge.may, exports.note_export)
        may_print = partial(bridge.may, prints.start_blank)
        for words, act, allowed in (
            (translate("MainMenu", "Print a form…"), forms_dialog.print_a_form, may_print),
            (translate("MainMenu", "Export register…"), exporting.export_register, may_export),
            (translate("MainMenu", "Month's report…"), exporting.export_report, may_export),
            (translate("MainMenu", "Export fees…"), fee_export.export_fees, partial(fee_export.may_export, bridge)),
        ):
            self._add_deed(words, partial(act, window, bridge), allowed)
        take_in, past = partial(import_wizard.import_list, bridge, window), import_wizard.past_imports
        self._add_deed(translate("MainMenu", "Import a list…"), take_in, partial(bridge.may, importing.start_run))
        make_rooms = partial(rooms_dialog.make_rooms, window, bridge)
        may_make = partial(bridge.may, importing.add_households)
        self._add_deed(translate("MainMenu", "Rooms from a pattern…"), make_rooms, may_make)
        may_undo = partial(bridge.may, import_runs.undo)
        self._add_deed(translate("MainMenu", "Past imports…"), partial(past, bridge, window), may_undo)
        self._add_deed(translate("MainMenu", "Back up now"), back_up)
        self._add_deed(translate("MainMenu", "Check the records"), partial(office_deeds.check_now, window, bridge))
        may_restore = partial(bridge.may, restoring.take_over)
        self._add_deed(translate("MainMenu", "Restore a backup…"), self.restore.emit, may_restore)
        self.addSeparator()
        self._add_deed(translate("MainMenu", "Lock"), self.locked.emit, key="Ctrl+L")
        self._add_deed(translate("MainMenu", "Sign out"), self.left.emit)
        self.addSeparator()
        self._add(self, translate("MainMenu", "Settings…"), partial(self.open_settings, bridge), "Ctrl+,")
        self.addSeparator()
        self._add(self, translate("MainMenu", "Help"), self._help)
        self._add(self, translate("MainMenu", "Keys"), partial(self._help, KEYS))
        make_bundle = partial(support_dialog.make_bundle, window, bridge)
        self._add(self, translate("MainMenu", "Support bundle…"), make_bundle)
        self._add(self, translate("MainMenu", "About the program"), partial(self._show_about, bridge))
        self.addSeparator()
        self._add(self, translate("MainMenu", "Close"), window.close, "Ctrl+Q")

    def set_signed(self, signed: bool) -> None:
        """What needs somebody who answers for it is shut while nobody is signed in, or nobody with the right."""
        self._signed = signed
        for action, allowed in self._for_signed:
            action.setEnabled(signed and allowed())

    def _add_deed(
        self, words: str, act: Callable[[], object], allowed: Callable[[], bool] = _anyone, key: str = ""
    ) -> None:
        self._for_signed.append((self._add(self, words, act, key), allowed))

    def open_settings(self, bridge: Bridge, page: type[SettingsPage] | None = None) -> None:
        """Shows the settings, at this page of them if one is given, and does what was chosen there."""
        from complaintdesk.ui.settings_window import SettingsWindow

        dialog = SettingsWindow(self._window, bridge, signed=self._signed)
        dialog.backed_up.connect(self.backed_up)
        if page is not None:
            dialog.page(page)
        prompts.show_dialog(dialog)
        dialog.deleteLater()
        self.settled.emit()
        if dialog.speaks_anew:
            self.rebuild.emit()
        elif dialog.restores:
            self.restore.emit()

    def _help(self, page: str = "") -> None:
        from complaintdesk.ui.help_window import open_help

        open_help(self._window, page)

    def _show_about(self, bridge: Bridge) -> None:
        prompts.show_dialog(about.AboutDialog(self._window, bridge))

    def _add(self, menu: QMenu, words: str, act: Callable[[], object], key: str = "") -> QAction:
        action = QAction(words, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _on=False: act())
        menu.addAction(action)
        self._window.addAction(action)  # its key works while the menu is shut
        return action
