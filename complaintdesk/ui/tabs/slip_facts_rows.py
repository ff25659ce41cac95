# SPDX-License-Identifier: Apache-2.0
"""What is asked of a slip besides the team: does a warranty run, is it done again, does a third party do it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import team_days
from complaintdesk.desk.drafts import SlipFacts
from complaintdesk.desk.slip_records import NOTHING_MORE, Guaranteed, SlipMore, WarrantyPage
from complaintdesk.domain.terms import Warranty
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.scrolling import into_view
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.words import Column, ElidedText, Problem, Row


class SlipFactsRows(QWidget):
    """The warranty where it matters, an earlier slip under guarantee where there is one, and a third party on demand.

    `fields` are its rows by the names of errors.
    """

    def __init__(self, known: WarrantyPage, more: SlipMore = NOTHING_MORE, *, issued: bool = False) -> None:
        """`more` is what stands on the slip, where it is `issued`."""
        super().__init__()
        self._rework_of: int | None = None
        self.warranty = Choices([(each, label(each)) for each in Warranty], optional=True)
        self.warranty.set_value(more.warranty if issued else known.stands)
        self.rework = FilterBox(placeholder=translate("SlipFacts", "no, a new job"))
        self.rework.set_choices(_earlier(known.guaranteed))
        self.third = Button(translate("SlipFacts", "Third party…"), also=("Alt+S",), icon="users", flat=True)
        self.third.clicked.connect(lambda: self.show_third(ask=True))
        self.name = LineInput(placeholder=translate("SlipFacts", "firm or person"))
        self.qualification = LineInput()
        self.phone = LineInput()
        until = "" if known.until is None else translate("SlipFacts", "by the file until {day}").format(day=known.until)
        wrong = [Problem() for _box in (self.name, self.qualification, self.phone)]  # below the line: with more room
        self.fields = {
            "warranty": FieldRow(translate("SlipFacts", "Warranty"), self.warranty, stretch=False, note=until),
            "rework_of": FieldRow(translate("SlipFacts", "Done again under guarantee"), self.rework),
        }
        for name, words, box, problem in (
            ("third_name", translate("SlipFacts", "Third party"), self.name, wrong[0]),
            ("third_qualification", translate("SlipFacts", "Qualification"), self.qualification, wrong[1]),
            ("third_phone", translate("SlipFacts", "Their phone"), self.phone, wrong[2]),
        ):
            self.fields[name] = FieldRow(words, box, above=True, problem=problem)
        matters = known.asks or known.until is not None or more.warranty is not None
        self.fields["warranty"].setVisible(matters)
        self.fields["rework_of"].setVisible(bool(known.guaranteed) and not issued)
        column = Column(look.GRID)
        column.addWidget(self.fields["warranty"])
        column.addWidget(self.fields["rework_of"])
        column.addWidget(self.third, 0, Qt.AlignmentFlag.AlignLeft)
        self._line = QWidget()
        line = Row(gap=look.GRID)
        for name in ("third_name", "third_qualification", "third_phone"):
            line.addWidget(self.fields[name], 1)
        third = Column(4)
        third.addLayout(line)
        for problem in wrong:
            third.addWidget(problem)
        self._line.setLayout(third)
        column.addWidget(self._line)
        self.setLayout(column)
        self._line.hide()
        self._put(more)

    def facts(self) -> SlipFacts:
        """What is typed; raises UserError beside the earlier slip where it is none of those offered."""
        self.rework.settle()
        value = self.warranty.value
        return SlipFacts(
            warranty=None if value is None else Warranty(value),
            rework_of=self.rework.value,
            third_name=self.name.text(),
            third_qualification=self.qualification.text(),
            third_phone=self.phone.text(),
        )

    def show_third(self, *, ask: bool = False) -> None:
        """Shows the boxes for a third party; with `ask` the keyboard goes there."""
        self._line.show()
        self.third.hide()
        if ask:
            self.name.setFocus()
            into_view(self._line)

    def show_typed(self) -> None:
        """Shows the third party's boxes where something stands in them, as after a kept form was put back."""
        if any(box.text().strip() for box in (self.name, self.qualification, self.phone)):
            self.show_third()

    def _put(self, more: SlipMore) -> None:
        self.name.setText(more.third_name)
        self.qualification.setText(more.third_qualification)
        self.phone.setText(more.third_phone)
        for box in (self.name, self.qualification, self.phone):
            box.textChanged.connect(lambda _text: self.show_typed())
        self.show_typed()


class LoadNote(ElidedText):
    """Says below the box for the team how much the chosen one has to do today, and each of its workers."""

    def __init__(self, bridge: Bridge, team: FilterBox) -> None:
        super().__init__(role=Colour.SECOND, size=look.SIZE_SMALL)
        self._bridge, self._team = bridge, team
        team.changed.connect(self._say)
        self._say()

    def _say(self, _team: object = None) -> None:
        self.set_words(load_words(self._bridge, self._team.value) if self._team.value else "")


def load_words(bridge: Bridge, team: str) -> str:
    """How much a team has to do today: 当日3单，未完2，逾期1：李志强 2."""
    day = bridge.ask(team_days.load_today, team, bridge.now(), bridge.zone, bridge.books)
    if not day.jobs:
        return translate("SlipFacts", "nothing today")
    words = translate("SlipFacts", "today {slips}, {open} open, {late} late: {workers}")
    workers = (f"{each.worker or translate('TeamDays', 'not taken yet')} {each.slips}" for each in day.loads)
    load = day.load
    return words.format(slips=load.slips, open=load.open, late=load.late, workers=joined(workers))


def _earlier(slips: Sequence[Guaranteed]) -> list[tuple[int, str, str]]:
    words = translate("SlipFacts", "{number}, guaranteed until {day}: {result}")
    return [
        (each.order_id, words.format(number=each.number, day=each.until, result=each.result[:20]), each.number)
        for each in slips
    ]
