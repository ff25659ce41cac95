# SPDX-License-Identifier: Apache-2.0
"""What is listed of the slips, out of the window: those still out, a month's binding list, on paper or Excel."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import binding, exports, prints, slip_lists
from complaintdesk.desk.binding import BindingPage
from complaintdesk.desk.binding_sheets import BindingSheet
from complaintdesk.desk.slip_lists import SlipsOut
from complaintdesk.labels import translate
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.exporting import where
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom
from complaintdesk.ui.progress import run_with_progress


def print_slips_out(bridge: Bridge, parent: QWidget) -> str | None:
    """Previews the list of what is out now and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: slips_out_job(bridge), parent, preview=True)


def print_binding(bridge: Bridge, page: BindingPage, parent: QWidget) -> str | None:
    """Previews a month's binding list and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: binding_job(bridge, page), parent, preview=True)


def slips_out_job(bridge: Bridge) -> PrintJob:
    """The slips that are out now, each with who has it."""
    record = bridge.ask(slip_lists.slips_out, bridge.books, bridge.now())
    return _job(bridge, prints.SLIPS_OUT, slip_lists.covers(record, bridge.zone), record, record.count)


def binding_job(bridge: Bridge, page: BindingPage) -> PrintJob:
    """A month's list: as it was signed, else as it stands."""
    sheet = page.sheet
    return _job(bridge, prints.BINDING, binding.covers(sheet, bridge.zone), sheet, sheet.numbers)


def export_binding(window: QWidget, bridge: Bridge, page: BindingPage) -> None:
    """Asks where to, then writes a month's list as a workbook."""
    from complaintdesk.sheets.binding_out import write_binding

    title = translate("SlipPrinting", "Export the binding list")
    month = page.sheet.month
    name = translate("SlipPrinting", "Binding list {month}.xlsx").format(month=f"{month:%Y-%m}")
    path = where(window, bridge, title, name)
    if path is None:
        return

    def work(_progress: Progress) -> int:
        office = bridge.office
        fresh = office.ask(binding.binding_page, month, office.now(), office.zone, office.books)
        office.do(exports.note_export, prints.BINDING, fresh.sheet.numbers)
        return write_binding(path, fresh, office_name=office.record.name, zone=office.zone)

    words = translate("AccessWindow", "{count} lines are written to:\n{path}")
    run_with_progress(
        window, title, work, lambda count: prompts.tell(window, title, words.format(count=count, path=path))
    )


def _job(bridge: Bridge, form: str, covers: str, record: SlipsOut | BindingSheet, people: int) -> PrintJob:
    title = f"{shipped(form).title} {covers}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-").replace(":", ""),
        form=form,
        draw=lambda how: render(form, record, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_day_sheet, form, covers, target, people),
        next_copy=1,
    )
