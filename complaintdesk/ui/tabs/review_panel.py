# SPDX-License-Identifier: Apache-2.0
"""The chosen day: what came in, the last days' check list, the signatures under it, and its deeds."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_pages, judging, prints, reviews
from complaintdesk.desk.reviews import ReviewDay, ReviewPage, ReviewRecord
from complaintdesk.labels import label, language, translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.look import Tone
from complaintdesk.ui.printing import print_register
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import ReasonForm, ReviewForm
from complaintdesk.ui.tabs.items_table import ItemsTable, counts_words
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.tabs.results_dialog import ResultsDialog
from complaintdesk.ui.time_words import Said, day_words, moment_words, weekday_words
from complaintdesk.ui.words import Column, Note, Pill, Row, Text, Title

SIGN, VOID = "sign", "void"


class ReviewPanel(RecordPanel):
    """Shows one day's review; its record's id is the day's ordinal number."""

    list_asked_for = Signal(str, object, str)  # records of another tab: their kind, their ids, what they are

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "review/", translate("ReviewPanel", "Choose a day to review its register."))
        self.page: ReviewPage | None = None
        self._build()

    def next_step(self) -> str:
        return SIGN if self.sign.isVisibleTo(self) else ""

    def _build(self) -> None:
        self.day, self.standing = Title(), Pill()
        head = Row(self.day, self.standing)
        head.addStretch(1)
        self.counts = Text(wrap=True)
        self.checked = Title(size=look.SIZE)
        self.items = ItemsTable(
            self.bridge, "review_items", (translate("ReviewPanel", "Nothing on the check list."), "")
        )
        self.items.asked_for.connect(self.asked_for)
        self.signatures_title = Title(translate("ReviewPanel", "Signatures"), look.SIZE)
        self._signatures = Column(look.GRID)
        body = Column(look.GAP)
        for part in (self.counts, self.checked, self.items, self.signatures_title):
            body.addWidget(part)
        body.addLayout(self._signatures)
        body.addStretch(1)
        self._lay_out(head, body, self._build_deeds())

    def _build_deeds(self) -> Row:
        self.sign = PrimaryButton(translate("ReviewPanel", "Sign the review"), "F2")
        self.sign.clicked.connect(lambda: self.ask(SIGN))
        self.cases = Button(translate("ReviewPanel", "The day's cases"), icon="list", also=("Ctrl+O",))
        self.cases.clicked.connect(self._list_cases)
        self.print = Button(translate("ReviewPanel", "Print the register"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        self.void = Button(translate("ReviewPanel", "Take back…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        self.results = Button(translate("ReviewPanel", "Sign results…"), icon="check", also=("Ctrl+Shift+R",))
        self.results.clicked.connect(self._sign_results)
        row = Row(self.sign, self.results, self.cases, self.print, self.void)
        row.addStretch(1)
        return row

    def _read(self, record_id: int) -> None:
        day = date.fromordinal(record_id)
        self.page = page = self.bridge.ask(reviews.review_page, day, self.bridge.now(), self.bridge.books)
        now, zone = self.bridge.shown_now(), self.bridge.zone
        self.day.setText(day_name(day, now.astimezone(zone).date()))
        last = self._last()
        words = translate("ReviewPanel", "not signed") if last is None else translate("ReviewPanel", "signed")
        self.standing.set_words(words, Tone.SOON if last is None else Tone.GOOD)
        total = translate("ReviewPanel", "{count} cases").format(count=sum(page.counts.values()))
        kinds = (f"{label(kind)} {count}" for kind, count in page.counts.items())
        self.counts.setText(joined((total, *kinds)))
        days = f"{page.checked_from} – {day}" if page.checked_from != day else f"{day}"
        self.checked.setText(translate("ReviewPanel", "Check list {days}").format(days=days))
        self.items.set_items(page.items)
        self._show_signatures(page.reviews)
        role = self.bridge.staff.role if self.bridge.staff else None
        may_sign = role is not None and reviews.may_sign(self.bridge.procedure, role)
        self.sign.setVisible(may_sign and self.bridge.may(reviews.sign))
        self.sign.primary = last is None
        self.sign.update()
        self.results.setVisible(self.bridge.may(judging.sign_results))
        self.cases.setVisible(bool(page.counts))
        self.print.setVisible(self.bridge.may(prints.start_register))
        self.void.setVisible(last is not None and self.bridge.may(reviews.void))

    def _last(self) -> ReviewRecord | None:
        """The newest signature that stands."""
        assert self.page is not None
        return next((each for each in self.page.reviews if not each.void), None)

    def _show_signatures(self, signed: tuple[ReviewRecord, ...]) -> None:
        while (item := self._signatures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.signatures_title.setVisible(bool(signed))
        for each in signed:
            block = self._signature(each)
            self._signatures.addWidget(block)
            block.show()  # now, not when Qt comes to it: until then the layout counts it as nothing

    def _signature(self, each: ReviewRecord) -> QWidget:
        now, zone = self.bridge.shown_now(), self.bridge.zone
        column = Column(2)
        column.addWidget(Text(each.words, wrap=True, selectable=True))
        about = joined((each.by, moment_words(each.reviewed_at, now, zone), counts_words(each.found)))
        column.addWidget(Note(about, wrap=True))
        if each.void:
            words = translate("ReviewPanel", "taken back by {name}: {reason}")
            column.addWidget(Note(words.format(name=each.voided_by, reason=each.void_reason), wrap=True))
        block = QWidget()
        block.setLayout(column)
        return block

    def _form(self, step: str) -> StepForm | None:
        assert self.page is not None
        if step == SIGN:
            return ReviewForm(self.bridge, self.page.day)
        last = self._last()
        if last is None:
            return None
        return ReasonForm(
            translate("ReviewPanel", "Take the signature of {name} back").format(name=last.by),
            translate("ReviewPanel", "Take back"),
            lambda reason: self.bridge.do(reviews.void, last.id, reason),
        )

    def _done(self, step: str, result: Any) -> None:
        del result
        self._make_room("")
        assert self.record_id is not None
        self.show_done(self.record_id)
        words = translate("ReviewPanel", "The review is signed.")
        if step == VOID:
            words = translate("ReviewPanel", "The signature is taken back; it stays in the books.")
        self.banner.say(words, Tone.GOOD)
        self.settled.emit()

    def _sign_results(self) -> None:
        """Lists the complaints whose result nobody signed yet, of all days, to be signed in one go (R-REG-13)."""
        dialog = ResultsDialog(self.window(), self.bridge)
        if prompts.show_dialog(dialog):
            words = translate("ReviewPanel", "{count} results are signed.").format(count=dialog.signed)
            self.banner.say(words, Tone.GOOD)

    def _list_cases(self) -> None:
        assert self.page is not None
        day = self.page.day
        ids = self.bridge.ask(case_pages.cases_between, day, day)
        self.list_asked_for.emit("case", ids, translate("ReviewPanel", "Received on {day}").format(day=day))

    def _print(self) -> None:
        assert self.page is not None
        said = print_register(self.bridge, self.page.day, self.page.day, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)


def standing(row: ReviewDay, bridge: Bridge) -> Said:
    """Whether a day is reviewed, by whom and when, in words."""
    if row.reviewed_at is not None:
        when = moment_words(row.reviewed_at, bridge.shown_now(), bridge.zone)
        return Said(joined((row.reviewed_by, when)), Tone.PLAIN)
    if row.demanded:
        return Said(translate("ReviewPanel", "not reviewed"), Tone.LATE)
    return Said("—", Tone.PLAIN)


def day_name(day: date, today: date) -> str:
    """A day with its weekday: 今天 周六, 11-20 周五, Fri 11-20."""
    name = day_words(day, today)
    if language() == "zh_CN":
        return f"{name} {weekday_words(day)}"
    return f"{weekday_words(day)} {name}"
