# SPDX-License-Identifier: Apache-2.0
"""Files for a case that is there: gathered first, looked at, and then kept with it for good (R-REG-10)."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain.file_names import short_name
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.pending_files import PendingFiles
from complaintdesk.ui.tabs.case_steps import CaseStep
from complaintdesk.ui.words import Note


class AttachStep(CaseStep):
    """Gives the names of the files that are kept now, as they stand in a sentence."""

    def __init__(self, bridge: Bridge, case: CaseRecord) -> None:
        super().__init__(
            bridge, case, translate("AttachStep", "Files kept with the case"), translate("AttachStep", "Keep")
        )
        self.files = PendingFiles(bridge)
        words = translate("AttachStep", "Drop files here, or paste them with Ctrl+V. What is kept stays in the books.")
        self.box.addWidget(Note(words, wrap=True))
        self.add_field(FieldRow("", self.files), "files")

    def offer(self, offered: QMimeData) -> bool:
        """Takes what was dropped or pasted, and says whether it was files or a picture."""
        return self.files.offer(offered)

    def take(self) -> list[str]:
        if not self.files.files:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Choose a file first."), field="files")
        names = [short_name(name) for name in self.files.names()]
        problems = self.files.attach_to(self.case.id)
        if problems:
            self.files.problem.set_words("\n".join(problems))
            raise UserError(QT_TRANSLATE_NOOP("errors", "Not every file could be kept."), field="files")
        return names

    def start(self) -> None:
        (self.accept_button if self.files.files else self.files.choose_button).setFocus()
