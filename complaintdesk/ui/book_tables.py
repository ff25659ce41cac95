# SPDX-License-Identifier: Apache-2.0
"""A rule book as tables: its parts at the left, the rows of the chosen one beside them, each edited in its form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.book_rows import table_rows, with_row, with_row_moved, without_row
from complaintdesk.desk.book_sections import SECTIONS, Section, Sort
from complaintdesk.desk.book_sections import Column as Of
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.errors import UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, prompts
from complaintdesk.ui.book_row_dialog import RowDialog
from complaintdesk.ui.book_words import BookWords, title
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.look import Tone
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.words import Banner, Note, Row, Title
from complaintdesk.ui.words import Column as Stack

_PARTS = 232  # px
_WIDTHS = {Sort.FLAG: 76, Sort.WHOLE: 84, Sort.LIMIT: 128, Sort.TERM: 120, Sort.REF: 112, Sort.TEXT: 150}


class BookTables(QWidget):
    """Shows a text's rows and edits them; `changed` gives the text as it is then."""

    changed = Signal(str)

    def __init__(self, settings: SettingsFile) -> None:
        super().__init__()
        self._settings = settings
        self.text = ""
        self.section = SECTIONS[0]
        self._words = BookWords()
        self._rows: tuple[dict[str, Any], ...] = ()
        self._counts: dict[str, int] = {}
        self.parts = RecordTable(
            "book_parts",
            [
                Column(translate("RuleBook", "Part"), 160, title, stretch=True),
                Column(translate("RuleBook", "Rows"), 68, lambda each: str(self._counts[each.key] or ""), right=True),
            ],
            lambda ids: [SECTIONS[at] for at in ids],
            settings=settings,
            accessible_name=translate("RuleBook", "Parts of the rule book"),
        )
        self.parts.setFixedWidth(_PARTS)
        self.parts.chosen.connect(self._show_part)
        self.title = Title("", look.SIZE)
        self.note = Note(wrap=True)
        self.banner = Banner()
        self._place = Stack()
        self.table: RecordTable | None = None
        deeds = QWidget()
        flow = Flow()
        self.add = Button(translate("RuleBook", "Add…"), "Ins", icon="plus")
        self.edit = Button(translate("RuleBook", "Change…"), "F2", icon="pencil")
        self.remove = Button(translate("RuleBook", "Take out"), "Del", icon="x")
        self.up = Button("", "Alt+Up", icon="chevron-up", name=translate("RuleBook", "Further up"))
        self.down = Button("", "Alt+Down", icon="chevron-down", name=translate("RuleBook", "Further down"))
        for button, deed in (
            (self.add, lambda: self.open_row(None)),
            (self.edit, self.open_chosen),
            (self.remove, self.take_out),
            (self.up, partial(self.shift, -1)),
            (self.down, partial(self.shift, 1)),
        ):
            button.clicked.connect(deed)
            flow.addWidget(button)
        deeds.setLayout(flow)
        right = Stack(look.GRID)
        for part in (self.title, self.note):
            right.addWidget(part)
        right.addLayout(self._place, 1)
        right.addWidget(self.banner)
        right.addWidget(deeds)
        line = Row(self.parts, gap=look.GAP)
        line.addLayout(right, 1)
        self.setLayout(line)

    def put(self, text: str) -> None:
        """Shows the tables of a text that is TOML."""
        self.text = text
        self._words = BookWords(text)
        self._counts = {section.key: len(table_rows(text, section.key)) for section in SECTIONS}
        self.parts.set_ids(range(len(SECTIONS)))
        self.parts.reread()
        self.show_part(self.section.key)

    def show_part(self, key: str) -> None:
        """Shows the part of this key."""
        at = next(at for at, each in enumerate(SECTIONS) if each.key == key)
        self.parts.choose(at)
        self._show_part(at)

    def _show_part(self, at: int | None) -> None:
        if at is None or not self.text:
            return
        if self.table is None or self.section is not SECTIONS[at]:
            self.section = SECTIONS[at]
            self._make_table()
        assert self.table is not None
        self._rows = table_rows(self.text, self.section.key)
        self.title.setText(title(self.section))
        self.note.setText(_note(self.section))
        self.note.setVisible(bool(self.note.text()))
        self.banner.clear()
        self.table.set_ids(range(len(self._rows)))
        self.table.reread()
        if self._rows and self.table.chosen_id() is None:
            self.table.choose(0)
        self._allow()

    def _make_table(self) -> None:
        if self.table is not None:
            self._place.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        section = self.section
        listed = [each for each in section.columns if each.listed or (section.single and each.key != "remark")]
        columns = [
            Column(
                title(each),
                _WIDTHS.get(each.sort, 170),
                partial(self._cell, each),
                right=each.sort is Sort.WHOLE,
                stretch=each.sort in (Sort.TABLE, Sort.TABLES, Sort.TEXTS) or each.key in ("source", "words"),
                spare=each.key in ("source", "service_limit") or (each.key == "kinds" and section.key != "fields"),
            )
            for each in listed
        ]
        if not any(each.stretch and not each.spare for each in columns):
            columns[0] = columns[0]._replace(stretch=True)
        self.table = RecordTable(
            f"book_{section.key}",
            columns,
            lambda ids: [self._rows[at] for at in ids],
            settings=self._settings,
            accessible_name=title(section),
            empty=(
                translate("RuleBook", "The rule book says nothing of this."),
                "" if section.fixed else translate("RuleBook", "“Add…” begins it."),
            ),
        )
        self.table.opened.connect(self.open_row)
        self.table.chosen.connect(lambda _at: self._allow())
        self._place.addWidget(self.table)

    def _cell(self, column: Of, row: dict[str, Any]) -> str:
        return self._words.value(column, row.get(column.key)).replace("\n", " ")

    def _allow(self) -> None:
        """Shuts the buttons that do nothing now."""
        at = self.table.chosen_id() if self.table is not None else None
        section, count = self.section, len(self._rows)
        self.add.setEnabled(not section.fixed and not (section.single and count))
        self.edit.setEnabled(at is not None)
        self.remove.setEnabled(at is not None and not section.fixed and section.key != "departments")
        self.up.setEnabled(at is not None and at > 0)
        self.down.setEnabled(at is not None and at < count - 1)

    def open_chosen(self) -> None:
        """Opens the form of the row chosen."""
        if self.table is not None and self.table.chosen_id() is not None:
            self.open_row(self.table.chosen_id())

    def open_row(self, at: int | None) -> None:
        """Opens the form of the row at this position, or of a new one."""
        section = self.section
        row = {} if at is None else self._rows[at]
        written: list[str] = []

        def check(values: dict[str, Any]) -> None:
            text = with_row(self.text, section, 0 if section.single else at, values)
            _refuse_mistake(text, section)
            written[:] = [text]

        columns = [each for each in section.columns if each.sort is not Sort.ID or at is None]
        new, known = translate("RuleBook", "{part}: new"), translate("RuleBook", "{part}: {name}")
        heading = new if at is None else known
        heading = heading.format(part=title(section), name=self._words.row(section, row))
        dialog = RowDialog(self, title(section) if section.single else heading, columns, row, self.text, check)
        if prompts.show_dialog(dialog) and written:
            self._take(written[0], len(self._rows) if at is None else at)

    def take_out(self) -> None:
        """Takes the chosen row out, unless others name it."""
        at = self.table.chosen_id() if self.table is not None else None
        if at is not None:
            self._try(lambda: without_row(self.text, self.section, at), at)

    def shift(self, by: int) -> None:
        """Moves the chosen row up or down."""
        at = self.table.chosen_id() if self.table is not None else None
        if at is not None and 0 <= at + by < len(self._rows):
            self._try(lambda: with_row_moved(self.text, self.section, at, at + by), at + by)

    def _try(self, write: Callable[[], str], then_at: int) -> None:
        text = write()
        try:
            _refuse_mistake(text, self.section)
        except UserError as error:
            self.banner.say(words_of(error), Tone.LATE)
            return
        self._take(text, then_at)

    def _take(self, text: str, at: int) -> None:
        self.put(text)
        if self.table is not None and self._rows:
            self.table.choose(min(at, len(self._rows) - 1))
        self.changed.emit(text)


def _refuse_mistake(text: str, section: Section) -> None:
    """Raises UserError for a text that is no rule book: beside its column where the mistake is in this table."""
    try:
        parse_procedure(text, translate("RuleBook", "Rule book"))
    except ProcedureMistake as mistake:
        parts = str(mistake.values.get("key", "")).split(".")
        place = parts[1:2] if section.single else parts[2:3]
        key = place[0].partition("[")[0] if parts[0] == section.key and place else ""
        raise UserError(mistake.text, field=key, **mistake.values) from mistake


def _note(section: Section) -> str:
    """What must be known of a table."""
    notes = {
        "routes": translate("RuleBook", "The last that fits goes."),
        "ladder": translate("RuleBook", "The lowest first."),
        "waves": translate("RuleBook", "The first that fits goes."),
        "departments": translate("RuleBook", "What is no longer in use is closed, not taken out: its name stays."),
        "fields": translate("RuleBook", "They stand in the registration form of their kinds from the next case on."),
        "kinds": translate("RuleBook", "Kinds come and go in the text alone."),
        "series": translate("RuleBook", "Two to four capital letters; what was numbered before keeps its number."),
        "day_parts": translate("RuleBook", "What “morning” means where a time is typed, such as 08:30 to 12:00."),
        "sources": translate("RuleBook", "The documents that the rule book was made from."),
    }
    return notes.get(section.key, "")
