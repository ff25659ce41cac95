# SPDX-License-Identifier: Apache-2.0
"""Which area asks what a deed on a case needs."""

from __future__ import annotations

from collections.abc import Callable

from complaintdesk.desk import cases, corrections
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import case_deeds, case_steps, course_deeds
from complaintdesk.ui.tabs.answer_step import AnswerStep
from complaintdesk.ui.tabs.attach_step import AttachStep
from complaintdesk.ui.tabs.chase_form import page_chase
from complaintdesk.ui.tabs.contact_step import ContactStep
from complaintdesk.ui.tabs.waves_steps import handle_step


def form_of(name: str, bridge: Bridge, page: CasePage, demand: Demand | None = None) -> StepForm:
    """The area of a deed, for what the rule book asks where it was opened from there."""
    further = course_deeds.course_deed(name)
    return _form(name, bridge, page, demand) if further is None else further.form(bridge, page, demand)


def _form(name: str, bridge: Bridge, page: CasePage, demand: Demand | None) -> StepForm:
    case = page.case
    forms: dict[str, Callable[[], StepForm]] = {
        case_deeds.NOTE: lambda: case_steps.TellStep(
            bridge,
            case,
            translate("CasePanel", "Note"),
            translate("CasePanel", "Save"),
            translate("CasePanel", "What was done or said"),
            cases.note,
        ),
        case_deeds.CONTACT: lambda: ContactStep(bridge, case),
        case_deeds.REPORT: lambda: case_steps.ReportStep(bridge, case),
        case_deeds.CHASE: lambda: page_chase(bridge, page, demand),
        case_deeds.DISPATCH: lambda: case_steps.DispatchStep(bridge, case),
        case_deeds.ANSWER: lambda: AnswerStep(bridge, case),
        case_deeds.HANDLE: lambda: handle_step(bridge, case),
        case_deeds.CLOSE: lambda: case_steps.CloseStep(bridge, case),
        case_deeds.ATTACH: lambda: AttachStep(bridge, case),
        case_deeds.WITHDRAW: lambda: case_steps.WithdrawStep(bridge, case, case_deeds.withdrawable(page)),
        case_deeds.REOPEN: lambda: case_steps.ReasonStep(
            bridge,
            case,
            translate("CasePanel", "A new round"),
            translate("CasePanel", "Reopen"),
            translate("CasePanel", "With what is the caller not content?"),
            cases.reopen,
            given=case_deeds.said_since_handled(page),
        ),
        case_deeds.VOID: lambda: case_steps.ReasonStep(
            bridge,
            case,
            translate("CasePanel", "Void for good"),
            translate("CasePanel", "Void this case"),
            translate("CasePanel", "Why? The case stays in the books under its number"),
            corrections.void,
        ),
    }
    return forms[name]()
