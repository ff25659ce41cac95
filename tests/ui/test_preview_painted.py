# SPDX-License-Identifier: Apache-2.0
"""A paper is laid out beside the window's thread, which goes on painting until the preview is there."""

from __future__ import annotations

from dataclasses import replace
from threading import current_thread, main_thread

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.office import Office
from complaintdesk.printing.forms import Paper
from complaintdesk.ui import printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.print_preview import PreviewDialog
from tests.builders import a_slip
from tests.ui.conftest import Answers, Show


def test_the_window_s_thread_lays_no_paper_out_before_the_preview(
    bridge: Bridge, office: Office, show: Show, answers: Answers
) -> None:
    show(page := QWidget())
    job = printing.slip_job(bridge, a_slip(office).order_id)
    drawn_here = []

    def draw(copy_no: int) -> Paper:
        drawn_here.append(current_thread() is main_thread())
        return job.draw(copy_no)

    def look(dialog: PreviewDialog) -> None:
        assert dialog.view.count() > 0

    answers.expect_dialog(look, accept=False)
    assert printing.bring_out(lambda: replace(job, draw=draw), page, preview=True) is None
    assert (drawn_here, answers.left()) == ([False], [])
