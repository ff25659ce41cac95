# SPDX-License-Identifier: Apache-2.0
"""What the program is and what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk import __version__, paths
from complaintdesk.labels import translate
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Note, Reading, Row, Text

if TYPE_CHECKING:
    from complaintdesk.ui.bridge import Bridge


class AboutDialog(Dialog):
    """Version and licence, the versions of the parts, the books, and the notices that the parts' licences ask for."""

    help_page = "trouble"

    def __init__(self, parent: QWidget | None, bridge: Bridge | None = None) -> None:
        title = translate("AboutDialog", "Complaint desk {version}").format(version=__version__)
        super().__init__(parent, title, width=720)
        words = translate("AboutDialog", "The reception desk of a property-management office. Licence: Apache-2.0.")
        self.box.addWidget(Text(words, wrap=True))
        self.facts = [(translate("AboutDialog", "Program"), __version__), *_books(bridge), _parts()]
        shown = Facts()
        shown.set_facts([Fact(label, value, wide=True) for label, value in self.facts])
        self.box.addWidget(shown)
        self.notices = Reading(
            paths.shipped("resources", "NOTICES.md").read_text("utf-8"),
            name=translate("AboutDialog", "Notices of the parts"),
            height=280,
        )
        find = translate("AboutDialog", "Search in the notices; Enter goes on")
        self.search = LineInput(icon="search", placeholder=find)
        self.search.moves_on = False
        self.search.textChanged.connect(lambda _text: self._find(anew=True))
        self.search.returnPressed.connect(self._find)
        self.none = Note(translate("AboutDialog", "Not found."))
        self.none.hide()
        copy = Button(translate("AboutDialog", "Copy all"), icon="file-text")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text()))
        self.box.addLayout(Row(self.search, self.none, copy))
        self.box.addWidget(self.notices, 1)
        self.add_close()

    def text(self) -> str:
        """All that it says, for a letter to whoever helps; the notices are left to the file."""
        return "\n".join(f"{label}: {value}" for label, value in self.facts)

    def _find(self, *, anew: bool = False) -> None:
        words = self.search.text()
        if anew:
            self.notices.moveCursor(QTextCursor.MoveOperation.Start)
        found = bool(words) and self.notices.find(words)
        if words and not found:
            self.notices.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.notices.find(words)
        self.none.setVisible(bool(words) and not found)


def _books(bridge: Bridge | None) -> list[tuple[str, str]]:
    """What keeps the books of the office that is open, and in which schema."""
    from complaintdesk.desk import support

    if bridge is None:
        return []
    kind, schema = support.kind_and_schema(bridge.office.database)
    words = translate("AboutDialog", "{kind}, schema {schema}").format(kind=kind, schema=schema)
    return [(translate("AboutDialog", "Database"), words)]


def _parts() -> tuple[str, str]:
    """The versions of what the program stands on."""
    from importlib.metadata import version

    from complaintdesk.desk import support

    found = {**support.versions(), "Qt": qVersion(), "PySide6": version("PySide6_Essentials")}
    del found["complaintdesk"]
    return translate("AboutDialog", "Parts"), " · ".join(f"{name} {each}" for name, each in found.items())
