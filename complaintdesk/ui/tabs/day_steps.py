# SPDX-License-Identifier: Apache-2.0
"""What the deeds of the office's day ask: a signature, a reason, a line for the diary, a hand-over, minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

from PySide6.QtCore import Qt

from complaintdesk.desk import diaries, handovers, meetings, reviews, staffing
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.handovers import HandoverDraft, HandoverSheet
from complaintdesk.desk.meetings import MeetingDraft, MeetingSheet
from complaintdesk.desk.open_items import ItemList
from complaintdesk.desk.rights import may
from complaintdesk.domain.course_rows import MeetingRow
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import staff_choices
from complaintdesk.ui.tabs.colleague_form import ColleagueForm
from complaintdesk.ui.tabs.items_table import counts_words
from complaintdesk.ui.words import Note

_WIDTH = 84  # of the labels, px


class ReasonForm(StepForm):
    """Takes something back, with a reason that stays in the books."""

    def __init__(self, title: str, accept: str, act: Callable[[str], object]) -> None:
        """`act` does the deed, given the reason."""
        super().__init__(title, accept)
        self._act = act
        self.reason = TextInput(lines=2, placeholder=translate("DaySteps", "Why; the reason stays in the books"))
        self.add_field(FieldRow(translate("DaySteps", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self._act(self.reason.text())


class ReviewForm(StepForm):
    """The signature under a day's register (R-REG-12)."""

    def __init__(self, bridge: Bridge, day: date) -> None:
        words = translate("DaySteps", "Sign the register of {day}").format(day=day)
        super().__init__(words, translate("DaySteps", "Sign"))
        self._bridge, self._day = bridge, day
        self.words = TextInput(lines=3, name=translate("DaySteps", "What the review found"))
        self.words.setText(translate("DaySteps", "Read; nothing to remark."))
        found = translate("DaySteps", "What the review found")
        self.add_field(FieldRow(found, self.words, above=True), "words", "day")

    def start(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def take(self) -> int:
        return self._bridge.do(reviews.sign, self._day, self.words.text())


class DiaryForm(StepForm):
    """A line of one's own (R-REG-15)."""

    def __init__(self, bridge: Bridge, day: date) -> None:
        title = translate("DaySteps", "A line for your diary")
        super().__init__(title, translate("DaySteps", "Write it down"))
        self._bridge, self._day, self._token = bridge, day, uuid4().hex
        self.words = TextInput(lines=3, placeholder=translate("DaySteps", "What you did, and what came of it"))
        self.add_field(FieldRow(translate("DaySteps", "What was done"), self.words, above=True), "words")
        today = bridge.local(bridge.now()).date()
        proposed = translate("DaySteps", "now, or 10:48") if day == today else f"{day:%m-%d} 10:48"
        self.time = SlipTimeRow(
            bridge, "happened_at", translate("DaySteps", "When"), after=lambda: None, placeholder=proposed
        )
        self.add_field(self.time, "happened_at")
        self.number = LineInput(placeholder=translate("DaySteps", "of the case or slip, if it is about one"))
        self.add_field(FieldRow(translate("DaySteps", "Number"), self.number, label_width=_WIDTH), "number")

    def take(self) -> int:
        return self._bridge.do(
            diaries.write, DiaryDraft(self.words.text(), self._moment(), self.number.text(), self._token)
        )

    def _moment(self) -> datetime | None:
        moment = self.time.given()
        if moment is None and self._day != self._bridge.local(self._bridge.now()).date():
            asked = QT_TRANSLATE_NOOP("errors", "At what time was it on that day?")
            raise MissingFields({"happened_at": asked})
        return moment


class HandForm(StepForm):
    """Hands the shift over, with what stands open now (交接班)."""

    def __init__(self, bridge: Bridge, parked: int) -> None:
        """`parked` is how many half-typed forms wait at this desk under the name of who sits here."""
        super().__init__(translate("DaySteps", "Hand the shift over"), translate("DaySteps", "Hand over"))
        self._bridge, self._parked, self._token = bridge, parked, uuid4().hex
        self.to = FilterBox(placeholder=translate("DaySteps", "Whoever comes next"))
        own = bridge.staff.id if bridge.staff else None
        staff = bridge.ask(staffing.staff_list, bridge.books)
        desk = [each for each in staff if each.id != own and may("handovers.take", each.role)]
        self.to.set_choices(staff_choices(desk))
        self.add_field(FieldRow(translate("DaySteps", "To"), self.to, label_width=_WIDTH), "to_staff")
        self.words = TextInput(lines=4, placeholder=translate("DaySteps", "What the next shift must know and see to"))
        self.add_field(FieldRow(translate("DaySteps", "To be seen to"), self.words, above=True), "words")
        self.box.addWidget(Note(_open_now(bridge), wrap=True))
        if parked:
            words = translate(
                "DaySteps", "{count} half-typed forms wait at this desk under your name: save them first."
            )
            self.box.addWidget(Note(words.format(count=parked), wrap=True))

    def take(self) -> int:
        self.to.settle()
        if self.to.typed and self.to.value is None:
            words = QT_TRANSLATE_NOOP("errors", "Nobody of this name works here: {name}.")
            raise UserError(words, field="to_staff", name=self.to.typed)
        draft = HandoverDraft(self.words.text(), self.to.value, self._parked, self._token)
        return self._bridge.do(handovers.hand, draft)


class TakeForm(ColleagueForm):
    """Takes a shift over: who sits here, or a colleague with name and password."""

    def __init__(self, bridge: Bridge, sheet: HandoverSheet) -> None:
        super().__init__(bridge, translate("DaySteps", "Take the shift over"), translate("DaySteps", "Take over"))
        self._sheet = sheet
        staff = bridge.ask(staffing.staff_list, bridge.books)
        fits = [each for each in staff if each.id != sheet.given_by_id and may("handovers.take", each.role)]
        if sheet.to_id is not None:
            fits = [each for each in fits if each.id == sheet.to_id]
        names = [each.name for each in fits]
        own = bridge.staff.name if bridge.staff else ""
        usual = own if own in names else names[0] if len(names) == 1 else None
        self.add_who([(name, name, letters) for _id, name, letters in staff_choices(fits)], usual)

    def take(self) -> None:
        asked = QT_TRANSLATE_NOOP("errors", "Who takes the shift? It must be somebody else than who hands it over.")
        self.sign(handovers.take, self._sheet.id, asked, self._is_taken)

    def _is_taken(self) -> bool:
        return self._bridge.ask(handovers.handover_sheet, self._sheet.id, self._bridge.books).taken_at is not None


class MinutesForm(StepForm):
    """A meeting's minutes, new or put right (R-ST-07)."""

    def __init__(self, bridge: Bridge, sheet: MeetingSheet | None) -> None:
        """`sheet` is of the minutes that are put right, None for new ones."""
        title = translate("DaySteps", "Minutes of a meeting") if sheet is None else sheet.name
        super().__init__(title, translate("DaySteps", "Save the minutes"))
        self._bridge, self._sheet, self._token = bridge, sheet, uuid4().hex
        self.rows = bridge.procedure.course.meetings
        self.kind = Choices([(row.id, row.name) for row in self.rows], wrap=True)
        self.span = Choices(
            [(0, translate("DaySteps", "this one")), (1, translate("DaySteps", "the one before"))], wrap=True
        )
        self.about = Note(wrap=True)
        words = translate("DaySteps", "Print the sheet for the meeting")
        self.sheet_button = Button(words, "Ctrl+P", icon="printer", flat=True)
        if sheet is None:
            self.kind.set_value(self.rows[0].id)
            self.span.set_value(0)
            self.add_field(FieldRow(translate("DaySteps", "Meeting"), self.kind, label_width=_WIDTH), "kind")
            self.add_field(FieldRow(translate("DaySteps", "About"), self.span, label_width=_WIDTH), "span")
        self.box.addWidget(self.about)
        if sheet is None:
            self.box.addWidget(self.sheet_button)
        self.present = LineInput(placeholder=translate("DaySteps", "names, parted as you like"))
        self.add_field(FieldRow(translate("DaySteps", "Present"), self.present, label_width=_WIDTH), "present")
        self.words = TextInput(lines=6, placeholder=translate("DaySteps", "Who does what until when"))
        self.add_field(FieldRow(translate("DaySteps", "Said and decided"), self.words, above=True), "words")
        self.time = SlipTimeRow(
            bridge,
            "held_at",
            translate("DaySteps", "Held"),
            after=lambda: None,
            placeholder=translate("DaySteps", "now, or 10:48"),
        )
        self.add_field(self.time, "held_at")
        for choice in (self.kind, self.span):
            choice.changed.connect(lambda _value: self._say_about())
        if sheet is not None:
            self._fill(sheet.present, sheet.words)
            assert sheet.held_at is not None
            self.time.input.setText(f"{bridge.local(sheet.held_at):%Y-%m-%d %H:%M}")
        self._say_about()

    def start(self) -> None:
        self.present.setFocus(Qt.FocusReason.TabFocusReason)

    def draft_sheet(self) -> MeetingSheet:
        """The sheet of the meeting chosen, as it stands now."""
        bridge = self._bridge
        return bridge.ask(meetings.sheet_now, self._row().id, self._days(), bridge.now(), bridge.zone, bridge.books)

    def take(self) -> int:
        held = self.time.given() or self._bridge.now()
        first, last = self._days()
        sheet = self._sheet
        draft = MeetingDraft(
            kind=self._row().id if sheet is None else sheet.kind,
            from_on=first,
            to_on=last,
            held_at=held,
            present=self.present.text(),
            words=self.words.text(),
            token=self._token if sheet is None else None,
            id=None if sheet is None else sheet.id,
            version=None if sheet is None else sheet.version,
        )
        return self._bridge.do(meetings.save, draft)

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows in what the two differ, and lets a person choose."""
        theirs, mine = conflict.theirs, conflict.mine
        names = {"present": translate("DaySteps", "Present"), "words": translate("DaySteps", "Said and decided")}
        lines = [
            both(words, getattr(theirs, name), getattr(mine, name))
            for name, words in names.items()
            if getattr(theirs, name) != getattr(mine, name)
        ]

        def keep_mine() -> None:
            assert self._sheet is not None
            self._sheet = self._bridge.ask(meetings.meeting_sheet, self._sheet.id, self._bridge.books)
            self.submit()

        def take_theirs() -> None:
            keep = self._sheet
            assert keep is not None
            self._sheet = self._bridge.ask(meetings.meeting_sheet, keep.id, self._bridge.books)
            self._fill(theirs.present, theirs.words)
            self.banner.clear()

        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _fill(self, present: str, words: str) -> None:
        self.present.setText(present)
        self.words.setText(words)

    def _row(self) -> MeetingRow:
        return next(row for row in self.rows if row.id == self.kind.value)

    def _days(self) -> tuple[date, date]:
        if self._sheet is not None:
            return self._sheet.from_on, self._sheet.to_on
        first, last = meetings.period(self._row().every, self._bridge.local(self._bridge.now()).date())
        return (first, last) if not self.span.value else meetings.period(self._row().every, first - timedelta(days=1))

    def _say_about(self) -> None:
        first, last = self._days()
        counts = self.draft_sheet().counts if self._sheet is None else self._sheet.counts
        self.about.setText(f"{first} – {last}　{counts_words(counts)}".rstrip())


def _open_now(bridge: Bridge) -> str:
    """What the sheet will list, in words."""
    calendar = bridge.ask(bridge.office.calendar_of)
    items = bridge.ask(handovers.items_now, bridge.now(), bridge.books, calendar, bridge.zone)
    counts = {name: sum(name in item.lists for item in items) for name in ItemList}
    found = counts_words(counts) or translate("DaySteps", "nothing is open")
    return translate("DaySteps", "On the sheet now: {counts}").format(counts=found)
