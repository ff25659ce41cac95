# SPDX-License-Identifier: Apache-2.0
"""The fees of a span of days as a workbook: asks for the days and where to, writes in a worker, notes the export."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import exports, fee_pages
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.sheets.fees_out import write_fees
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.exporting import where
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.progress import run_with_progress


class FeesDialog(Dialog):
    """Of which days; starts with this month up to today."""

    help_page = "fees"

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(parent, translate("FeesDialog", "Export fees"))
        self._zone = bridge.office.zone
        today = bridge.local(bridge.now()).date()
        self.from_on, self.to_on = LineInput(), LineInput()
        self.from_on.setText(f"{today.replace(day=1)}")
        self.to_on.setText(f"{today}")
        self.add_field("from_on", FieldRow(translate("FeesDialog", "From"), self.from_on, label_width=48))
        self.add_field("to_on", FieldRow(translate("FeesDialog", "To"), self.to_on, label_width=48))
        self.add_buttons(translate("FeesDialog", "Export…"))
        self.span = today, today

    def take(self) -> None:
        span = self._day("from_on", self.from_on), self._day("to_on", self.to_on)
        if span[1] < span[0]:
            raise UserError(QT_TRANSLATE_NOOP("errors", "The last day lies before the first."), field="to_on")
        self.span = span

    def _day(self, field: str, box: LineInput) -> date:
        try:
            return parse_instant_words(box.text(), self._zone).day
        except UserError as error:
            raise UserError(error.text, field=field, **error.values) from error


def export_fees(window: QWidget, bridge: Bridge) -> None:
    """Asks for the days and where to, then writes the fees of the jobs done and the money taken on those days."""
    dialog = FeesDialog(window, bridge)
    if not prompts.show_dialog(dialog):
        return
    from_on, to_on = dialog.span
    title = translate("FeesDialog", "Export fees")
    name = translate("FeesDialog", "Fees {from_on} – {to_on}.xlsx").format(from_on=from_on, to_on=to_on)
    path = where(window, bridge, title, name)
    if path is None:
        return
    office = bridge.office
    fees = bridge.ask(fee_pages.fees_between, from_on, to_on, office.zone)
    payments = bridge.ask(fee_pages.payments_between, from_on, to_on, office.zone)
    bridge.note(exports.note_export, "fees", len(fees) + len(payments))

    def work(_progress: Progress) -> int:
        span = f"{from_on} – {to_on}"
        return write_fees(path, fees, payments, office_name=office.record.name, zone=office.zone, span_words=span)

    def tell(count: int) -> None:
        words = translate("FeesDialog", "{count} fees and {payments} payments are written to:\n{path}")
        prompts.tell(window, title, words.format(count=count, payments=len(payments), path=path))

    run_with_progress(window, title, work, tell)
