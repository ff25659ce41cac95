# SPDX-License-Identifier: Apache-2.0
"""The support bundle: gathered, read by the person who is to pass it on, and only then written."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk import paths
from complaintdesk.desk import support
from complaintdesk.desk.support import LISTING, Part
from complaintdesk.errors import Told
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Tone
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.words import Note, Reading, Text


def make_bundle(window: QWidget, bridge: Bridge) -> None:
    """Gathers the bundle in a worker, checking the books on the way, and shows what would be written."""
    office, settings = bridge.office, bridge.settings.now
    folder, now = paths.state_folder(), bridge.now()

    def work(progress: Progress) -> tuple[Part, ...]:
        steps = count(1)
        books = support.look_over(office.database, office.pool, lambda _part: progress(next(steps)))
        parts = support.bundle(books, settings, office.database.location, folder, now)
        return (support.listed(parts, translate), *parts)

    title = translate("SupportDialog", "Support bundle")
    run_with_progress(window, title, work, partial(_show, window, f"{bridge.local(now):%Y%m%d-%H%M}"))


def _show(window: QWidget, stamp: str, parts: tuple[Part, ...]) -> None:
    dialog = SupportDialog(window, parts, stamp)
    prompts.show_dialog(dialog)
    dialog.deleteLater()


class SupportDialog(Dialog):
    """Every file of the bundle to read, the list of them first; a button writes it where the person says."""

    help_page = "trouble"

    def __init__(self, parent: QWidget | None, parts: tuple[Part, ...], stamp: str) -> None:
        super().__init__(parent, translate("SupportDialog", "Support bundle"), width=820)
        self._parts, self._stamp = parts, stamp
        self._texts = {part.name: part.text for part in parts}
        words = translate(
            "SupportDialog",
            "For whoever helps from afar. It holds no names, phones or texts of the office; read it before you pass it "
            "on. Nothing is sent anywhere: it becomes a file, and what happens with it is up to you.",
        )
        self.box.addWidget(Text(words, wrap=True))
        self.files = Choices([(name, name) for name in self._texts], wrap=True, gap=4)
        self.files.setAccessibleName(translate("SupportDialog", "Files of the bundle"))
        self.files.set_value(LISTING)
        self.files.changed.connect(self._read)
        self.box.addWidget(self.files)
        self.reading = Reading(self._texts[LISTING], name=translate("SupportDialog", "What stands in it"), height=320)
        self.box.addWidget(self.reading, 1)
        self.box.addWidget(Note(translate("SupportDialog", "These files, as they stand here, are all that is in it.")))
        self.save = Button(translate("SupportDialog", "Save…"), "Ctrl+S", icon="save")
        self.save.clicked.connect(self.save_file)
        self.box.addWidget(self.save)
        self.add_close()

    def text_of(self, name: str) -> str:
        """What stands in the file of this name."""
        return self._texts[name]

    def save_file(self) -> None:
        """Writes the bundle where the person says."""
        title = translate("SupportDialog", "Save the support bundle")
        proposed = Path(f"complaintdesk-support-{self._stamp}.zip")
        path = prompts.save_file(self, title, proposed=proposed, kinds="ZIP (*.zip)")
        if path is None:
            return
        try:
            support.write(path, self._parts)
        except Told as problem:
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            words = translate("SupportDialog", "The bundle is written: {path}").format(path=path)
            self.banner.say(words, Tone.GOOD)

    def _read(self, name: str) -> None:
        self.reading.setPlainText(self._texts[name])
