# SPDX-License-Identifier: Apache-2.0
"""Waves in the case panel (R-CLS-08): putting cases under a lead case, taking one out, handling them together."""

from __future__ import annotations

from complaintdesk.desk import cases, leading, waves
from complaintdesk.desk.joining import Candidate
from complaintdesk.desk.leading import Member
from complaintdesk.desk.records import CasePage, CaseRecord
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_form_parts import Ticks
from complaintdesk.ui.tabs.case_steps import CaseStep, ReasonStep, TellStep
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, Outcome, asks
from complaintdesk.ui.tabs.tall_step import TallStep
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Note


class LeadStep(TallStep):
    """Which of the building's open cases go along with this one."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("WavesSteps", "Lead a wave: which cases go along with this one?")
        super().__init__(bridge, page.case, title, translate("WavesSteps", "Put under this one"))
        rows = bridge.ask(waves.could_go_along, page.case.id)
        self.which = Ticks([(str(row.id), _gist(row, bridge)) for row in rows])
        self.which.put([str(row.id) for row in rows])
        self.add_field(FieldRow(translate("WavesSteps", "Go along"), self.which, above=True), "members", "lead")
        if not rows:
            words = translate(
                "WavesSteps", "No later open case of this category in the building. An earlier one leads."
            )
            self.box.addWidget(Note(words, wrap=True))
        self.words = self.add_words(translate("WavesSteps", "Why, if that needs saying"), lines=2)

    def take(self) -> Outcome:
        members = [int(name) for name in self.which.ticked()]
        count = self.bridge.do(waves.lead, self.case.id, members, self.words.text())
        return Outcome(translate("WavesSteps", "{count} cases go along with this one now.").format(count=count))


class UnderStep(TallStep):
    """Which case leads this one: one of the building, or any by its number."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("WavesSteps", "Goes along with a lead case")
        super().__init__(bridge, page.case, title, translate("WavesSteps", "Put under it"))
        self.lead = FilterBox(placeholder=translate("EndingSteps", "Choose a case, or type its number"), free=True)
        rows = bridge.ask(waves.could_lead, page.case.id)
        self.lead.set_choices([(row.id, _gist(row, bridge)) for row in rows])
        note = translate("WavesSteps", "of the same category in the building") if rows else ""
        row = FieldRow(translate("WavesSteps", "Lead case"), self.lead, above=True, note=note)
        self.add_field(row, "lead", "members")
        self.words = self.add_words(translate("WavesSteps", "Why, if that needs saying"), lines=2)
        words = translate("WavesSteps", "It keeps its number and its caller; slip and handling are the lead case's.")
        self.box.addWidget(Note(words, wrap=True))

    def take(self) -> Outcome:
        lead = self.case_chosen(self.lead, "lead")
        if lead is None:
            raise MissingFields({"lead": QT_TRANSLATE_NOOP("errors", "With which case does it go along?")})
        self.bridge.do(waves.lead, lead, [self.case.id], self.words.text())
        return Outcome(translate("WavesSteps", "It goes along with the lead case."), "case", lead)


class HandleStep(TallStep):
    """With what result a lead case was handled, and which cases with it."""

    def __init__(self, bridge: Bridge, case: CaseRecord, along: tuple[Member, ...]) -> None:
        super().__init__(bridge, case, translate("CasePanel", "Handle"), translate("CasePanel", "Handled"))
        self.along = along
        self.box.addWidget(Note(along_words(along), wrap=True))
        self.words = self.add_words(translate("CasePanel", "With what result"), lines=2, given=case.outcome)
        self.time = self.time_row()
        self.box.addWidget(self.time)

    def take(self) -> int:
        along = [each.id for each in self.along]
        return self.bridge.do(cases.handle, self.case.id, self.words.text(), self.time.given(), along)


def handle_step(bridge: Bridge, case: CaseRecord) -> CaseStep:
    """What handling a case asks, alone or as the lead case of a wave."""
    along = bridge.ask(leading.along_with, case.id)
    if along:
        return HandleStep(bridge, case, along)
    title, accept = translate("CasePanel", "Handle"), translate("CasePanel", "Handled")
    ask = translate("CasePanel", "With what result")
    return TellStep(bridge, case, title, accept, ask, cases.handle, case.outcome)


def along_words(members: tuple[Member, ...]) -> str:
    """Which cases are handled along, with how many they are."""
    which = "; ".join(joined((each.number, each.place)) for each in members)
    words = translate("WavesSteps", "{count} cases go along and are handled with these words: {cases}")
    return words.format(count=len(members), cases=which)


def _gist(row: Candidate, bridge: Bridge) -> str:
    return joined((row.number, row.place, moment_words(row.received_at, bridge.now(), bridge.zone)))


def _release(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("WavesSteps", "Out of the wave"), translate("WavesSteps", "Take it out")
    ask = translate("WavesSteps", "Why does it go on by itself?")
    return ReasonStep(bridge, page.case, title, accept, ask, waves.release)


def _may_lead(page: CasePage) -> bool:
    return page.case.state in OPEN_STATES and page.case.lead_case_id is None


def _may_go_along(page: CasePage) -> bool:
    return page.case.state in OPEN_STATES


def _goes_along(page: CasePage) -> bool:
    return page.case.lead_case_id is not None


WAVES: tuple[CourseDeed, ...] = (
    CourseDeed(
        "lead_wave",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Lead a wave"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Several households, one matter: others are handled along with this case"),
        QT_TRANSLATE_NOOP("CourseDeeds", "They go along with this case."),
        waves.lead,
        EventKind.LED,
        asks(LeadStep),
        _may_lead,
    ),
    CourseDeed(
        "go_along",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Under a lead case"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The same matter as a neighbour's: it is handled along with that case"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It goes along with the lead case."),
        waves.lead,
        EventKind.LED,
        asks(UnderStep),
        _may_go_along,
    ),
    CourseDeed(
        "leave_wave",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Out of the wave"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It goes on by itself: its own slip, its own limits"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It goes on by itself from now on."),
        waves.release,
        EventKind.LED,
        _release,
        _goes_along,
    ),
)
