# SPDX-License-Identifier: Apache-2.0
"""The papers of a case out of the window: sheets, confirmation, chase, inspection, progress."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_papers, prints
from complaintdesk.desk.case_papers import (
    CasePaper,
    CorrectivePaper,
    InspectionPaper,
    LiaisonPaper,
    ProgressPaper,
    ReminderPaper,
)
from complaintdesk.desk.handling_papers import HandlingPaper
from complaintdesk.desk.records import CaseRecord
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom

ACKNOWLEDGEMENT = "acknowledgement"  # 受理确认函, of the case itself


def print_case_paper(
    bridge: Bridge, paper: CasePaper | HandlingPaper | CaseRecord, parent: QWidget, form: str = ""
) -> str | None:
    """Previews a paper of a case and prints it; what was done in words, None if nothing.

    `form` says which one of those that show how it was handled.
    """
    return bring_out(lambda: case_paper_job(bridge, paper, form), parent, preview=True)


def print_liaison(bridge: Bridge, sheet_id: int, parent: QWidget) -> str | None:
    """Previews a 《投诉处理联系单》 and prints it; what was done in words, None if nothing."""
    return print_case_paper(bridge, bridge.ask(case_papers.liaison_paper, sheet_id, bridge.books), parent)


def print_corrective(bridge: Bridge, action_id: int, parent: QWidget) -> str | None:
    """Previews a 《纠正/预防措施处理单》 and prints it; what was done in words, None if nothing."""
    return print_case_paper(bridge, bridge.ask(case_papers.corrective_paper, action_id, bridge.books), parent)


def case_paper_job(bridge: Bridge, paper: CasePaper | HandlingPaper | CaseRecord, form: str = "") -> PrintJob:
    """A paper of a case as it stands in the books now; of the case itself its confirmation."""
    form = form or FORMS[type(paper)]
    case = paper if isinstance(paper, CaseRecord) else paper.case
    about = _about(bridge, paper)
    return PrintJob(
        bridge=bridge,
        title=f"{form_name(form)} {about}",
        file_name=f"{form_name(form)}-{about}".replace(" ", "-").replace(":", ""),
        form=form,
        draw=lambda how: render(form, paper, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_sheet, form, case.id, about, target),
        next_copy=1,
    )


def form_name(form: str) -> str:
    """What a paper is called, on paper and screen."""
    return shipped(form).title


def _about(bridge: Bridge, paper: CasePaper | HandlingPaper | CaseRecord) -> str:
    """The number under which a paper is printed again; of an inspection which one of its case it is."""
    match paper:
        case LiaisonPaper() | CorrectivePaper():
            return paper.number
        case ReminderPaper():
            return f"{paper.case.number} {paper.count}"
        case InspectionPaper() if paper.at is not None:
            return f"{paper.case.number} {bridge.local(paper.at):%Y-%m-%d %H:%M}"
        case CaseRecord():
            return paper.number
        case HandlingPaper():
            return paper.case.sheet_number
    return paper.case.number


FORMS: dict[type, str] = {
    CaseRecord: ACKNOWLEDGEMENT,
    LiaisonPaper: "liaison",
    CorrectivePaper: "corrective",
    ReminderPaper: "reminder",
    InspectionPaper: "inspection",
    ProgressPaper: "progress",
}
