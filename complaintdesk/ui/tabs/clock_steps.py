# SPDX-License-Identifier: Apache-2.0
"""Limits put off and stopped, and what the client is told and promised; what each deed asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from complaintdesk.desk import clocks
from complaintdesk.desk.records import CasePage, CommitmentRecord
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, PauseReason
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices, TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_steps import CaseStep, TellStep
from complaintdesk.ui.tabs.case_words import channels_in_use
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, asks
from complaintdesk.ui.tabs.moment_row import MomentRow
from complaintdesk.ui.time_words import length_words, moment_words
from complaintdesk.ui.words import Note


def running(page: CasePage) -> tuple[CommitmentRecord, ...]:
    """The limits that are not met yet, by their end; reminders are none."""
    return tuple(each for each in page.commitments if each.met_at is None and not each.reminder)


def extendable(page: CasePage) -> tuple[CommitmentRecord, ...]:
    """The limits that a supervisor can put off; a time agreed with the client is none of them (R-ESC-12)."""
    return tuple(each for each in running(page) if not clocks.is_agreed(page.procedure, each.key))


class PauseStep(CaseStep):
    """What the case waits for, and which limits that stops (R-T-07)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("ClockSteps", "The case waits")
        super().__init__(bridge, page.case, title, translate("ClockSteps", "It waits"))
        self._page = page
        self.reason = Choices([(each, label(each)) for each in PauseReason], wrap=True)
        self.add_field(FieldRow(translate("ClockSteps", "For what?"), self.reason, above=True), "waits_for")
        self.effect = Note(wrap=True)
        self.box.addWidget(self.effect)
        self.words, self.time = LineInput(), self.time_row()
        more = translate("ClockSteps", "More, if any: what is ordered, who comes when")
        self.add_line(self.add_field(FieldRow(more, self.words, above=True), "words", lay_out=False), self.time)
        self.reason.changed.connect(self._say_effect)
        self._say_effect(None)

    def take(self) -> int:
        if self.reason.value is None:
            raise MissingFields({"waits_for": QT_TRANSLATE_NOOP("errors", "For what does it wait?")})
        reason = PauseReason(self.reason.value)
        return self.bridge.do(clocks.pause, self.case.id, reason, self.words.text(), self.time.given())

    def _say_effect(self, reason: PauseReason | None) -> None:
        """Which limits will stand still, and which run on, before it is done."""
        if reason is None:
            self.effect.setText(translate("ClockSteps", "The procedure says which limits stand still meanwhile."))
            return
        now, limits = self.bridge.now(), running(self._page)
        waiting = [each for each in limits if reason in self._page.procedure.commitment(each.key).pauses]
        stops, late = ([each for each in waiting if (each.due_at < now) is is_late] for is_late in (False, True))
        lines = [
            (translate("ClockSteps", "Stand still: {limits}"), stops),
            (translate("ClockSteps", "Run on: {limits}"), [each for each in limits if each not in waiting]),
            (translate("ClockSteps", "Late already, and stay so: {limits}"), late),
        ]
        said = [words.format(limits=_names(found)) for words, found in lines if found]
        if not stops:
            said.insert(0, translate("ClockSteps", "By the procedure no limit of this case stands still for this."))
        self.effect.setText("\n".join(said))


class ResumeStep(CaseStep):
    """That a case waits no more (R-T-07)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        super().__init__(
            bridge, page.case, translate("ClockSteps", "It goes on"), translate("ClockSteps", "It goes on")
        )
        began = next(each for each in reversed(page.events) if each.kind is EventKind.PAUSED and not each.withdrawn)
        now = bridge.now()
        words = translate("ClockSteps", "{reason}: since {moment}, {length}")
        words = words.format(
            reason="" if page.case.waits_for is None else label(page.case.waits_for),
            moment=moment_words(began.happened_at, now, bridge.zone),
            length=length_words(now - began.happened_at),
        )
        self.box.addWidget(Note(words, wrap=True))
        self.words, self.time = LineInput(), self.time_row()
        more = FieldRow(translate("ClockSteps", "More, if any"), self.words, above=True)
        self.add_line(self.add_field(more, "words", lay_out=False), self.time)

    def take(self) -> int:
        return self.bridge.do(clocks.resume, self.case.id, self.words.text(), self.time.given())


class UntilStep(CaseStep):
    """A deed with a time that is still to come; what its words meant when they were typed stays meant."""

    until: MomentRow

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"until_meant": self.until.kept()}

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        self.until.put_kept(typed["until_meant"])


class ExtendStep(UntilStep):
    """Which limit a supervisor puts off, to when and why; its first due time stays on record."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        super().__init__(
            bridge, page.case, translate("ClockSteps", "Put a limit off"), translate("ClockSteps", "Put off")
        )
        self._limits = extendable(page)
        self.limit = FilterBox()
        self.limit.set_choices([(at, self._gist(each)) for at, each in enumerate(self._limits)])
        if len(self._limits) == 1:
            self.limit.set_value(0)
        self.add_field(FieldRow(translate("ClockSteps", "Which limit"), self.limit, above=True), "limit")
        asked = QT_TRANSLATE_NOOP("errors", "Until when? Name the day and the time.")
        self.until = MomentRow(bridge, "due_at", translate("ClockSteps", "Until when"), asked)
        self.add_field(self.until, "due_at")
        self.words = self.add_words(translate("ClockSteps", "Why? The reason stays in the books"), lines=2)

    def take(self) -> int:
        self.limit.settle()
        if self.limit.value is None:
            raise MissingFields({"limit": QT_TRANSLATE_NOOP("errors", "Which limit?")})
        chosen, until = self._limits[self.limit.value], self.until.needed()
        return self.bridge.do(clocks.extend, self.case.id, chosen.key, chosen.round, until, self.words.text())

    def _gist(self, limit: CommitmentRecord) -> str:
        words = translate("ClockSteps", "{limit}, now {moment}")
        due = moment_words(limit.due_at, self.bridge.now(), self.bridge.zone)
        return words.format(limit=limit.name, moment=due)


class PromiseStep(UntilStep):
    """What the client was told will be done, until when, and that they agree (R-REG-16, R-ESC-12)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("ClockSteps", "Told and agreed with the client")
        super().__init__(bridge, page.case, title, translate("ClockSteps", "Agreed"))
        self.words = self.add_words(translate("ClockSteps", "What will be done"), lines=2)
        asked = QT_TRANSLATE_NOOP("errors", "Until when? Name the day and the time.")
        self.until = MomentRow(bridge, "until", translate("ClockSteps", "Done by"), asked)
        self.time = self.time_row()
        self.add_line(self.add_field(self.until, "until", lay_out=False), self.time)
        self.consent = TickBox(translate("ClockSteps", "The client agrees"))
        note = translate("ClockSteps", "or asked for this time; without agreement it goes up the ladder")
        self.add_field(FieldRow("", self.consent, stretch=False, note=note), "consent")

    def take(self) -> int:
        words, consent = self.words.text(), self.consent.isChecked()
        return self.bridge.do(clocks.promise, self.case.id, self.until.needed(), words, consent, self.time.given())


class ConfirmStep(CaseStep):
    """By which way the complainant got the confirmation, and what it says (受理确认, R-REG-09)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("ClockSteps", "Confirmed to the client")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        self.way = FilterBox()
        self.way.set_choices(channels_in_use(page.procedure))
        self.way.set_value(page.case.channel)
        self.time = self.time_row()
        self.add_line(
            self.add_field(FieldRow(translate("ClockSteps", "By"), self.way, above=True), "way", lay_out=False),
            self.time,
        )
        self.words = self.add_words(translate("ClockSteps", "What it says"), given=self._proposal())

    def take(self) -> int:
        self.way.settle()
        if self.way.value is None:
            raise MissingFields({"way": QT_TRANSLATE_NOOP("errors", "How did it reach the client?")})
        return self.bridge.do(clocks.confirm, self.case.id, self.way.value, self.words.text(), self.time.given())

    def _proposal(self) -> str:
        """The time, the number, the receiver's name and the office's phone."""
        case, phone = self.case, self.bridge.office.record.complaint_phone
        words = translate("ClockSteps", "Received {moment} under {number} by {name}.")
        if phone:
            words = translate("ClockSteps", "Received {moment} under {number} by {name}, phone {phone}.")
        received = f"{self.bridge.local(case.received_at):%Y-%m-%d %H:%M}"
        return words.format(moment=received, number=case.number, name=case.first_contact, phone=phone)


def _names(limits: Iterable[CommitmentRecord]) -> str:
    return translate("fields", ", ").join(dict.fromkeys(each.name for each in limits))


def _inform(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("ClockSteps", "The client was told where it stands"), translate("CaseSteps", "Save")
    return TellStep(
        bridge, page.case, title, accept, translate("ClockSteps", "What was the client told?"), clocks.inform
    )


def _is_open(page: CasePage) -> bool:
    return page.case.state in OPEN_STATES


def _is_heard(page: CasePage) -> bool:
    """Whether there is somebody still to be told of it: not aside, not closed."""
    return page.case.state in (*OPEN_STATES, CaseState.HANDLED)


def _is_confirmed(page: CasePage) -> bool:
    """Whether the rule book has cases like this confirmed; complaints always can be (R-REG-09)."""
    asked = any(
        EventKind.CONFIRMED in row.meets and (row.when.kinds is None or page.case.kind in row.when.kinds)
        for row in page.procedure.commitments
    )
    return _is_heard(page) and (asked or page.case.kind is CaseKind.COMPLAINT)


CLOCKS: tuple[CourseDeed, ...] = (
    CourseDeed(
        "confirm",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Confirm receipt"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The client got the number, the receiver's name and the phone"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The confirmation is noted."),
        clocks.confirm,
        EventKind.CONFIRMED,
        asks(ConfirmStep),
        _is_confirmed,
    ),
    CourseDeed(
        "promise",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Agree on a time"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The client was told what is done and until when, and agrees"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The time agreed is noted."),
        clocks.promise,
        EventKind.PROMISED,
        asks(PromiseStep),
        _is_open,
    ),
    CourseDeed(
        "inform",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Keep informed"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The client was told where the matter stands"),
        QT_TRANSLATE_NOOP("CourseDeeds", "What the client was told is noted."),
        clocks.inform,
        EventKind.INFORMED,
        _inform,
        _is_heard,
    ),
    CourseDeed(
        "pause",
        Group.CLOCKS,
        QT_TRANSLATE_NOOP("CourseDeeds", "Wait"),
        QT_TRANSLATE_NOOP("CourseDeeds", "For the client, parts, a third party or a public body: limits stand still"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It waits; note when it goes on."),
        clocks.pause,
        EventKind.PAUSED,
        asks(PauseStep),
        lambda page: _is_open(page) and page.case.waits_for is None,
    ),
    CourseDeed(
        "resume",
        Group.CLOCKS,
        QT_TRANSLATE_NOOP("CourseDeeds", "Go on"),
        QT_TRANSLATE_NOOP("CourseDeeds", "What it waited for is here: the limits run again"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It goes on; the limits run again."),
        clocks.resume,
        EventKind.RESUMED,
        asks(ResumeStep),
        lambda page: page.case.waits_for is not None,
    ),
    CourseDeed(
        "extend",
        Group.CLOCKS,
        QT_TRANSLATE_NOOP("CourseDeeds", "Put a limit off"),
        QT_TRANSLATE_NOOP("CourseDeeds", "By a supervisor, with a reason; the first due time stays on record"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The limit is put off."),
        clocks.extend,
        EventKind.EXTENDED,
        asks(ExtendStep),
        lambda page: _is_open(page) and bool(extendable(page)),
    ),
)
