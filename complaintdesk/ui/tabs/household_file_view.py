# SPDX-License-Identifier: Apache-2.0
"""A household's file as its page shows it: vehicles, pets, works, and the 19 documents with their scans (R-OWN-01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import household_files
from complaintdesk.desk.household_records import (
    DecorationDraft,
    DocumentRecord,
    HouseholdFile,
    PetDraft,
    SideDraft,
    VehicleDraft,
)
from complaintdesk.desk.records import PlacePage
from complaintdesk.domain.terms import DocumentKind, DocumentState
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.day_input import day_text
from complaintdesk.ui.file_target import FileTarget
from complaintdesk.ui.look import Colour
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.revealing import works_phone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.household_steps import SIDES, DocumentForm, RestForm, SideForm
from complaintdesk.ui.tabs.kept_files import KeptFiles
from complaintdesk.ui.tabs.panel_table import PanelTable
from complaintdesk.ui.words import Column, Note, Row, Text, Title

REST = "rest"
_NOBODY: Mapping[int, str] = MappingProxyType({})
_COLOURS = {DocumentState.HELD: Colour.GOOD, DocumentState.MISSING: Colour.LATE}


class SideLines(QWidget):
    """The vehicles, pets or works of a household: a line each, to be changed or taken out."""

    asked = Signal(str)  # a step of the panel

    def __init__(self, bridge: Bridge, side: str) -> None:
        super().__init__()
        self._bridge, self._side = bridge, side
        self.title = Title(size=look.SIZE)
        self.add = Button(_add_words()[side], icon="plus", flat=True)
        self.add.clicked.connect(lambda: self.asked.emit(f"{side}/0"))
        head = Row(self.title)
        head.addStretch(1)
        head.addWidget(self.add)
        self._lines = Column(2)
        column = Column(4)
        column.addLayout(head)
        column.addLayout(self._lines)
        self.setLayout(column)

    def show_things(self, things: Sequence[SideDraft], today: date, people: Mapping[int, str]) -> None:
        """Shows these; what is over stands in grey. `people` are the household's, by id."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        title = _titles()[self._side]
        self.title.setText(f"{title} {len(things)}" if things else title)
        self.add.setVisible(self._bridge.may(SIDES[self._side].save))
        buttons = [self.add]
        for thing in things:
            line, made = self._line(thing, today, people)
            self._lines.addWidget(line)
            line.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
            buttons += made
        keep_order(self, buttons)

    def text(self) -> str:
        """All that is shown, a line each."""
        parts = self.findChildren(Text)
        return "\n".join(part.text() for part in parts if part.isVisibleTo(self))

    def _line(self, thing: SideDraft, today: date, people: Mapping[int, str]) -> tuple[QWidget, list[Button]]:
        over = thing.to_on is not None and thing.to_on < today
        what, more = side_words(thing, people)
        told = Column(0)
        ink = Colour.SECOND if over else Colour.INK
        told.addWidget(Text(what, bold=not over, role=ink, wrap=True, selectable=True))
        told.addWidget(Note(more, wrap=True))
        if isinstance(thing, DecorationDraft) and thing.phone and thing.id is not None:
            told.addWidget(MaskedPhone(thing.phone, thing.contact, works_phone(self._bridge, thing.id)))
        line = Row(gap=2)
        line.addLayout(told, 1)
        made = []
        side = SIDES[self._side]
        for step, icon, name, deed in (
            (self._side, "pencil", translate("SideLines", "Change {what}"), side.save),
            (f"void_{self._side}", "x", translate("SideLines", "Take out {what}…"), side.void),
        ):
            if self._bridge.may(deed):
                button = Button("", icon=icon, flat=True, name=name.format(what=what))
                button.clicked.connect(partial(self.asked.emit, f"{step}/{thing.id}"))
                line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
                made.append(button)
        block = QWidget()
        block.setLayout(line)
        return block, made


class HouseholdFileView(QWidget):
    """Shows a household's file; what is to be done with it, it asks of the panel."""

    asked = Signal(str)  # a step of the panel
    brought = Signal(str, object)  # a step, and files dropped or pasted for it

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.file: HouseholdFile | None = None
        self._place_id = 0
        self._people: dict[int, str] = {}
        self.sides = {side: SideLines(bridge, side) for side in SIDES}
        self.title = Title(translate("HouseholdFileView", "Documents"), look.SIZE)
        self.rest = Button(translate("HouseholdFileView", "Note the rest…"), also=("Ctrl+R",), flat=True)
        self.rest.clicked.connect(lambda: self.asked.emit(REST))
        head = Row(self.title)
        head.addStretch(1)
        head.addWidget(self.rest)
        self.counts = Note(wrap=True)
        self.documents = PanelTable(
            "documents",
            _columns(bridge),
            settings=bridge.settings,
            accessible_name=translate("HouseholdFileView", "Documents"),
        )
        self.documents.opened.connect(self._open)
        self.documents.chosen.connect(lambda _at: self._show_scans())
        may = partial(bridge.may, household_files.note_document)
        self.pasted = FileTarget(self.documents, may, self._bring)
        self.dropped = FileTarget(self.documents.viewport(), may, self._bring)
        self.dropped.over.connect(self._point_at)
        words = translate(
            "HouseholdFileView",
            "Enter notes how the chosen document stands. A scan is dropped on its line, or pasted there with Ctrl+V.",
        )
        self.hint = Note(words, wrap=True)
        self.scans = KeptFiles(bridge)
        self.scans.taken_out.connect(lambda file_id: self.asked.emit(f"void_scan/{file_id}"))
        column = Column(look.GAP)
        for lines in self.sides.values():
            lines.asked.connect(self.asked)
            column.addWidget(lines)
        column.addLayout(head)
        column.addWidget(self.counts)
        column.addWidget(self.documents)
        column.addWidget(self.scans)
        column.addWidget(self.hint)
        self.setLayout(column)

    def show_file(self, page: PlacePage, file: HouseholdFile, today: date) -> None:
        """Shows this place's file."""
        self.file, self._place_id = file, page.id
        self._people = {person.id: person.name for person in page.occupants}
        for side, things in (("vehicle", file.vehicles), ("pet", file.pets), ("decoration", file.works)):
            self.sides[side].show_things(things, today, self._people)
        counts = file.counts
        said = [f"{label(state)} {counts[state]}" for state in DocumentState if counts[state]]
        if counts[None]:
            said.append(translate("HouseholdFileView", "not noted {count}").format(count=counts[None]))
        self.counts.setText(joined(said))
        may = self._bridge.may(household_files.note_document)
        self.rest.setVisible(may and bool(counts[None]))
        self.hint.setVisible(may)
        self.documents.set_rows(file.documents)
        self._show_scans()

    def form(self, step: str) -> StepForm | None:
        """What a deed on the file asks; None for another's step, and for what is there no more."""
        kind, _, name = step.partition("/")
        file, do = self.file, self._bridge.do
        if file is None:
            return None
        if step == REST:
            return RestForm(self._bridge, self._place_id, file.counts[None])
        if kind == "document":
            return DocumentForm(self._bridge, self._place_id, self.document(DocumentKind(name)), self.filed_at())
        side = kind.removeprefix("void_")
        if kind == "void_scan":
            title = translate("HouseholdFileView", "Take the scan out: it stays in the books")
            return _take_out(title, lambda reason: do(household_files.void_scan, int(name), reason))
        if side not in SIDES:
            return None
        things: dict[str, Sequence[SideDraft]]
        things = {"vehicle": file.vehicles, "pet": file.pets, "decoration": file.works}
        found = next((each for each in things[side] if each.id == int(name)), None)
        if kind == side:
            told = SIDES[side].new(self._place_id) if name == "0" else found
            return None if told is None else SideForm(self._bridge, side, told, self._people)
        if found is None:
            return None
        title = translate("HouseholdFileView", "Take out {what}: it stays in the books")
        return _take_out(
            title.format(what=side_words(found)[0]), lambda reason: do(SIDES[side].void, int(name), reason)
        )

    def done(self, step: str) -> str:
        """What was done, in words; after a document the keyboard is on the next."""
        kind, _, name = step.partition("/")
        if kind == "document":
            self.go_on(DocumentKind(name))
        else:
            (self.sides[kind].add if kind in SIDES else self.documents).setFocus()
        if kind.startswith("void_"):
            return translate("HouseholdFileView", "Taken out; it stays in the books.")
        return translate("HouseholdFileView", "The file is in the books.")

    def document(self, kind: DocumentKind) -> DocumentRecord:
        """How a document stands."""
        assert self.file is not None
        return next(each for each in self.file.documents if each.document is kind)

    def filed_at(self) -> str:
        """Where this household's papers are filed, as noted last; '' while nothing is."""
        noted = [each for each in self.file.documents if each.filed_at] if self.file is not None else []
        return max(noted, key=lambda each: (each.noted_at, each.number)).filed_at if noted else ""

    def point_to(self, kind: DocumentKind) -> None:
        """The line of this document is the chosen one, and stays in view beside what is asked about it."""
        self.documents.choose(list(DocumentKind).index(kind))
        self.documents.keep_in_view()

    def go_on(self, kind: DocumentKind) -> None:
        """Puts the keyboard on the document after this one."""
        at = list(DocumentKind).index(kind)
        self.documents.choose(min(at + 1, len(DocumentKind) - 1))
        self.documents.setFocus(Qt.FocusReason.OtherFocusReason)

    def _point_at(self, point: QPoint) -> None:
        """The line over which files are held is the chosen one: there they go."""
        if (at := self.documents.indexAt(point).row()) >= 0:
            self.documents.choose(at)

    def _bring(self, offered: QMimeData) -> None:
        """Notes the chosen document with what was dropped on its line or pasted."""
        if self.dropped.at is not None:
            self._point_at(self.dropped.at)
            self.dropped.at = None
        at = self.documents.chosen_id()
        if at is not None:
            self.brought.emit(self._step_of(at), offered)

    def _step_of(self, at: int) -> str:
        return f"document/{self.documents.rows[at].document.value}"

    def _open(self, at: int) -> None:
        if self._bridge.may(household_files.note_document):
            self.asked.emit(self._step_of(at))

    def _show_scans(self) -> None:
        at = self.documents.chosen_id()
        record: DocumentRecord | None = None if at is None or not self.documents.rows else self.documents.rows[at]
        may = self._bridge.may(household_files.void_scan)
        self.scans.show_files(() if record is None else record.files, may_take_out=may)


def _take_out(title: str, act: Callable[[str], object]) -> ReasonForm:
    return ReasonForm(title, translate("VoidReasonForm", "Take out"), act)


def side_words(thing: SideDraft, people: Mapping[int, str] = _NOBODY) -> tuple[str, str]:
    """What a thing is, and what else is known of it, each on one line; whose it is of these people, by id."""
    days = f"{day_text(thing.from_on)} – {day_text(thing.to_on)}" if thing.from_on or thing.to_on else ""
    match thing:
        case VehicleDraft():
            named = [each for each in (thing.plate, thing.model) if each]
            return named[0], joined((*named[1:], people.get(thing.occupant_id or 0, ""), thing.space, days, thing.note))
        case PetDraft():
            permit = translate("SideLines", "permit {number}").format(number=thing.licence) if thing.licence else ""
            return joined((thing.species, thing.name)), joined((permit, days, thing.note))
        case DecorationDraft():
            accepted = translate("SideLines", "accepted {day}").format(day=day_text(thing.accepted_on))
            state = accepted if thing.accepted_on else translate("SideLines", "not accepted yet")
            who = joined((thing.company, "" if thing.phone else thing.contact))  # who has a phone stands beside it
            works = thing.works.replace("\n", " ") or thing.permit
            permit = thing.permit if thing.works else ""
            return works, joined((permit, who, days, state, thing.note))


def _titles() -> dict[str, str]:
    return {
        "vehicle": translate("SideLines", "Vehicles"),
        "pet": translate("SideLines", "Pets"),
        "decoration": translate("SideLines", "Decoration"),
    }


def _add_words() -> dict[str, str]:
    return {
        "vehicle": translate("SideLines", "A vehicle"),
        "pet": translate("SideLines", "A pet"),
        "decoration": translate("SideLines", "Works"),
    }


def _columns(bridge: Bridge) -> list[TableColumn]:
    def state(row: DocumentRecord) -> str:
        return label(row.state) if row.state is not None else translate("HouseholdFileView", "not noted")

    def colour(row: DocumentRecord) -> Colour:
        return _COLOURS.get(row.state, Colour.SECOND) if row.state is not None else Colour.SECOND

    def noted(row: DocumentRecord) -> str:
        day = "" if row.noted_at is None else f"{row.noted_at.astimezone(bridge.zone):%Y-%m-%d}"
        return f"{day} {row.noted_by}".strip()

    def scans(row: DocumentRecord) -> str:
        return str(len(row.files) or "")

    return [
        TableColumn(translate("HouseholdFileView", "No."), 52, lambda row: str(row.number), right=True),
        TableColumn(translate("HouseholdFileView", "Document"), 150, lambda row: label(row.document), stretch=True),
        TableColumn(translate("HouseholdFileView", "Stands"), 104, state, colour),
        TableColumn(translate("HouseholdFileView", "Filed at"), 110, lambda row: row.filed_at),
        TableColumn(translate("HouseholdFileView", "Scans"), 68, scans, right=True),
        TableColumn(translate("HouseholdFileView", "Noted"), 140, noted, spare=True),
    ]
