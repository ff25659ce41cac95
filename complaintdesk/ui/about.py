# SPDX-License-Identifier: Apache-2.0
"""What the program is and what it is made of; and all its keys on one page."""

from __future__ import annotations

import platform
from importlib.metadata import version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk import __version__, paths
from complaintdesk.labels import translate
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Colour
from complaintdesk.ui.top_line import TabButton
from complaintdesk.ui.words import Column, Note, Reading, Row, Text


class AboutDialog(Dialog):
    """Version and licence, the versions of the parts, and the notices that their licences ask for."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent, translate("AboutDialog", "Complaint desk {version}").format(version=__version__), width=640
        )
        words = translate("AboutDialog", "The reception desk of a property-management office. Licence: Apache-2.0.")
        self.box.addWidget(Text(words, wrap=True))
        self.box.addWidget(Note(parts(), wrap=True))
        notices = paths.shipped("resources", "NOTICES.md").read_text("utf-8")
        self.box.addWidget(Reading(notices, name=translate("AboutDialog", "Notices of the parts"), height=300), 1)
        self.add_close()


class KeysDialog(Dialog):
    """Every key: those of the page in view, read from its buttons, and those that work everywhere."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, translate("KeysDialog", "Keys"), width=640)
        everywhere = [
            ("Enter / Tab", translate("KeysDialog", "To the next field; Ctrl+Enter out of a text")),
            ("1–9, ← →", translate("KeysDialog", "Choose in a row of buttons")),
            (f"Ctrl+1–{len(window.findChildren(TabButton))}", translate("KeysDialog", "To a tab")),
            ("Ctrl+F", translate("KeysDialog", "Search; Enter goes to a number typed or scanned")),
            ("F5", translate("KeysDialog", "Read the page again")),
            ("F10", translate("KeysDialog", "Menu")),
            ("Ctrl+L", translate("KeysDialog", "Lock the desk")),
            ("Ctrl+Q", translate("KeysDialog", "Close")),
        ]
        known = {key for key, _words in everywhere}
        buttons = [button for button in window.findChildren(Button) if button.isVisible() and button.keys]
        here = [(button.keys, button.accessibleName()) for button in buttons if button.keys not in known]
        row = Row(gap=32)
        if here:
            row.addLayout(_keys(translate("KeysDialog", "On this page"), here))
        row.addLayout(_keys(translate("KeysDialog", "Everywhere"), everywhere))
        self.box.addLayout(row)
        self.add_close()


def _keys(title: str, rows: list[tuple[str, str]]) -> Column:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for at, (key, words) in enumerate(rows):
        grid.addWidget(Text(key, role=Colour.ACCENT), at, 0)
        grid.addWidget(Text(words), at, 1)
    grid.setColumnStretch(1, 1)
    column = Column()
    column.addWidget(Note(title))
    column.addLayout(grid)
    column.addStretch(1)
    return column


def parts() -> str:
    """The versions of what the program stands on, for a report."""
    import sqlcipher3.dbapi2 as sqlite

    names = ("PySide6_Essentials", "SQLAlchemy", "reportlab", "openpyxl", "pypdfium2")
    found = [f"Python {platform.python_version()}", f"Qt {qVersion()}", f"SQLite {sqlite.sqlite_version}"]
    return " · ".join([*found, *(f"{name.replace('_', ' ')} {version(name)}" for name in names)])
