# SPDX-License-Identifier: Apache-2.0
"""The standard answers' page (答客问, R-REG-11): the book, found by words and pinyin, kept, read in and written out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from complaintdesk.desk import answers, exports
from complaintdesk.desk.answers import AnswerRecord
from complaintdesk.desk.importing import Imported
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.sheets.answers_in import read_answers
from complaintdesk.sheets.answers_out import write_answers
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.exporting import where
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.short_list_in import take_list_in
from complaintdesk.ui.tabs.answer_form import all_categories
from complaintdesk.ui.tabs.answer_panel import FROM_ENQUIRY, AnswerPanel
from complaintdesk.ui.tabs.book_panel import ADD
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.words import Row


class AnswersPage(ListTab):
    """The book: what is looked for best first, all of it by question."""

    help_page = "day"
    panel: AnswerPanel

    title = QT_TRANSLATE_NOOP("Tab", "Answers")
    icon = "circle-question-mark"
    kind = "answer"
    tables = frozenset({"standard_answer", "procedure_version"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.table = RecordTable(
            "answers",
            _columns(),
            lambda ids: bridge.ask(answers.answer_records, ids, bridge.books),
            settings=bridge.settings,
            accessible_name=translate("AnswersPage", "Standard answers"),
        )
        self.panel = AnswerPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.saved.connect(self._find_saved)
        self._lay_out("answers", self._build_top(), share=0.5)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _build_top(self) -> Row:
        every = translate("AnswersPage", "All categories")
        self.category = FilterBox(name=translate("AnswersPage", "Category"), placeholder=every, narrows=True)
        self.category.setFixedWidth(150)
        self.category.changed.connect(lambda _category: self._list())
        self.add = Button(translate("AnswersPage", "Add"), "Ctrl+N", icon="plus")
        self.add.clicked.connect(lambda: self._add(ADD))
        words = translate("AnswersPage", "Put the answer to an enquiry into the book")
        self.enquiry = Button(translate("AnswersPage", "From an enquiry"), also=("Ctrl+Shift+N",), tip=words)
        self.enquiry.clicked.connect(lambda: self._add(FROM_ENQUIRY))
        self.take_in = Button(
            "", also=("Ctrl+I",), icon="upload", flat=True, name=translate("AnswersPage", "Read a list in…")
        )
        self.take_in.clicked.connect(self._import)
        self.write_out = Button(
            "", also=("Ctrl+E",), icon="download", flat=True, name=translate("AnswersPage", "Export to Excel…")
        )
        self.write_out.clicked.connect(self._export)
        line = Row(self.category)
        line.addStretch(1)
        for part in (self.write_out, self.take_in, self.enquiry, self.add):
            line.addWidget(part)
        return line

    def _offer(self) -> None:
        every = ("", translate("AnswersPage", "All categories"))
        self.category.set_choices([every, *all_categories(self.bridge.procedure)])
        if self.category.value is None:
            self.category.set_value("")
        for button in (self.add, self.enquiry):
            button.setVisible(self.bridge.may(answers.save))
        self.take_in.setVisible(self.bridge.may(answers.take_in))
        self.write_out.setVisible(self.bridge.may(exports.note_export))

    def _loosen(self) -> None:
        self.category.set_value("")

    def _list(self) -> None:
        ids = self.bridge.ask(answers.answer_ids, self._text, self.category.value or "")
        if self._text or self.category.value:
            self.table.set_empty(
                translate("AnswersPage", "No answer fits."),
                translate("AnswersPage", "Clear the search box and the category, or write the answer with Ctrl+N."),
            )
        else:
            self.table.set_empty(
                translate("AnswersPage", "The book of answers is empty."),
                translate("AnswersPage", "Write what people often ask with Ctrl+N, or read a list in with Ctrl+I."),
            )
        self.table.set_ids(ids)
        if self._text and len(ids):
            self.table.choose(ids[0])

    def _add(self, step: str) -> None:
        self.table.choose(None)
        self.panel.add(step)

    def _find_saved(self, answer_id: int | None) -> None:
        """The answer just saved stands in the list, whatever was looked for."""
        if answer_id is not None:
            self.open_record(answer_id)

    def _import(self) -> None:
        title = translate("AnswersPage", "Read a list of answers in")
        procedure = self.bridge.office.procedure
        take_list_in(
            self, self.bridge, title, lambda path: read_answers(path, procedure), answers.take_in, self._taken_in
        )

    def _taken_in(self, done: Imported, left_out: Sequence[str], tone: Tone) -> None:
        """Says what came of a list, and why which rows were left out."""
        self.refresh()
        words = translate("AnswersPage", "{new} answers are new in the book; {existing} questions stood there already.")
        self.banner.say("\n".join((words.format(new=done.new, existing=done.existing), *left_out)), tone)

    def _export(self) -> None:
        title = translate("AnswersPage", "Export the answers")
        path = where(self, self.bridge, title, translate("AnswersPage", "Standard answers.xlsx"))
        if path is not None:
            self._write(title, path)

    def _write(self, title: str, path: Path) -> None:
        ids = self.bridge.ask(answers.answer_ids)
        self.bridge.note(exports.note_export, "answers", len(ids))
        office = self.bridge.office

        def work(_progress: Progress) -> int:
            records = office.ask(answers.answer_records, ids, office.books)
            return write_answers(path, records, office_name=office.record.name)

        words = translate("AnswersPage", "{count} answers are written to:\n{path}")
        run_with_progress(
            self, title, work, lambda count: prompts.tell(self, title, words.format(count=count, path=path))
        )


def _columns() -> list[TableColumn]:
    def question(row: AnswerRecord) -> str:
        return row.question

    return [
        TableColumn(translate("AnswersPage", "Question"), 200, question, lambda _row: Colour.ACCENT, stretch=True),
        TableColumn(translate("AnswersPage", "Answer"), 160, lambda row: row.answer, stretch=True),
        TableColumn(translate("AnswersPage", "Category"), 110, lambda row: row.category_name, spare=True),
    ]
