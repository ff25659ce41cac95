# SPDX-License-Identifier: Apache-2.0
"""The phone directory's page (R-OWN-02): numbers outside, and the residents' register, masked; each prints."""

from __future__ import annotations

from collections.abc import Sequence

from complaintdesk.desk import directory, exports, prints
from complaintdesk.desk.directory import DirectoryLine
from complaintdesk.desk.importing import Imported
from complaintdesk.domain.phones import mask_phone, show_phone
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.sheets.directory_in import read_numbers
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.household_printing import print_outside_numbers, print_phone_register
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.owners_export import export_outside_numbers, export_residents
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.short_list_in import take_list_in
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.directory_panel import DirectoryPanel
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.words import Row

OUTSIDE, RESIDENTS = "outside", "residents"


class DirectoryPage(ListTab):
    """One list of two kinds of lines: what is looked for is looked for among those in view."""

    help_page = "day"
    panel: DirectoryPanel

    title = QT_TRANSLATE_NOOP("Tab", "Directory")
    icon = "phone"
    kind = "directory"
    tables = frozenset({"directory_entry", "phone", "occupant", "place"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.table = RecordTable(
            "directory",
            _columns(),
            lambda ids: bridge.ask(directory.directory_lines, ids),
            settings=bridge.settings,
            accessible_name=translate("DirectoryPage", "Phone directory"),
        )
        self.panel = DirectoryPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.saved.connect(self._find_saved)
        self._lay_out("directory", self._build_top(), share=0.6)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _build_top(self) -> Row:
        views = [
            (OUTSIDE, translate("DirectoryPage", "Outside")),
            (RESIDENTS, translate("DirectoryPage", "Residents")),
        ]
        self.view: Choices = Choices(views, name=translate("DirectoryPage", "Whose numbers"))
        self.view.set_value(OUTSIDE)
        self.view.changed.connect(lambda _view: self._turn())
        self.print = Button(translate("DirectoryPage", "Print"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        self.add = Button(translate("DirectoryPage", "Add"), "Ctrl+N", icon="plus")
        self.add.clicked.connect(self._add)
        self.take_in = Button(
            "", also=("Ctrl+I",), icon="upload", flat=True, name=translate("AnswersPage", "Read a list in…")
        )
        self.take_in.clicked.connect(self._import)
        self.write_out = Button(
            "", also=("Ctrl+E",), icon="download", flat=True, name=translate("AnswersPage", "Export to Excel…")
        )
        self.write_out.clicked.connect(self._export)
        line = Row(self.view)
        line.addStretch(1)
        line.addWidget(self.write_out)
        line.addWidget(self.take_in)
        line.addWidget(self.print)
        line.addWidget(self.add)
        return line

    def _show(self, record_id: int) -> None:
        """Shows a line to who may see it; a resident's goes out of view when another sits down (R-OWN-03)."""
        try:
            super()._show(record_id)
        except UserError as error:
            self.panel.show_nothing()
            self.banner.say(words_of(error), Tone.SOON)

    def _turn(self) -> None:
        self.panel.show_nothing()
        self._offer()
        self._list()

    def _offer(self) -> None:
        outside = self.view.value == OUTSIDE
        self.add.setVisible(outside and self.bridge.may(directory.save))
        deed = prints.start_outside_numbers if outside else prints.start_phone_register
        self.print.setVisible(self.bridge.may(deed))
        self.take_in.setVisible(outside and self.bridge.may(directory.take_in))
        self.write_out.setVisible(self.bridge.may(exports.note_export if outside else exports.note_owners))

    def _loosen(self) -> None:
        """The words alone narrow the list; whose numbers are in view is chosen."""

    def _list(self) -> None:
        if self.view.value == RESIDENTS:
            said = translate("DirectoryPage", "No resident's number is to be seen here.")
            advice = translate("DirectoryPage", "They are kept with the households; only customer service sees them.")
        else:
            said = translate("DirectoryPage", "No outside number is kept yet.")
            advice = translate("DirectoryPage", "Note the lift firm, the water works, the police with Ctrl+N.")
        if self._text:
            said = translate("DirectoryPage", "No number fits.")
            advice = translate("DirectoryPage", "Clear the search box: names, pinyin, rooms and digits are found.")
        self.table.set_empty(said, advice)
        if self.view.value == RESIDENTS:
            self._list_residents()
        else:
            self.reader.show(self.bridge.ask(directory.outside_ids, self._text))
        if self._text and self.table.count():
            self.table.choose(self.table.ids()[0])

    def _list_residents(self) -> None:
        wanted = self.bridge.local(self.bridge.shown_now()).date(), self._text
        self.reader.read(
            wanted,
            lambda session: directory.resident_beginning(session, *wanted),
            lambda session, progress: directory.resident_ids(session, *wanted, progress),
        )

    def open_record(self, record_id: int) -> None:
        self.view.set_value(RESIDENTS if record_id < 0 else OUTSIDE)
        super().open_record(record_id)

    def _add(self) -> None:
        self.table.choose(None)
        self.panel.add()

    def _find_saved(self, line_id: int | None) -> None:
        """The number just saved stands in the list, whatever was looked for."""
        if line_id is not None:
            self.open_record(line_id)

    def _import(self) -> None:
        title = translate("DirectoryPage", "Read a list of outside numbers in")
        take_list_in(self, self.bridge, title, read_numbers, directory.take_in, self._taken_in)

    def _taken_in(self, done: Imported, left_out: Sequence[str], tone: Tone) -> None:
        """Says what came of a list, and why which rows were left out."""
        self.refresh()
        words = translate("DirectoryPage", "{new} numbers are new in the directory; {existing} stood there already.")
        self.banner.say("\n".join((words.format(new=done.new, existing=done.existing), *left_out)), tone)

    def _export(self) -> None:
        (export_outside_numbers if self.view.value == OUTSIDE else export_residents)(self, self.bridge)

    def _print(self) -> None:
        if self.view.value == OUTSIDE:
            self._say_printed(print_outside_numbers(self.bridge, self))
            return
        title = translate("DirectoryPage", "Print the residents' phones")
        words = translate("DirectoryPage", "The register goes on paper with whole numbers. For what?")
        reason = prompts.ask_words(self, title, words, label=translate("DirectoryPage", "Reason"), lines=2)
        if reason is not None:
            self._say_printed(print_phone_register(self.bridge, reason, self))

    def _say_printed(self, said: str | None) -> None:
        if said is not None:
            self.banner.say(said, Tone.GOOD)


def _columns() -> list[TableColumn]:
    def name(row: DirectoryLine) -> str:
        return row.name

    def phone(row: DirectoryLine) -> str:
        return show_phone(row.phone) if row.kind is None else mask_phone(row.phone)

    def whose(row: DirectoryLine) -> str:
        return row.place if row.kind is not None else row.contact

    def about(row: DirectoryLine) -> str:
        return row.about if row.kind is None else joined((label(row.kind), row.about))

    return [
        TableColumn(translate("EntryForm", "Name"), 170, name, lambda _row: Colour.ACCENT, stretch=True),
        TableColumn(translate("EntryForm", "Phone"), 150, phone),
        TableColumn(translate("DirectoryPage", "Room, contact"), 130, whose),
        TableColumn(translate("DirectoryPage", "What for"), 150, about, lambda _row: Colour.SECOND, stretch=True),
    ]
