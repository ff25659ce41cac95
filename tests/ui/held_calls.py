# SPDX-License-Identifier: Apache-2.0
"""A desk of its own process that puts two calls on hold, types a third and waits to be killed: `python -m` this."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from complaintdesk.desk.office import open_office
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD

CALLS = ("厨房漏水", "马桶堵了", "电梯困人")
_LONGEST = 20  # seconds for the last call to be kept while nobody touches it


def hold(location: str, settings: Path) -> None:
    """Says `held` once all three are where no crash takes them, and then does nothing more."""
    app = QApplication(["desk"])
    bridge = Bridge(open_office(location), SettingsFile(settings))
    bridge.sign_in("王敏", PASSWORD)
    tab = RegisterTab(bridge)
    tab.show()
    form = tab.card.form
    for words in CALLS:
        if form.content.text():
            tab.card.park()
        form.who.words.put_typed("会所")
        form.content.setText(words)
    end = time.monotonic() + _LONGEST
    while not form.kept.text() and time.monotonic() < end:
        app.processEvents()
    sys.stdout.write("held\n" if form.kept.text() else "not kept\n")
    sys.stdout.flush()
    while True:
        app.processEvents()


if __name__ == "__main__":
    hold(sys.argv[1], Path(sys.argv[2]))
