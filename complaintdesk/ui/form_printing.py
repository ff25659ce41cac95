# SPDX-License-Identifier: Apache-2.0
"""Any form out of the window, empty to be written on, and the registers that are filled from days."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import form_records, prints
from complaintdesk.labels import translate
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import Mode, render
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom


def print_blank(bridge: Bridge, form: str, parent: QWidget, copies: int = 1) -> str | None:
    """Previews empty sheets of a form and prints them; what was done in words, None if nothing."""
    return bring_out(lambda: blank_job(bridge, form, copies), parent, preview=True)


def print_span(
    bridge: Bridge, form: str, from_on: date, to_on: date, parent: QWidget, department: str = ""
) -> str | None:
    """Previews a register of these days (one of SPAN_FORMS) and prints it; what was done, None if nothing."""
    return bring_out(lambda: span_job(bridge, form, from_on, to_on, department), parent, preview=True)


def blank_job(bridge: Bridge, form: str, copies: int = 1) -> PrintJob:
    """Empty sheets of a form, which are never reprints."""
    title = translate("FormPrinting", "{form}, empty").format(form=shipped(form).title)
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=f"{shipped(form).title}-{prints.BLANK}".replace("/", "-"),
        form=form,
        draw=lambda how: render(form, mode=Mode.BLANK, copies=copies, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_blank, form, target, copies),
        next_copy=1,
    )


def span_job(bridge: Bridge, form: str, from_on: date, to_on: date, department: str = "") -> PrintJob:
    """A register of these days as the books hold it now; the week's record of one department (its id) or of all."""
    record = bridge.ask(form_records.span_record, form, from_on, to_on, bridge.office.zone, bridge.books, department)
    covers, people = form_records.covers(record), form_records.people_in(record)
    title = f"{shipped(form).title} {covers}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", ""),
        form=form,
        draw=lambda how: render(form, record, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_register, covers, target, people, form),
        next_copy=1,
    )
