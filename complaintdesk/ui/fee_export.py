# SPDX-License-Identifier: Apache-2.0
"""The fees of a span of days (有偿服务收费清单), of all rooms or one: as a workbook, or as paper."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from complaintdesk.db.reader import Records
from complaintdesk.desk import exports, fee_lists, people, print_batches, prints
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render
from complaintdesk.sheets.fees_out import write_fees
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.batch_dialog import print_several
from complaintdesk.ui.batch_printing import Batch
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.day_input import read_span
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.export_reason import ask_reason
from complaintdesk.ui.exporting import where
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom
from complaintdesk.ui.progress import run_with_progress

_WORKBOOK, _PAPER, _ROOMS = "workbook", "paper", "rooms"


class FeesDialog(Dialog):
    """Of which days; starts with this month up to today."""

    only_chooses = True

    help_page = "fees"

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(parent, translate("FeesDialog", "Export fees"), width=600)
        self._zone = bridge.office.zone
        today = self._today = bridge.local(bridge.now()).date()
        self.from_on, self.to_on = LineInput(), LineInput()
        self.from_on.setText(f"{today.replace(day=1)}")
        self.to_on.setText(f"{today}")
        self.add_field("from_on", FieldRow(translate("FeesDialog", "From"), self.from_on, label_width=48))
        self.add_field("to_on", FieldRow(translate("FeesDialog", "To"), self.to_on, label_width=48))
        self.room = LineInput(placeholder=translate("FeesDialog", "all rooms, or one: 3-2-1502"))
        self.add_field("room", FieldRow(translate("FeesDialog", "Room"), self.room, label_width=48))
        ways = [
            (_WORKBOOK, translate("FeesDialog", "Workbook (Excel)")),
            (_PAPER, translate("FeesDialog", "Paper (print, PDF)")),
            (_ROOMS, translate("FeesDialog", "Paper, one for each room")),
        ]
        self.way = Choices(ways, name=translate("FeesDialog", "As"))
        self.way.set_value(_WORKBOOK)
        self.add_field("way", FieldRow(translate("FeesDialog", "As"), self.way, label_width=48))
        self.add_buttons(translate("FeesDialog", "Export…"))
        self.span = today, today
        self.place: tuple[int, str] | None = None
        self._bridge = bridge

    def take(self) -> None:
        span = read_span(self.from_on, self.to_on, self._zone, self._today)
        if self.room.text().strip():
            self.place = self._bridge.ask(people.place_named, self.room.text())
            if self.place is None:
                raise UserError(QT_TRANSLATE_NOOP("errors", "No room, or several, are called that."), field="room")
            if self.way.value == _ROOMS:
                raise UserError(QT_TRANSLATE_NOOP("errors", "This is for all rooms: leave it empty."), field="room")
        self.span = span


def may_export(bridge: Bridge) -> bool:
    """Whether who sits here may write out the fees: they see them, and may export."""
    return bridge.may(exports.note_export) and bridge.office.sees(Records.FEES)


def export_fees(window: QWidget, bridge: Bridge) -> None:
    """Asks for the days and where to, then writes the fees of the jobs done and the money taken on those days."""
    dialog = FeesDialog(window, bridge)
    if not prompts.show_dialog(dialog):
        return
    from_on, to_on = dialog.span
    if dialog.way.value == _PAPER:
        words = bring_out(lambda: fees_job(bridge, from_on, to_on, dialog.place), window, preview=True)
        if words is not None:
            prompts.tell(window, translate("FeesDialog", "Export fees"), words)
        return
    if dialog.way.value == _ROOMS:
        each = translate("FeesDialog", "Each room by itself")
        words = print_several(bridge, [(each, lambda: room_fees(bridge, from_on, to_on))], window)
        if words is not None:
            left = bridge.ask(fee_lists.without_room, from_on, to_on, bridge.office.zone)
            if left:
                more = translate("FeesDialog", "{count} fees and payments are of no room, and stand on no list.")
                words = f"{words}\n{more.format(count=left)}"
            prompts.tell(window, translate("FeesDialog", "Export fees"), words)
        return
    _write(window, bridge, from_on, to_on, dialog.place)


def fees_job(bridge: Bridge, from_on: date, to_on: date, place: tuple[int, str] | None = None) -> PrintJob:
    """The list of fees as it stands in the books now."""
    told = bridge.ask(fee_lists.fee_list, from_on, to_on, bridge.office.zone, place)
    covers = fee_lists.covers(from_on, to_on, place)
    title = f"{shipped(prints.FEES).title} {covers}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", ""),
        form=prints.FEES,
        draw=lambda how: render(prints.FEES, told, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_fees, covers, target, told.count),
        next_copy=1,
    )


def room_fees(bridge: Bridge, from_on: date, to_on: date) -> Batch:
    """The list of each room that had jobs done, or paid, on these days."""
    zone = bridge.office.zone
    rooms = bridge.ask(fee_lists.rooms_with_fees, from_on, to_on, zone)
    named = [(each, fee_lists.covers(from_on, to_on, (each, label)), lines) for each, label, lines in rooms]
    return Batch(
        bridge=bridge,
        form=prints.FEES,
        ids=tuple(place_id for place_id, _label, _lines in rooms),
        records=lambda session, page, _books: fee_lists.room_lists(session, from_on, to_on, zone, page),
        start=lambda target, reason: bridge.do(print_batches.start_fees, named, target, reason),
    )


def _write(window: QWidget, bridge: Bridge, from_on: date, to_on: date, place: tuple[int, str] | None) -> None:
    """Asks where to, and writes the workbook in a worker."""
    title = translate("FeesDialog", "Export fees")
    name = translate("FeesDialog", "Fees {from_on} – {to_on}.xlsx").format(from_on=from_on, to_on=to_on)
    path = where(window, bridge, title, name)
    reason = None if path is None else ask_reason(window, title)
    if path is None or reason is None:
        return
    office = bridge.office
    fees, payments = bridge.ask(fee_lists.fees_and_payments, from_on, to_on, office.zone, place)
    bridge.note(exports.note_export, "fees", len(fees) + len(payments), reason)

    def work(_progress: Progress) -> int:
        span = fee_lists.covers(from_on, to_on, place)
        return write_fees(path, fees, payments, office_name=office.record.name, zone=office.zone, span_words=span)

    def tell(count: int) -> None:
        words = translate("FeesDialog", "{count} fees and {payments} payments are written to:\n{path}")
        prompts.tell(window, title, words.format(count=count, payments=len(payments), path=path))

    run_with_progress(window, title, work, tell)
