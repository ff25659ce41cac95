# SPDX-License-Identifier: Apache-2.0
"""The short menu: what concerns the whole office, how the window looks, and what the program is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from complaintdesk.labels import LANGUAGES, language, translate
from complaintdesk.ui import about, look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog

T = TypeVar("T")
_OWN_NAMES = {"zh_CN": "中文", "en": "English"}


def _anyone() -> bool:
    return True


class MainMenu(QMenu):
    """Opens at F10 or with the button at the upper right."""

    locked = Signal()
    left = Signal()
    rebuild = Signal()
    backed_up = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._for_signed: list[tuple[QAction, Callable[[], bool]]] = []

    def fill(self, bridge: Bridge) -> None:
        """Lists everything, once there is an office."""
        # They know the desk, which takes longer to load than the first picture may.
        from complaintdesk.desk import exports
        from complaintdesk.ui import exporting, office_deeds

        window = self._window
        back_up = partial(office_deeds.backup_now, window, bridge, self.backed_up.emit)
        for words, act, right in (
            (translate("MainMenu", "Export register…"), exporting.export_register, exports.note_export),
            (translate("MainMenu", "Month's report…"), exporting.export_report, exports.note_export),
        ):
            self._add_deed(words, partial(act, window, bridge), partial(bridge.may, right))
        self._add_deed(translate("MainMenu", "Back up now"), back_up)
        self._add_deed(translate("MainMenu", "Check the records"), partial(office_deeds.check_now, window, bridge))
        self.addSeparator()
        self._add_deed(translate("MainMenu", "Lock"), self.locked.emit, key="Ctrl+L")
        self._add_deed(translate("MainMenu", "Sign out"), self.left.emit)
        self.addSeparator()
        self._add_schemes(bridge)
        self._add_languages(bridge)
        self.addSeparator()
        self._add(self, translate("MainMenu", "Keys"), partial(self._tell, about.KeysDialog), "F1")
        self._add(self, translate("MainMenu", "About the program"), partial(self._tell, about.AboutDialog))
        self.addSeparator()
        self._add(self, translate("MainMenu", "Close"), window.close, "Ctrl+Q")

    def set_signed(self, signed: bool) -> None:
        """What needs somebody who answers for it is shut while nobody is signed in, or nobody with the right."""
        for action, allowed in self._for_signed:
            action.setEnabled(signed and allowed())

    def _add_deed(
        self, words: str, act: Callable[[], object], allowed: Callable[[], bool] = _anyone, key: str = ""
    ) -> None:
        self._for_signed.append((self._add(self, words, act, key), allowed))

    def _tell(self, dialog: Callable[[QWidget], Dialog]) -> None:
        prompts.show_dialog(dialog(self._window))

    def _add(self, menu: QMenu, words: str, act: Callable[[], object], key: str = "") -> QAction:
        action = QAction(words, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _on=False: act())
        menu.addAction(action)
        self._window.addAction(action)  # its key works while the menu is shut
        return action

    def _add_schemes(self, bridge: Bridge) -> None:
        names = {
            look.Scheme.SYSTEM: translate("MainMenu", "As the system"),
            look.Scheme.LIGHT: translate("MainMenu", "Light"),
            look.Scheme.DARK: translate("MainMenu", "Dark"),
        }

        def choose(scheme: look.Scheme) -> None:
            bridge.settings.change(scheme=scheme.value)
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            look.apply(app, scheme)

        now = look.Scheme(bridge.settings.now.scheme)
        menu = self.addMenu(translate("MainMenu", "Appearance"))
        self._add_choices(menu, [(name, scheme is now, scheme) for scheme, name in names.items()], choose)

    def _add_languages(self, bridge: Bridge) -> None:
        def choose(name: str) -> None:
            if name != language():
                bridge.settings.change(language=name)
                self.rebuild.emit()

        menu = self.addMenu(translate("MainMenu", "Language"))
        self._add_choices(menu, [(_OWN_NAMES[name], name == language(), name) for name in LANGUAGES], choose)

    def _add_choices(self, menu: QMenu, choices: list[tuple[str, bool, T]], choose: Callable[[T], None]) -> None:
        group = QActionGroup(menu)
        for words, on, value in choices:
            action = self._add(menu, words, partial(choose, value))
            action.setCheckable(True)
            action.setChecked(on)
            group.addAction(action)
