# SPDX-License-Identifier: Apache-2.0
"""The work diary's page (工作日记, R-REG-15): a person's day as the cases' stories tell it, with lines of their own."""

from __future__ import annotations

from array import array
from datetime import date, timedelta

from PySide6.QtCore import Qt

from complaintdesk.desk import diaries, prints, staffing
from complaintdesk.desk.diaries import Diary, DiaryLine
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.day_printing import print_diary
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tabs.case_words import staff_choices
from complaintdesk.ui.tabs.day_page import DayPage
from complaintdesk.ui.tabs.diary_panel import DiaryPanel, line_words
from complaintdesk.ui.tabs.review_panel import day_name
from complaintdesk.ui.time_words import clock_words
from complaintdesk.ui.words import Note, Row, Title


class DiaryPage(DayPage):
    """One person's day, line by line; an entry of their own has a negative id."""

    panel: DiaryPanel

    title = QT_TRANSLATE_NOOP("Tab", "Diary")
    icon = "book-open"
    kind = "diary"
    sheet = prints.DIARY
    tables = frozenset({"case_event", "diary_entry", "staff", "case_record"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, translate("DiaryPage", "Add a line"))
        self.day: date | None = None  # None until it is first shown: then today
        self.person: int | None = None
        self.diary: Diary | None = None
        self._lines: dict[int, DiaryLine] = {}
        self.table = RecordTable(
            "diary",
            self._columns(),
            lambda ids: [self._lines[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("DiaryPage", "Lines of the day"),
            empty=(
                translate("DiaryPage", "Nothing is on record for this day."),
                translate(
                    "DiaryPage", "What is done on a case stands here by itself; add what else you did with Ctrl+N."
                ),
            ),
        )
        self.panel = DiaryPanel(bridge, self._line)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.saved.connect(lambda entry_id: self.table.choose(-entry_id))
        self._lay_out("diary", self._build_days(), self._build_facts(), share=0.56)

    def show_day(self, day: date) -> None:
        """Shows this day's diary."""
        self.day = day
        self.refresh()

    def _build_days(self) -> Row:
        back = Button("", "", also=("Alt+Left",), icon="chevron-left", name=translate("DiaryPage", "The day before"))
        back.clicked.connect(lambda: self._step(-1))
        self.box = LineInput()
        self.box.setFixedWidth(116)
        self.day_row = FieldRow("", self.box, stretch=False)
        self.box.setAccessibleName(translate("DiaryPage", "Day"))
        self.box.editingFinished.connect(self._typed_day)
        self.forth = Button(
            "", "", also=("Alt+Right",), icon="chevron-right", name=translate("DiaryPage", "The day after")
        )
        self.forth.clicked.connect(lambda: self._step(1))
        self.who = FilterBox(name=translate("DiaryPage", "Whose diary"), narrows=True)
        self.who.setMinimumWidth(120)
        self.who.changed.connect(self._choose_person)
        line = Row()
        for part in (back, self.day_row, self.forth, self.who):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _build_facts(self) -> Row:
        self.name, self.facts = Title(), Note()
        self.print = Button(translate("DiaryPage", "Print"), "Ctrl+P", icon="printer", flat=True)
        self.print.clicked.connect(self._print)
        line = Row(self.name, self.facts)
        line.addStretch(1)
        line.addWidget(self.print)
        line.addWidget(self.blank)
        return line

    def _offer(self) -> None:
        super()._offer()
        today = self._today()
        self.day = self.day or today
        if self.person is None and self.bridge.staff is not None:
            self.person = self.bridge.staff.id
        staff = self.bridge.ask(staffing.staff_list, self.bridge.books, with_left=True)
        self.who.set_choices(staff_choices(staff))
        self.who.set_value(self.person)
        self.box.setText(f"{self.day}")
        self.day_row.set_problem("")
        self.forth.setEnabled(self.day < today)
        self.print.setVisible(self.bridge.may(prints.start_day_sheet))

    def _change_hands(self) -> None:
        before = self._staff_id
        super()._change_hands()
        if before != self._staff_id:
            self.person, self.day = self._staff_id, None

    def _list(self) -> None:
        if self.day is None or self.person is None:
            return
        self.diary = diary = self.bridge.ask(diaries.diary, self.day, self.person, self.bridge.zone)
        self._lines = {line.id: line for line in diary.lines}
        self.name.setText(day_name(diary.day, self._today()))
        words = translate("DiaryPage", "{lines} lines · {taken} registered · {cases} cases worked on")
        count = len(diary.standing)
        self.facts.setText(words.format(lines=count, taken=diary.taken, cases=diary.cases))
        own = self.bridge.staff is not None and self.person == self.bridge.staff.id
        self.add.setVisible(own and self.bridge.may(diaries.write))
        self.panel.day, self.panel.owner = diary.day, diary.staff_id
        wanted = fold(self._text)
        shown = [line.id for line in diary.lines if wanted in fold(f"{line.number}{line.place}{line_words(line)}")]
        self.table.set_ids(array("q", shown))
        if self.panel.record_id is not None and self.panel.record_id not in self._lines:
            self.panel.show_nothing()

    def _line(self, line_id: int) -> DiaryLine | None:
        return self._lines.get(line_id)

    def _columns(self) -> list[TableColumn]:
        def what(line: DiaryLine) -> str:
            return translate("fields", "Own entry") if line.kind is None else label(line.kind)

        def tone(line: DiaryLine) -> Colour:
            return Colour.SECOND if line.void_reason else Colour.INK

        return [
            TableColumn(translate("DiaryPage", "Time"), 66, lambda line: clock_words(line.at, self.bridge.zone), tone),
            TableColumn(translate("DiaryPage", "What"), 118, what, tone),
            TableColumn(translate("DiaryPage", "Case"), 124, lambda line: line.number, lambda _line: Colour.ACCENT),
            TableColumn(translate("DiaryPage", "Place"), 110, lambda line: line.place, tone, spare=True),
            TableColumn(translate("DiaryPage", "Course"), 160, line_words, tone, stretch=True),
        ]

    def _today(self) -> date:
        return self.bridge.local(self.bridge.now()).date()

    def _step(self, days: int) -> None:
        assert self.day is not None
        self.show_day(min(self.day + timedelta(days=days), self._today()))

    def _typed_day(self) -> None:
        if self.box.text().strip() == f"{self.day}":
            return
        try:
            day = parse_instant_words(self.box.text(), self.bridge.zone, self._today().year).day
            if day > self._today():
                raise UserError(QT_TRANSLATE_NOOP("errors", "This day is still to come."))
        except UserError as error:
            self.day_row.set_problem(words_of(error))
            return
        self.show_day(day)

    def _choose_person(self, person: int | None) -> None:
        if person is not None and person != self.person:
            self.person = person
            self._list()

    def _print(self) -> None:
        if self.diary is not None:
            self._say_printed(print_diary(self.bridge, self.diary, self))
