# SPDX-License-Identifier: Apache-2.0
"""Who saw whose data, when and why (R-OWN-02): by person seen, by staff, by day; on the screen and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import exports
from complaintdesk.desk.access_lists import AccessFilter, AccessRecord, access_staff, accesses
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.errors import UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.export_reason import ask_reason
from complaintdesk.ui.exporting import where
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.words import Row

_WIDTH, _HEIGHT = 1080, 420  # px
_ANYBODY = 0


class AccessWindow(Dialog):
    """The list, narrowed by whose data it was, who saw it, and the days."""

    only_chooses = True

    help_page = "privacy"

    def __init__(
        self,
        parent: QWidget | None,
        bridge: Bridge,
        words: str = "",
        staff_id: int = _ANYBODY,
        whose: AccessFilter | None = None,
    ) -> None:
        """`words`: the person or the room to begin with; '' for everything. `staff_id`: who saw them.

        `whose`: the person or the place that these words are the name of, alone listed until the words are others.
        """
        super().__init__(parent, translate("AccessWindow", "Who saw whom"), width=_WIDTH)
        self.bridge = bridge
        self._rows: dict[int, AccessRecord] = {}
        self._named = {} if whose is None else {words: whose}
        self.words = LineInput(placeholder=translate("AccessWindow", "name, room or case; empty for all"))
        self.words.setText(words)
        self.staff = FilterBox()
        anybody = (_ANYBODY, translate("AccessWindow", "anybody"))
        self.staff.set_choices([anybody, *bridge.ask(access_staff, staff_id)])
        self.staff.set_value(staff_id)
        self.from_on, self.to_on = LineInput(placeholder="2026-11-01"), LineInput(placeholder="2026-11-30")
        parts = (
            ("words", translate("AccessWindow", "Whose data"), self.words),
            ("staff", translate("AccessWindow", "Seen by"), self.staff),
            ("from_on", translate("AccessWindow", "From"), self.from_on),
            ("to_on", translate("AccessWindow", "To"), self.to_on),
        )
        for name, called, part in parts:
            self.fields[name] = FieldRow(called, part, above=True)
        self.box.addLayout(Row(*self.fields.values(), top=True))
        advice = translate("AccessWindow", "Try earlier days, or anybody: shown numbers, copies and prints stand here.")
        nothing = (translate("AccessWindow", "Nobody saw anybody's data."), advice)
        self.table = RecordTable(
            "accesses",
            self._columns(),
            lambda ids: [self._rows[id_] for id_ in ids],
            settings=bridge.settings,
            accessible_name=translate("AccessWindow", "Who saw whom"),
            empty=nothing,
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.box.addWidget(self.table, 1)
        self.export = Button(translate("AccessWindow", "Excel…"), "Alt+E")
        self.export.clicked.connect(self._export)
        self.export.setVisible(bridge.may(exports.note_export))
        line = Row(self.export)
        line.addStretch(1)
        self.box.addLayout(line)
        self.add_close()
        self.words.setFocus()
        for box in (self.words, self.from_on, self.to_on):
            box.textChanged.connect(lambda _words: self.refresh())
        self.staff.changed.connect(lambda _id: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Reads the list again; a day that can't be read is said beside it."""
        self.fields.clear_problems()
        words = self.words.text()
        try:
            wanted = replace(
                self._named.get(words, AccessFilter(words=words)),
                staff_id=self.staff.value or None,
                from_on=self._day("from_on", self.from_on),
                to_on=self._day("to_on", self.to_on),
            )
        except UserError as error:
            self.fields.refuse(error, self.banner)
            return
        self._rows = {row.id: row for row in self.bridge.ask(accesses, wanted, self.bridge.zone)}
        self.table.set_ids(list(self._rows))

    def _day(self, name: str, box: LineInput) -> date | None:
        if not box.text().strip():
            return None
        year = self.bridge.local(self.bridge.now()).year
        try:
            return parse_instant_words(box.text(), self.bridge.zone, year).day
        except UserError as error:
            raise UserError(error.text, field=name, **error.values) from error

    def _columns(self) -> Sequence[Column]:
        def at(row: AccessRecord) -> str:
            return f"{self.bridge.local(row.seen_at):%Y-%m-%d %H:%M}"

        def whose(row: AccessRecord) -> str:
            many = translate("AccessWindow", "{count} people").format(count=row.people) if row.people > 1 else ""
            return many or " ".join(part for part in (row.place, row.person) if part)

        return (
            Column(translate("AccessWindow", "When"), 156, at),
            Column(translate("AccessWindow", "Who"), 84, lambda row: row.staff),
            Column(translate("AccessWindow", "How"), 120, lambda row: label(row.kind)),
            Column(translate("AccessWindow", "Whose data"), 190, whose),
            Column(translate("AccessWindow", "Case"), 128, lambda row: row.case_number),
            Column(translate("AccessWindow", "Reason"), 200, lambda row: row.reason, stretch=True),
            Column(translate("AccessWindow", "Approved by"), 120, lambda row: row.approved_by),
        )

    def _export(self) -> None:
        from complaintdesk.sheets.privacy_out import write_accesses

        bridge, rows = self.bridge, tuple(self._rows.values())
        title = translate("AccessWindow", "Who saw whom")
        today = bridge.local(bridge.now()).date()
        path = where(self, bridge, title, f"{title} {today}.xlsx".replace("/", "-"))
        if path is None:
            return
        reason = ask_reason(self, title)
        if reason is None:
            return
        bridge.note(exports.note_export, "accesses", len(rows), reason)
        office = bridge.office

        def work(_progress: Progress) -> int:
            return write_accesses(path, rows, office_name=office.record.name, zone=office.zone)

        said = translate("AccessWindow", "{count} lines are written to:\n{path}").format(count=len(rows), path=path)
        run_with_progress(self, title, work, lambda _count: prompts.tell(self, title, said))


def show_accesses(
    window: QWidget, bridge: Bridge, words: str = "", staff_id: int = _ANYBODY, whose: AccessFilter | None = None
) -> None:
    """Opens the list of who saw whom, of one person or place, or of one member of staff."""
    dialog = AccessWindow(window, bridge, words, staff_id, whose)
    prompts.show_dialog(dialog)
    dialog.deleteLater()
