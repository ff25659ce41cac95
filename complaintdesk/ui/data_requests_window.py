# SPDX-License-Identifier: Apache-2.0
"""What people ask for about their own data: noted, decided by the office head, done, all on record (R-OWN-04)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import data_requests
from complaintdesk.desk.data_requests import RequestDraft, RequestRecord
from complaintdesk.desk.person_data import person_data
from complaintdesk.domain.terms import RequestKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, Told
from complaintdesk.labels import label, translate
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.exporting import where
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.words import Note, Row, Text

_WIDTH, _HEIGHT = 1040, 360  # px


class RequestDialog(Dialog):
    """Notes what a person asks for, and how it was made sure that it is they who ask."""

    help_page = "privacy"

    def __init__(self, parent: QWidget | None, bridge: Bridge, occupant_id: int, name: str) -> None:
        super().__init__(parent, translate("DataRequests", "{name} asks about their data").format(name=name), width=560)
        self.bridge, self._occupant_id, self._token = bridge, occupant_id, uuid4().hex
        self.kind = Choices([(kind, label(kind)) for kind in RequestKind], wrap=True)
        self.words = TextInput(lines=3)
        what = translate("DataRequests", "What is asked, and how you made sure who asks")
        self.add_field("kind", FieldRow(translate("DataRequests", "Asked for"), self.kind, above=True, stretch=False))
        self.add_field("words", FieldRow(what, self.words, above=True))
        self.box.addWidget(Note(translate("DataRequests", "The office head decides; then it is done here."), wrap=True))
        self.add_buttons(translate("DataRequests", "Note it"))

    def take(self) -> None:
        if self.kind.value is None:
            raise MissingFields({"kind": QT_TRANSLATE_NOOP("errors", "What is asked for?")})
        draft = RequestDraft(self._token, self._occupant_id, self.kind.value, self.words.text())
        self.bridge.do(data_requests.ask, draft)


class DataRequestsWindow(Dialog):
    """All requests, the newest first, each with what comes next."""

    help_page = "privacy"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("DataRequests", "People's requests about their data"), width=_WIDTH)
        self.bridge = bridge
        self._rows: dict[int, RequestRecord] = {}
        self.table = RecordTable(
            "data_requests",
            self._columns(),
            lambda ids: [self._rows[id_] for id_ in ids],
            settings=bridge.settings,
            accessible_name=translate("DataRequests", "People's requests about their data"),
            empty=(
                translate("DataRequests", "Nobody has asked yet."),
                translate("DataRequests", "A request is noted on the household's page, beside the person."),
            ),
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.box.addWidget(self.table, 1)
        self.said = Text("", wrap=True, selectable=True)
        self.box.addWidget(self.said)
        may = bridge.may
        self.approve = self._button(translate("DataRequests", "Approve"), "Alt+M", lambda: self._decide(approved=True))
        self.refuse = self._button(translate("DataRequests", "Refuse…"), "Alt+R", lambda: self._decide(approved=False))
        self.carry_out = self._button(translate("DataRequests", "Carry it out…"), "Alt+C", self._carry_out)
        for button in (self.approve, self.refuse):
            button.setVisible(may(data_requests.decide))
        self.carry_out.setVisible(may(data_requests.erase))
        line = Row(self.approve, self.refuse, self.carry_out)
        line.addStretch(1)
        self.box.addLayout(line)
        self.add_close()
        self.table.chosen.connect(lambda _id: self._settle())
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Reads the requests again."""
        self._rows = {row.id: row for row in self.bridge.ask(data_requests.requests)}
        self.table.set_ids(list(self._rows))
        self._settle()

    def chosen(self) -> RequestRecord | None:
        """The request that is marked."""
        id_ = self.table.chosen_id()
        return None if id_ is None else self._rows.get(id_)

    def _button(self, words: str, key: str, act: Callable[[], None]) -> Button:
        button = Button(words, key)
        button.clicked.connect(act)
        return button

    def _columns(self) -> Sequence[Column]:
        return (
            Column("№", 56, lambda row: str(row.id)),
            Column(translate("DataRequests", "Asked"), 132, lambda row: f"{self.bridge.local(row.asked_at):%Y-%m-%d}"),
            Column(translate("DataRequests", "Person"), 180, lambda row: f"{row.place} {row.person}"),
            Column(translate("DataRequests", "Asked for"), 140, lambda row: label(row.kind)),
            Column(translate("DataRequests", "Words"), 200, lambda row: row.words, stretch=True),
            Column(translate("DataRequests", "Stands"), 180, request_words),
        )

    def _settle(self) -> None:
        """What can be done with the marked request, and what is told of it."""
        row = self.chosen()
        open_ = row is not None and row.decided_at is None
        self.approve.setEnabled(open_)
        self.refuse.setEnabled(open_)
        self.carry_out.setEnabled(row is not None and bool(row.approved) and row.done_at is None)
        self.said.setText("" if row is None else "\n".join(filter(None, (row.words, row.decision))))

    def _decide(self, *, approved: bool) -> None:
        row = self.chosen()
        if row is None:
            return
        reason: str | None = ""
        if not approved:
            title = translate("DataRequests", "Refuse request {number}").format(number=row.id)
            reason = prompts.ask_words(self, title, row.words, label=translate("DataRequests", "Why?"), lines=2)
        if reason is not None:
            words = translate("DataRequests", "Request {number} of {name} is approved: it can be carried out.")
            if not approved:
                words = translate("DataRequests", "Request {number} of {name} is refused; why stands with it.")
            self._do(words, row, data_requests.decide, row.id, approved, reason)

    def _carry_out(self) -> None:
        row = self.chosen()
        if row is not None:
            match row.kind:
                case RequestKind.COPY:
                    self._copy(row)
                case RequestKind.CORRECTION:
                    self._corrected(row)
                case RequestKind.SEALING:
                    words = translate("DataRequests", "Request {number} is done: the data of {name} is sealed.")
                    self._do(words, row, data_requests.seal, row.occupant_id, f"№ {row.id}", row.id)
                case RequestKind.ERASURE:
                    self._erase(row)

    def _copy(self, row: RequestRecord) -> None:
        from complaintdesk.sheets.privacy_out import write_person

        title = translate("DataRequests", "Copy of the data")
        path = where(self, self.bridge, title, f"{title} {row.id}.xlsx")
        if path is None:
            return
        try:
            self.bridge.do(data_requests.note_copy, row.id)
            data = self.bridge.ask(person_data, row.occupant_id, self.bridge.books)
            record = self.bridge.office.record
            count = write_person(path, data, office_name=record.name, zone=self.bridge.zone)
        except Told as problem:
            prompts.tell_error(self, problem)
        else:
            words = translate("DataRequests", "{count} lines are written to:\n{path}")
            prompts.tell(self, title, words.format(count=count, path=path))
        self.refresh()

    def _corrected(self, row: RequestRecord) -> None:
        words = translate("DataRequests", "Is it put right in the household's form?")
        yes = translate("DataRequests", "It is put right")
        if prompts.ask_yes_no(self, label(row.kind), words, yes=yes):
            done = translate("DataRequests", "Request {number} is done: the data of {name} is put right.")
            self._do(done, row, data_requests.note_corrected, row.id)

    def _erase(self, row: RequestRecord) -> None:
        words = translate(
            "DataRequests",
            "Name, phones and vehicles of this person go out of the books for good, and their name and number out of "
            "the texts of their cases. Numbers, steps and figures stay. This can't be taken back.\n\n"
            "What was backed up before still holds the data until those backups go; forms not saved yet at other "
            "desks, files kept with cases and paper are to be looked through by hand.",
        )
        title = f"{label(row.kind)}: {row.place} {row.person}"
        if not prompts.ask_yes_no(self, title, words, yes=translate("DataRequests", "Erase for good")):
            return
        try:
            known = self.bridge.ask(data_requests.known_by, row.occupant_id)
            done = data_requests.erase_for_good(self.bridge.office, row.id)
            self.bridge.forms.forget_mentions(known)
        except Told as problem:
            prompts.tell_error(self, problem)
        else:
            said = translate(
                "DataRequests", "{count} records tell of this person no more. Files to look through: {files}."
            )
            prompts.tell(self, label(row.kind), said.format(count=done.records, files=done.files))
        self.refresh()

    def _do(self, said: str, row: RequestRecord, deed: Callable[..., Any], *told: object) -> None:
        """Does it and says of this request what was done."""
        self.banner.clear()
        try:
            self.bridge.do(deed, *told)
        except Told as problem:
            prompts.tell_error(self, problem)
        else:
            self.banner.say(said.format(number=row.id, name=row.person), Tone.GOOD)
        self.refresh()


def request_words(row: RequestRecord) -> str:
    """How far a request is, and by whom."""
    if row.done_at is not None:
        return translate("DataRequests", "done by {name}").format(name=row.done_by)
    if row.decided_at is None:
        return translate("DataRequests", "the office head is to decide")
    words = (
        translate("DataRequests", "approved by {name}")
        if row.approved
        else translate("DataRequests", "refused by {name}")
    )
    return words.format(name=row.decided_by)


def show_requests(window: QWidget, bridge: Bridge) -> None:
    """Opens the list of requests."""
    dialog = DataRequestsWindow(window, bridge)
    prompts.show_dialog(dialog)
    dialog.deleteLater()
