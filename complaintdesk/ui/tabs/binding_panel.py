# SPDX-License-Identifier: Apache-2.0
"""The chosen month's binding list: each number and where its slip is, the missing in red; signed, printed, exported."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtGui import QFontMetrics

from complaintdesk.desk import binding, exports, prints
from complaintdesk.desk.binding import BindingPage
from complaintdesk.desk.binding_sheets import BindingLine
from complaintdesk.desk.slip_rules import due_back
from complaintdesk.domain.terms import BindingState
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.slip_printing import export_binding, print_binding
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.panel_table import PanelTable
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.tabs.slip_words import parts_words
from complaintdesk.ui.time_words import exact_words, moment_words
from complaintdesk.ui.words import Column, Note, Pill, Row, Text, Title

SIGN, VOID = "sign", "void"
_MOMENT = "00-00 00:00"
_INK = {
    BindingState.RETURNED: Colour.GOOD,
    BindingState.OPEN: Colour.SOON,
    BindingState.VOID: Colour.SECOND,
    BindingState.MISSING: Colour.LATE,
}


class SignForm(StepForm):
    """The signature under a month's list: from then on it stays as it is."""

    def __init__(self, bridge: Bridge, page: BindingPage) -> None:
        words = translate("BindingPanel", "Sign the binding list of {month}: it stays as it is now")
        super().__init__(words.format(month=f"{page.sheet.month:%Y-%m}"), translate("BindingPanel", "Sign"))
        self._bridge, self._month, self._mark = bridge, page.sheet.month, page.mark
        self.box.addWidget(Text(counts_words(page), wrap=True))
        if page.sheet.missing:
            count = page.sheet.missing
            self.banner.say(translate("BindingPanel", "Missing slips: {count}.").format(count=count), Tone.LATE)

    def take(self) -> None:
        self._bridge.do(binding.sign, self._month, self._mark)

    def start(self) -> None:
        self.accept_button.setFocus()


class BindingPanel(RecordPanel):
    """Shows one month's list; its record's id is the ordinal number of the month's first day."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "binding/", translate("BindingPanel", "Choose a month to see its slips."))
        self.page: BindingPage | None = None
        self.month, self.standing = Title(), Pill()
        head = Row(self.month, self.standing)
        head.addStretch(1)
        self.counts, self.signed = Text(wrap=True), Note(wrap=True)
        self.missing, self.later = Text(wrap=True, role=Colour.LATE), Text(wrap=True, role=Colour.SOON)
        self.table = PanelTable(
            "binding_lines",
            self._columns(),
            settings=bridge.settings,
            accessible_name=translate("BindingPanel", "Numbers of the month"),
            empty=(translate("BindingPanel", "No slip was issued in this month."), ""),
        )
        self.table.opened.connect(self._open)
        self.history = Note(wrap=True)
        body = Column(look.GAP)
        for part in (self.counts, self.missing, self.signed, self.later, self.table, self.history):
            body.addWidget(part)
        body.addStretch(1)
        self._lay_out(head, body, self._build_deeds())

    def next_step(self) -> str:
        return SIGN if self.sign.isVisibleTo(self) else ""

    def _build_deeds(self) -> Flow:
        self.sign = PrimaryButton(translate("BindingPanel", "Sign the list"), "F2")
        self.sign.clicked.connect(lambda: self.ask(SIGN))
        self.print = Button(translate("DaySheetPanel", "Print"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        self.excel = Button(translate("CaseList", "Excel"), icon="file-spreadsheet", also=("Ctrl+E",))
        self.excel.clicked.connect(self._export)
        self.void = Button(translate("DaySheetPanel", "Take back…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        flow = Flow()
        for button in (self.sign, self.print, self.excel, self.void):
            flow.addWidget(button)
        return flow

    def _read(self, record_id: int) -> None:
        bridge = self.bridge
        month, now, zone = date.fromordinal(record_id), bridge.shown_now(), bridge.zone
        self.page = page = bridge.ask(binding.binding_page, month, now, zone, bridge.books)
        sheet = page.sheet
        self.month.setText(f"{month:%Y-%m}")
        said = translate("BindingPanel", "signed") if page.list_id else translate("BindingPanel", "not signed")
        tone = Tone.LATE if sheet.missing or page.missing_since else Tone.GOOD if page.list_id else Tone.SOON
        self.standing.set_words(said, tone)
        self.counts.setText(counts_words(page))
        signed = ""
        if sheet.signed_at is not None:
            words = translate("BindingPanel", "Signed by {name}, {moment}; the list stays as it was then.")
            signed = words.format(name=sheet.signed_by, moment=exact_words(sheet.signed_at, zone))
        elif not page.over:
            signed = translate("BindingPanel", "The month is not over yet; its list is signed when it is.")
        self.signed.setText(signed)
        self.signed.setVisible(bool(signed))
        gone = [_with_holder(each) for each in sheet.slips if each.state is BindingState.MISSING]
        since = [_with_holder(each) for each in page.missing_since]
        told = ((label(BindingState.MISSING), gone), (translate("BindingPanel", "Missing since it was signed"), since))
        self.missing.setText("\n".join(joined((words, *each)) for words, each in told if each))
        self.missing.setVisible(bool(gone or since))
        words = translate("BindingPanel", "Back since it was signed: {count}.")
        self.later.setText(words.format(count=len(page.later)) if page.later else "")
        self.later.setVisible(bool(page.later))
        self.table.set_rows(sheet.slips)
        back = translate("BindingPanel", "Signed by {name} {moment}, taken back by {by}: {reason}")
        lines = (
            back.format(
                name=each.signed_by, moment=moment_words(each.signed_at, now, zone), by=each.by, reason=each.reason
            )
            for each in page.taken_back
        )
        self.history.setText("\n".join(lines))
        self.history.setVisible(bool(page.taken_back))
        may = bridge.may
        self.sign.setVisible(page.list_id is None and page.over and bool(sheet.slips) and may(binding.sign))
        self.print.setVisible(may(prints.start_day_sheet))
        self.excel.setVisible(may(exports.note_export))
        self.void.setVisible(page.list_id is not None and may(binding.void))
        self.deeds.updateGeometry()

    def _form(self, step: str) -> StepForm | None:
        page = self.page
        if page is None:
            return None
        if step == SIGN:
            return SignForm(self.bridge, page) if page.list_id is None and page.over else None
        if page.list_id is None:
            return None
        list_id = page.list_id
        return ReasonForm(
            translate("BindingPanel", "Take the signature of {name} back").format(name=page.sheet.signed_by),
            translate("DaySheetPanel", "Take back"),
            lambda reason: self.bridge.do(binding.void, list_id, reason),
        )

    def _done(self, step: str, result: Any) -> None:
        del result
        self._make_room("")
        assert self.record_id is not None
        self.show_done(self.record_id)
        words = translate("BindingPanel", "The list is signed and stays as it is.")
        if step == VOID:
            words = translate("BindingPanel", "The signature is taken back; it stays in the books.")
        self.banner.say(words, Tone.GOOD)
        self.settled.emit()

    def _open(self, at: int) -> None:
        assert self.page is not None
        order_id = self.page.order_ids.get(self.page.sheet.slips[at].number)
        if order_id is not None:
            self.asked_for.emit("order", order_id)

    def _print(self) -> None:
        assert self.page is not None
        said = print_binding(self.bridge, self.page, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)

    def _export(self) -> None:
        assert self.page is not None
        export_binding(self.window(), self.bridge, self.page)

    def _columns(self) -> list[TableColumn]:
        def issued(line: BindingLine) -> str:
            if line.issued_at is None:
                return ""
            return moment_words(line.issued_at, self.bridge.shown_now(), self.bridge.zone)

        def ink(line: BindingLine) -> Colour:
            return Colour.LATE if line.state is BindingState.MISSING else Colour.INK

        def why(line: BindingLine) -> str:
            assert self.page is not None
            later = self.page.later.get(line.number, ())
            back = translate("BindingPanel", "back since: {parts}").format(
                parts=parts_words(tuple(part.name for part in later))
            )
            return joined((back if later else "", line.reason))

        metrics = QFontMetrics(look.font())
        state = max(metrics.horizontalAdvance(label(each)) for each in BindingState) + 22
        moment = max(metrics.horizontalAdvance(each) for each in (f"{translate('Times', 'yesterday')} 00:00", _MOMENT))
        due = parts_words(tuple(part.name for part in due_back(self.bridge.procedure, paid=True)))
        parts = max(100, metrics.horizontalAdvance(due) + 22)  # what comes back of a job that is paid for, whole
        return [
            TableColumn(translate("OrdersTab", "Number"), 126, lambda line: line.number, ink),
            TableColumn(
                translate("OrdersTab", "State"), state, lambda line: label(line.state), lambda line: _INK[line.state]
            ),
            TableColumn(translate("BindingPanel", "Last had by"), 96, lambda line: line.holder, ink),
            TableColumn(translate("LedgerPage", "Issued"), moment + 22, issued),
            TableColumn(translate("OrdersTab", "Place"), 100, lambda line: line.place, spare=True),
            TableColumn(translate("LedgerPage", "Back"), parts, lambda line: parts_words(line.parts), spare=True),
            TableColumn(translate("BindingPanel", "Why"), 120, why, ink, stretch=True),
        ]


def _with_holder(line: BindingLine) -> str:
    """A number that is missing, and who had it last."""
    return f"{line.number} {line.holder}".strip()


def counts_words(page: BindingPage) -> str:
    """How many numbers a month has, and of how many the slip is back, out, void, missing."""
    sheet = page.sheet
    words = translate("BindingPanel", "{count} numbers").format(count=sheet.numbers)
    counts = {
        BindingState.RETURNED: sheet.returned,
        BindingState.OPEN: sheet.open,
        BindingState.VOID: sheet.void,
        BindingState.MISSING: sheet.missing,
    }
    return joined((words, *(f"{label(state)} {count}" for state, count in counts.items() if count)))
