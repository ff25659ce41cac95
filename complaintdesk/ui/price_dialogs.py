# SPDX-License-Identifier: Apache-2.0
"""What is asked about price lists: an item with its price read back as it is typed, a new list, from when it holds."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import price_lists, price_pages
from complaintdesk.desk.price_records import PriceItemDraft, PriceListRecord
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.domain.price_terms import read_terms, unit_of
from complaintdesk.errors import Conflict, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.price_words import problem_words, terms_words
from complaintdesk.ui.words import Note, Text

_LABELS = 96  # px
_WIDTH = 620


class ItemDialog(Dialog):
    """An item as the list writes it; below stands what the program reads in it."""

    help_page = "fees"

    def __init__(self, parent: QWidget, bridge: Bridge, draft: PriceItemDraft) -> None:
        title = translate("PriceDialogs", "Change an item") if draft.id else translate("PriceDialogs", "Add an item")
        super().__init__(parent, title, width=_WIDTH)
        self._bridge = bridge
        self._draft = draft
        self.boxes: dict[str, LineInput] = {}
        self._names: dict[str, str] = {}
        for name, words, text, example in (
            ("section", translate("PriceDialogs", "Section"), draft.section, ""),
            ("serial", translate("PriceDialogs", "Serial"), draft.serial, ""),
            ("name", translate("PriceDialogs", "Service"), draft.name, ""),
            ("fee", translate("PriceDialogs", "Price, labour"), draft.fee_text, "20-50元/次"),
            ("unit", translate("PriceDialogs", "Counted by"), draft.unit, "次"),
            ("material", translate("PriceDialogs", "Material"), draft.material_text, "65/70元或业主自购"),
            ("duration", translate("PriceDialogs", "Takes"), draft.duration_text, "30分钟"),
            ("note", translate("PriceDialogs", "Note"), draft.note, "不足50㎡按50㎡收费"),
        ):
            box = LineInput(placeholder=example)
            box.setText(text)
            self.boxes[name] = box
            self._names[name] = words
            self.add_field(name, FieldRow(words, box, label_width=_LABELS))
            box.textChanged.connect(lambda _words: self._read_back())
        self.read = Note(wrap=True)
        self.problem = Text(wrap=True, role=Colour.SOON)
        self.box.addWidget(self.read)
        self.box.addWidget(self.problem)
        self.add_buttons(translate("PriceDialogs", "Save"))
        self._read_back()
        self.boxes["name"].setFocus()

    def _read_back(self) -> None:
        told = {name: box.text() for name, box in self.boxes.items()}
        unit = told["unit"].strip() or unit_of(told["fee"])
        terms = read_terms(told["fee"], told["material"], told["note"], unit, told["name"])
        self.read.setText(translate("PriceDialogs", "Read as: {terms}").format(terms=terms_words(terms)))
        self.problem.setText(problem_words(terms))
        self.problem.setVisible(bool(terms.problems()))

    def take(self) -> None:
        self._bridge.do(price_lists.save_item, self._given())

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows what another desk made of the item; one that only other items of the list were changed for says so."""
        theirs, mine = conflict.theirs, conflict.mine
        named = {"name": "name", "unit": "unit", "fee": "fee_text", "material": "material_text", "note": "note"}
        lines = [
            both(self._names[box], getattr(theirs, name), getattr(mine, name))
            for box, name in named.items()
            if getattr(theirs, name) != getattr(mine, name)
        ]
        assert self._draft.list_id is not None
        version = self._bridge.ask(price_pages.list_version, self._draft.list_id)

        def keep_mine() -> None:
            self._draft = replace(self._draft, version=version)
            self.banner.clear()
            self.accept()

        say_both(self.banner, conflict, lines, keep_mine, self.reject)

    def _given(self) -> PriceItemDraft:
        told = {name: box.text() for name, box in self.boxes.items()}
        return PriceItemDraft(
            name=told["name"],
            section=told["section"],
            serial=told["serial"],
            unit=told["unit"],
            fee_text=told["fee"],
            material_text=told["material"],
            duration_text=told["duration"],
            note=told["note"],
            list_id=self._draft.list_id,
            version=self._draft.version,
            id=self._draft.id,
        )


class NewListDialog(Dialog):
    """A new list, empty or with the items of one that is there, to be changed before it is put in force."""

    help_page = "fees"

    def __init__(self, parent: QWidget, bridge: Bridge, original: PriceListRecord | None) -> None:
        super().__init__(parent, translate("PriceDialogs", "A new price list"))
        self._bridge, self._original = bridge, original
        self.made: int | None = None
        self.name = LineInput()
        self.add_field("name", FieldRow(translate("PriceDialogs", "Name"), self.name, label_width=_LABELS))
        words = "" if original is None else original.name
        self.copy = TickBox(translate("PriceDialogs", "with the items of “{name}”").format(name=words))
        self.copy.setChecked(original is not None)
        self.copy.setVisible(original is not None)
        self.box.addWidget(self.copy)
        self.add_buttons(translate("PriceDialogs", "Begin it"))
        self.name.setFocus()

    def take(self) -> None:
        copied = self._original.id if self._original is not None and self.copy.isChecked() else None
        self.made = self._bridge.do(price_lists.begin, self.name.text(), copied)


class ForceDialog(Dialog):
    """What a list is called and from which day on it holds."""

    help_page = "fees"

    def __init__(self, parent: QWidget, bridge: Bridge, price_list: PriceListRecord) -> None:
        super().__init__(parent, translate("PriceDialogs", "Put the price list in force"))
        self._bridge, self._list = bridge, price_list
        self.name, self.day = LineInput(), LineInput(placeholder="2026-12-01")
        self.name.setText(price_list.name)
        self.day.setText(f"{price_list.effective_on or bridge.local(bridge.now()).date()}")
        self.add_field("name", FieldRow(translate("PriceDialogs", "Name"), self.name, label_width=_LABELS))
        self.add_field("from_on", FieldRow(translate("PriceDialogs", "Holds from"), self.day, label_width=_LABELS))
        words = translate("PriceDialogs", "From that day on it takes the place of the list before it, which stays.")
        self.box.addWidget(Note(words, wrap=True))
        self.add_buttons(translate("PriceDialogs", "Put it in force"))
        self.day.setFocus()
        self.day.selectAll()

    def take(self) -> None:
        try:
            day = parse_instant_words(self.day.text(), self._bridge.office.zone).day
        except UserError as error:
            raise UserError(error.text, field="from_on", **error.values) from error
        self._bridge.do(price_lists.put_in_force, self._list.id, self._list.version, self.name.text(), day)
