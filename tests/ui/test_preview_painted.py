# SPDX-License-Identifier: Apache-2.0
"""A paper is read and laid out beside the window's thread, which goes on painting until it is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import current_thread, main_thread

import pypdf
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import prints
from complaintdesk.desk.office import Office
from complaintdesk.printing.forms import Paper
from complaintdesk.ui import printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.print_preview import PreviewDialog
from complaintdesk.ui.printing import How
from tests.builders import a_slip
from tests.ui.conftest import Answers, Show


def test_the_window_s_thread_reads_and_lays_out_no_paper(
    bridge: Bridge, office: Office, show: Show, answers: Answers, tmp_path: Path
) -> None:
    target = tmp_path / "slip.pdf"
    show(page := QWidget())
    job = printing.slip_job(bridge, a_slip(office).order_id)
    done_here = []

    def draw(how: How) -> Paper:
        done_here.append(current_thread() is main_thread())
        return job.draw(how)

    def read() -> printing.PrintJob:
        done_here.append(current_thread() is main_thread())
        return replace(job, draw=draw)

    def look(dialog: PreviewDialog) -> None:
        assert dialog.view.count() > 0
        assert done_here == [False, False]
        answers.expect("save_file", target)
        dialog.save_pdf()

    answers.expect_dialog(look)
    assert printing.bring_out(read, page, preview=True) is not None
    assert (done_here, answers.left()) == ([False, False, False], [])
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_slip_that_goes_to_the_printer_at_once_is_laid_out_once(
    bridge: Bridge, office: Office, show: Show, tray: Path
) -> None:
    show(page := QWidget())
    job = printing.slip_job(bridge, a_slip(office).order_id)
    copies = []

    def draw(how: How) -> Paper:
        copies.append(how["copy_no"])
        return job.draw(how)

    assert printing.bring_out(lambda: replace(job, draw=draw), page, preview=False) is not None
    assert (copies, len(pypdf.PdfReader(tray).pages)) == ([1], 4)


def test_a_copy_that_has_another_number_meanwhile_is_laid_out_anew(
    bridge: Bridge, office: Office, show: Show, tray: Path, answers: Answers
) -> None:
    """The other desk prints the same slip while it is laid out here: this one is the reprint, and says so."""
    show(page := QWidget())
    order_id = a_slip(office).order_id
    job = printing.slip_job(bridge, order_id)

    def draw(how: How) -> Paper:
        if how["copy_no"] == 1:
            started = office.do(prints.start_slip, order_id, "other")
            office.do(prints.confirm, started.id)
        return job.draw(how)

    answers.expect("words", "卡纸")
    said = printing.bring_out(lambda: replace(job, draw=draw), page, preview=False)
    assert said is not None
    assert said.endswith("marked as reprint 1.")
