# SPDX-License-Identifier: Apache-2.0
"""What the program is and what it is made of; and all its keys on one page."""

from __future__ import annotations

import platform
from importlib.metadata import version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk import __version__, paths
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Colour
from complaintdesk.ui.words import Note, Reading, Text


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
    """Every key, by what it does."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, translate("KeysDialog", "Keys"), width=460)
        rows = (
            ("F8 / Ctrl+S", translate("KeysDialog", "Save the registration")),
            ("Ctrl+P", translate("KeysDialog", "Save, dispatch and print the slip")),
            ("Enter / Tab", translate("KeysDialog", "To the next field; Ctrl+Enter out of a text")),
            ("1–9, ← →", translate("KeysDialog", "Choose in a row of buttons")),
            ("Ctrl+1–3", translate("KeysDialog", "To a tab")),
            ("Ctrl+F", translate("KeysDialog", "Search; Enter goes to a number typed or scanned")),
            ("F5", translate("KeysDialog", "Read the page again")),
            ("F10", translate("KeysDialog", "Menu")),
            ("Ctrl+L", translate("KeysDialog", "Lock the desk")),
            ("Ctrl+Q", translate("KeysDialog", "Close")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(look.GRID)
        for at, (key, words) in enumerate(rows):
            grid.addWidget(Text(key, role=Colour.ACCENT), at, 0)
            grid.addWidget(Text(words), at, 1)
        grid.setColumnStretch(1, 1)
        self.box.addLayout(grid)
        self.add_close()


def parts() -> str:
    """The versions of what the program stands on, for a report."""
    import sqlcipher3.dbapi2 as sqlite

    names = ("PySide6_Essentials", "SQLAlchemy", "reportlab", "openpyxl", "pypdfium2")
    found = [f"Python {platform.python_version()}", f"Qt {qVersion()}", f"SQLite {sqlite.sqlite_version}"]
    return " · ".join([*found, *(f"{name.replace('_', ' ')} {version(name)}" for name in names)])
