# SPDX-License-Identifier: Apache-2.0
"""The price lists: taken in, kept up item by item, put in force from a day on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import price_lists, price_pages
from complaintdesk.desk.price_records import PriceItemDraft, PriceItemRecord, PriceListRecord
from complaintdesk.domain.price_rates import Basis
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.imports import PRICES
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.import_wizard import import_list
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.price_dialogs import ForceDialog, ItemDialog, NewListDialog
from complaintdesk.ui.price_words import list_words, part_words, problem_words, terms_words
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.settings_pages import SettingsPage, saved
from complaintdesk.ui.words import Note, Row, Text

_HEIGHT = 260  # px
_SECTION = 1  # the column of it


class PriceSettings(SettingsPage):
    """One list at a time with all its items; who may change it is asked for each deed."""

    help_page = "fees"
    heading = QT_TRANSLATE_NOOP("PriceSettings", "Price list")
    icon = "receipt"
    deed = price_lists.save_item

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            self.called(),
            translate(
                "PriceSettings", "Calls are quoted from the list in force. What was quoted stays as it was told."
            ),
        )
        self._lists: dict[int, PriceListRecord] = {}
        self._items: dict[int, PriceItemRecord] = {}
        self.which = FilterBox(name=translate("PriceSettings", "Which list"))
        self.which.changed.connect(lambda _id: self._show_list())
        self.search = LineInput(placeholder=translate("PriceSettings", "Find an item: words or pinyin"), icon="search")
        self.search.textChanged.connect(lambda _words: self._show_items())
        self.by_hand = TickBox(translate("PriceSettings", "Only what is quoted by hand"))
        self.by_hand.toggled.connect(lambda _on: self._show_items())
        self.figures = Note(wrap=True)
        self.table = self._table()
        self.read_as = Text(wrap=True, selectable=True)
        self.problem = Text(wrap=True, role=Colour.SOON)
        self._add_buttons()
        found = QWidget()
        line = Row(self.search, self.by_hand, gap=look.GAP)
        line.setStretch(0, 1)
        found.setLayout(line)
        self.table.chosen.connect(lambda _id: self._show_item())
        self.table.opened.connect(lambda _id: self._change())
        for part in (
            FieldRow(translate("PriceSettings", "Which list"), self.which, label_width=72),
            self.lists,
            self.figures,
            found,
            self.table,
            self.read_as,
            self.problem,
        ):
            self.box.addWidget(part)
        self.grow(self.table)
        self.foot.addWidget(self.items)

    def _table(self) -> RecordTable:
        columns = [
            Column(translate("PriceSettings", "Serial"), 60, lambda row: row.serial, lambda _row: Colour.SECOND),
            Column(translate("PriceSettings", "Section"), 84, lambda row: row.section, lambda _row: Colour.SECOND),
            Column(translate("PriceSettings", "Service"), 180, lambda row: row.name, bold=lambda _row: True),
            Column(translate("PriceSettings", "Price, labour"), 120, lambda row: row.fee_text),
            Column(
                translate("PriceSettings", "Read as"),
                136,
                lambda row: part_words(row.terms.fee),
                lambda row: Colour.SOON if row.terms.is_by_hand else Colour.GOOD,
            ),
            Column(translate("PriceSettings", "Material"), 124, lambda row: row.material_text or _apart(row)),
            Column(translate("PriceSettings", "Note"), 120, _note, stretch=True),
        ]
        table = RecordTable(
            "prices",
            columns,
            lambda ids: tuple(self._items[each] for each in ids),
            settings=self.bridge.settings,
            accessible_name=translate("PriceSettings", "Items"),
        )
        table.setMinimumHeight(_HEIGHT)
        return table

    def _add_buttons(self) -> None:
        self.take_in = Button(translate("PriceSettings", "Import…"), icon="upload")
        self.begin = Button(translate("PriceSettings", "New list…"), icon="file-text")
        self.force = Button(translate("PriceSettings", "Put in force…"), icon="check")
        self.void = Button(translate("PriceSettings", "Out of use…"), icon="ban")
        self.add_item = Button(translate("PriceSettings", "Add…"), "F2", icon="plus")
        self.change = Button(translate("PriceSettings", "Change…"), icon="pencil")
        self.take_out = Button(translate("PriceSettings", "Take out…"), icon="x")
        self.lists, self.items = QWidget(), QWidget()
        for holder, buttons in (
            (self.lists, (self.take_in, self.begin, self.force, self.void)),
            (self.items, (self.add_item, self.change, self.take_out)),
        ):
            flow = Flow()
            for button in buttons:
                flow.addWidget(button)
            holder.setLayout(flow)
        for button, act in (
            (self.take_in, self._import),
            (self.begin, self._begin),
            (self.force, self._force),
            (self.void, self._void),
            (self.add_item, self._add),
            (self.change, self._change),
            (self.take_out, self._take_out),
        ):
            button.clicked.connect(act)

    def read(self) -> None:
        lists = self.bridge.ask(price_pages.price_lists)
        self._lists = {each.id: each for each in lists}
        today = self.bridge.local(self.bridge.now()).date()
        chosen = self.which.value
        self.which.set_choices([(each.id, list_words(each)) for each in lists])
        if chosen not in self._lists:
            held = self.bridge.ask(price_pages.list_in_force, today)
            chosen = held if held is not None else next(iter(self._lists), None)
        self.which.set_value(chosen)
        self._show_list()

    def _list(self) -> PriceListRecord | None:
        return self._lists.get(self.which.value)

    def _show_list(self) -> None:
        shown = self._list()
        items = () if shown is None else self.bridge.ask(price_pages.items_of, shown.id)
        self._items = {each.id: each for each in items}
        words = translate("PriceSettings", "No price list yet: import one, or begin a new one.")
        if shown is not None:
            words = translate("PriceSettings", "{items} items, {by_hand} of them quoted by hand.")
            words = words.format(items=shown.items, by_hand=shown.by_hand)
        self.figures.setText(words)
        may = self.bridge.may
        self.take_in.setEnabled(may(price_lists.take_in))
        self.force.setEnabled(shown is not None and may(price_lists.put_in_force))
        self.void.setEnabled(shown is not None and may(price_lists.void_list))
        self.add_item.setEnabled(shown is not None)
        self.table.setColumnHidden(_SECTION, not any(item.section for item in items))
        self._show_items()

    def _show_items(self) -> None:
        words = fold(self.search.text())
        shown = [
            item.id
            for item in self._items.values()
            if (not self.by_hand.isChecked() or item.terms.fee.basis in (Basis.BY_HAND, Basis.NONE))
            and (not words or words in fold(f"{item.name} {item.section}{item.pinyin_keys}"))
        ]
        chosen = self.table.chosen_id()
        self.table.set_empty(*self._nothing())
        self.table.set_ids(shown)
        if chosen in shown:
            self.table.choose(chosen)
        self._show_item()

    def _nothing(self) -> tuple[str, str]:
        """What is said where no item is listed, and what to do about it."""
        if self._list() is None:
            advice = translate("PriceSettings", "Import… takes in an Excel or CSV file; New list… begins an empty one.")
            return translate("PriceSettings", "No price list is kept yet"), advice
        if not self._items:
            advice = translate("PriceSettings", "Import a list, or add an item with F2.")
            return translate("PriceSettings", "This list has no item yet"), advice
        advice = translate("PriceSettings", "Find it by other words, or take the tick away.")
        return translate("PriceSettings", "There is no such item"), advice

    def _item(self) -> PriceItemRecord | None:
        at = self.table.chosen_id()
        return None if at is None else self._items.get(at)

    def _show_item(self) -> None:
        item = self._item()
        self.read_as.setText("" if item is None else terms_words(item.terms))
        self.problem.setText("" if item is None else problem_words(item.terms))
        self.problem.setVisible(item is not None and bool(item.terms.problems()))
        self.change.setEnabled(item is not None)
        self.take_out.setEnabled(item is not None)

    def _import(self) -> None:
        before = set(self._lists)
        if import_list(self.bridge, self, PRICES):
            self.read()
            new = [each for each in self._lists if each not in before]
            if new:
                self.which.set_value(new[0])

    def _begin(self) -> None:
        dialog = NewListDialog(self, self.bridge, self._list())
        if self._ask(dialog) and dialog.made in self._lists:
            self.which.set_value(dialog.made)

    def _force(self) -> None:
        if (shown := self._list()) is not None:
            self._ask(ForceDialog(self, self.bridge, shown))

    def _void(self) -> None:
        shown = self._list()
        if shown is None:
            return
        reason = prompts.ask_words(
            self,
            translate("PriceSettings", "Take “{name}” out of use?").format(name=shown.name),
            translate("PriceSettings", "What was quoted by it stays; the list before it is in force again."),
            label=translate("PriceSettings", "Reason"),
        )
        if reason is not None:
            self._do(lambda: self.bridge.do(price_lists.void_list, shown.id, shown.version, reason))

    def _add(self) -> None:
        if (shown := self._list()) is not None:
            section = item.section if (item := self._item()) is not None else ""
            draft = PriceItemDraft("", section=section, list_id=shown.id, version=shown.version)
            self._ask(ItemDialog(self, self.bridge, draft))

    def _change(self) -> None:
        if (item := self._item()) is not None:
            self._ask(ItemDialog(self, self.bridge, self.bridge.ask(price_pages.item_draft, item.id)))

    def _take_out(self) -> None:
        item, shown = self._item(), self._list()
        if item is None or shown is None:
            return
        reason = prompts.ask_words(
            self,
            translate("PriceSettings", "Take “{name}” out of the list?").format(name=item.name),
            translate("PriceSettings", "What was quoted by it stays in the books."),
            label=translate("PriceSettings", "Reason"),
        )
        if reason is not None:
            self._do(lambda: self.bridge.do(price_lists.take_out, item.id, shown.version, reason))

    def _do(self, deed: Callable[[], object]) -> None:
        def work() -> str:
            deed()
            return saved()

        if self.attempt(work):
            self.read()

    def show_conflict(self, conflict: Conflict) -> None:
        """Says that another desk changed the list; what stands there now is shown, to be decided on anew."""
        self.read()
        self.banner.say(words_of(conflict), Tone.SOON)

    def _ask(self, dialog: Dialog) -> bool:
        went = prompts.show_dialog(dialog)
        if went:
            self.banner.clear()
            self.read()
        return went


def _note(row: PriceItemRecord) -> str:
    """The note, and how long the list says that it takes."""
    return " · ".join(part for part in (row.note, row.duration_text) if part not in ("", "/"))


def _apart(row: PriceItemRecord) -> str:
    """What the note says of material, where no column does."""
    return "" if row.terms.material.basis is Basis.NONE else part_words(row.terms.material)
