# SPDX-License-Identifier: Apache-2.0
"""The registration form: only the fields of the kind at hand, read into a draft, filled from one, kept as a dict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.lifecycle import is_written_up_late
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.slip_times import read_slip_time
from complaintdesk.domain.terms import CaseKind, Channel, Level
from complaintdesk.errors import UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.case_correction import Correction
from complaintdesk.ui.tabs.case_form_rows import KIND_KEYS, CaseFormRows
from complaintdesk.ui.tabs.case_words import (
    category_choices,
    channels_in_use,
    grades_in_use,
    joined,
    kinds_in_use,
    promises,
    team_choices,
)
from complaintdesk.ui.time_words import exact_words

# Which rows a kind has besides those that all have.
SHOWN: dict[CaseKind, frozenset[str]] = {
    CaseKind.REPAIR: frozenset({"appointment", "charge", "grade"}),
    CaseKind.SPECIAL_SERVICE: frozenset({"appointment", "charge", "service"}),
    CaseKind.ASSISTANCE: frozenset({"appointment"}),
    CaseKind.COMPLAINT: frozenset({"level_criteria"}),
    CaseKind.INQUIRY: frozenset(),
    CaseKind.SUGGESTION: frozenset(),
}


class CaseForm(CaseFormRows):
    """All boxes of a registration. It asks the office for nothing but who calls from where."""

    edited = Signal()  # a person changed something

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.begun_at: datetime | None = None
        self.edited_last = ""  # the name of the field with the keyboard when something was edited
        self.ticked_by_place = False  # a public area ticks itself, and takes its tick along
        self.procedure = bridge.procedure  # whose lists are offered: the one in force, or a corrected case's own
        self.filling = False  # while it is filled by the program, nobody edits
        self.wanted_category: str | None = None  # chosen last, for when a kind that has it comes back
        # The keys of the kinds while those are shut: they must not type a digit into the case that is corrected.
        self._idle_keys = [QShortcut(QKeySequence(key), self) for key in KIND_KEYS]
        self._offer_lists()
        self._connect()
        self.set_kind(self.kind.value)
        self.set_correcting(None)

    def _connect(self) -> None:
        self.kind.changed.connect(self.set_kind)
        self.category.changed.connect(self._category_chosen)
        for ticks in (self.clear_ticks, self.criteria):
            ticks.changed.connect(self._show_reported)
        self.reported_to.changed.connect(self._tick_reported)
        self.received.textChanged.connect(lambda _words: self.show_received())
        self.received.editingFinished.connect(self._complain_received)
        self.caller.follow(self.who, self.bridge)
        self.who.changed.connect(self._place_changed)
        self.who.settled.connect(self.go_on_from_who)
        for signal in (
            *(self.kind.changed, self.category.changed, self.charge.changed, self.grade.changed, self.channel.changed),
            *(self.scope.changed, self.criteria.changed, self.clear_ticks.changed, self.agreed.changed),
            *(self.content.textChanged, self.quoted.textChanged, self.appointment.input.textChanged),
            *(self.caller.changed, self.who.changed, self.who.caller_chosen, self.reported_to.changed),
            *(self.received.textChanged, self.service.first.textChanged, self.service.last.textChanged),
            *(self.own.changed, self.charge_line.edited),
        ):
            signal.connect(self._on_edit)

    def _on_edit(self, *_: object) -> None:
        if self.filling:
            return
        if self.begun_at is None:
            self.begun_at = self.bridge.now()
        focused = QApplication.focusWidget()
        if focused is not None:
            at = (name for name, row in self.fields.items() if row.isAncestorOf(focused))
            self.edited_last = next(at, self.edited_last)
        self.show_received()
        self.show_promise()
        self.edited.emit()

    def set_kind(self, kind: CaseKind) -> None:
        """Shows the fields of the kind at hand; what stands in the others is kept."""
        shown = SHOWN[kind]
        lines = {"appointment": self.appointment, "service": self.service, "grade": self.grade_line}
        for name, line in (lines | {"charge": self.charge_line}).items():
            line.setVisible(name in shown)
        self.fields["level_criteria"].setVisible("level_criteria" in shown and bool(self.procedure.level_criteria))
        self.own.show_fields(self.procedure, kind)
        if not self.filling:
            self.category.settle()  # what is typed or taken out by now counts
        words = "" if self.category.value else self.category.typed
        self.category.set_choices(category_choices(self.procedure, kind))
        if words:
            self.category.put_typed(words)
        elif self.category.offers(self.wanted_category):
            self.category.set_value(self.wanted_category)
        if self.category.value is None:
            self.team.set_value(None)
        self._show_reported()
        self.show_promise()
        self.fields.clear_problems()

    def set_correcting(self, correction: Correction | None) -> None:
        """While a case is corrected its kind and time stand, its own rule book goes, and reporting is another deed."""
        correcting = correction is not None
        self._offer_lists(None if correction is None else correction.procedure)
        self.title.setText(translate("CaseForm", "New case"))
        if correction is not None:
            self.title.setText(translate("CaseForm", "Correcting {number}").format(number=correction.number))
        self.kept.setText("")
        self.kind.setEnabled(not correcting)
        for idle in self._idle_keys:
            idle.setEnabled(correcting)
        self.fields["received_at"].setVisible(not correcting)
        self.charge_line.offer_list(not correcting)
        self.clear_ticks.boxes["reported"].setVisible(not correcting)

    def offer(self, supervisors: Sequence[tuple[int, str, str]]) -> None:
        """Offers whom a complaint can be reported to, and reads the rule book's lists again."""
        before, self.filling = self.filling, True
        self.reported_to.set_choices(supervisors)
        self._offer_lists(None if self.kind.isEnabled() else self.procedure)
        self.who.refresh()
        self.filling = before

    def usual_kind(self, wanted: CaseKind | None = None) -> CaseKind:
        """The kind that a form begins with: the first of the row, where the one wanted is not in use."""
        kinds = [kind for kind, _name in kinds_in_use(self.procedure)]
        return wanted if wanted in kinds else kinds[0]

    def usual_channel(self) -> Channel:
        """The channel that a form begins with: the first of the rule book's."""
        return self.procedure.channels[0].id

    def _offer_lists(self, own: Procedure | None = None) -> None:
        """Offers what a corrected case's own rule book lists, else the one in force, where it is another than before.

        What was chosen stays chosen where the new one has it too; a form not yet begun begins as the new one says.
        """
        wanted = own or self.bridge.procedure
        if self.procedure is wanted and self.kind.value is not None:
            return
        before, self.filling, self.procedure = self.filling, True, wanted
        grades = grades_in_use(wanted)
        self.grade.set_choices([(grade, name) for grade, name, _meaning in grades])
        for grade, name, meaning in grades:
            self.grade.button(grade).setToolTip(look.tip(f"{name}：{meaning}"))
        self.criteria.set_choices([(row.id, row.words) for row in wanted.level_criteria])
        self.team.set_choices(team_choices(self.bridge.procedure))
        self.channel.set_choices(channels_in_use(wanted))
        if self.begun_at is None or self.channel.value is None:
            self.channel.set_value(self.usual_channel())
        self.kind.set_choices(kinds_in_use(wanted))
        self.kind.set_value(self.usual_kind(self.kind.value if self.begun_at else None))
        self.set_kind(self.kind.value)
        self.filling = before

    def is_public(self) -> bool:
        """Whether it is a public area's matter: ticked where there is a tick for it, else known from the place.

        A case that is put right stays what it was as long as its place does.
        """
        is_corrected = not self.kind.isEnabled()
        return self.scope.has("public_area") if self.shows("grade") or is_corrected else self.who.is_public()

    def received_at(self) -> datetime:
        """When the matter came in: as typed, else when the form was begun; raises UserError beside the box."""
        if not self.received.text().strip():
            return self.begun_at or self.bridge.now()
        try:
            return read_slip_time(self.received.text().strip(), self.bridge.office.zone, self.bridge.now())
        except UserError as error:
            raise UserError(error.text, field="received_at", **error.values) from error

    def go_on_from_who(self) -> None:
        """Puts the keyboard where the next word belongs: a caller's gap, or what happened."""
        (self.caller.first_gap() or self.content).setFocus()

    def go_back(self) -> None:
        """Puts the keyboard behind the text edited last; nothing is selected, so that no key replaces it."""
        row = self.fields.get(self.edited_last)
        if row is None and self.who.box.text():
            row = self.who.row
        if row is not None and row.isVisibleTo(self) and row.field.isEnabled():
            row.field.setFocus()
        else:
            self.go_on_from_who()

    def shows(self, name: str) -> bool:
        """Whether the kind at hand has this field."""
        return name in SHOWN[self.kind.value]

    def show_received(self) -> None:
        """Says at the head when the matter came in, exactly when an earlier time was typed."""
        try:
            moment = self.received_at()
        except UserError:
            self.state.hide()
            return
        self.fields["received_at"].set_problem("")
        today = self.bridge.local(self.bridge.now()).date()
        earlier = bool(self.received.text().strip()) or self.bridge.local(moment).date() != today
        clock = self.bridge.local(moment).strftime("%H:%M") if self.begun_at is not None else ""
        self.received.setPlaceholderText(clock or translate("CaseForm", "now"))
        words = translate("CaseForm", "received {moment}")
        if is_written_up_late(moment, self.bridge.now()):
            words = translate("CaseForm", "received {moment}, written up now")
        self.state.setText(words.format(moment=exact_words(moment, self.bridge.zone)))
        self.state.setVisible(earlier and self.kind.isEnabled())

    def show_promise(self) -> None:
        """Says which department it goes to and what it is promised (R-REG-16)."""
        procedure = self.procedure
        category = procedure.category(self.category.value) if self.category.value else None
        department = procedure.department(category.department).name if category else ""
        team = procedure.team(category.team).name if category and category.team else ""
        self.promise.setText(joined((department, team, promises(procedure, self.facts(), self.bridge.office.zone))))

    def facts(self) -> CaseFacts:
        """The matter as far as it is told, as limits see it."""
        start, end = self.appointment.known() if self.shows("appointment") else (None, None)
        return CaseFacts(
            kind=self.kind.value,
            channel=self.channel.value or Channel.PHONE,
            grade=self.grade.value if self.shows("grade") else None,
            level=Level.MAJOR if self.shows("level_criteria") and self.criteria.ticked() else Level.GENERAL,
            category=self.category.value or "",
            public_area=self.scope.has("public_area"),
            complex_job=self.scope.has("complex_job"),
            registered_at=self.begun_at or self.bridge.now(),
            appointment_from=start,
            appointment_to=end,
            round=1,
            void=False,
            orders=(),
            reachable=not self.caller.anonymous.isChecked() or self.who.is_home(),
            own_fields=self.own.known(),
        )

    def _category_chosen(self, category: str | None) -> None:
        self.wanted_category = category
        own_team = self.procedure.category(category).team if category else ""
        self.team.set_value(own_team if self.team.offers(own_team) else None)
        self.fields["team"].setVisible(self.fields["team"].isVisible() and not own_team)
        self.fields["team"].set_problem("")

    def _place_changed(self) -> None:
        public = self.who.is_public()
        if public != self.ticked_by_place and not self.filling:
            self.ticked_by_place = public
            self.scope.boxes["public_area"].setChecked(public)

    def _show_reported(self) -> None:
        """Asks whom it was reported to: where that is ticked, and of what is major at once (R-ESC-04)."""
        told = self.clear_ticks.has("reported")
        is_major = self.kind.isEnabled() and self.shows("level_criteria") and bool(self.criteria.ticked())
        self.fields["reported_to"].setVisible(told or is_major)
        if not told and not self.filling:
            self.reported_to.set_value(None)

    def _tick_reported(self, told: int | None) -> None:
        if told is not None and not self.filling:
            self.clear_ticks.boxes["reported"].setChecked(True)

    def _complain_received(self) -> None:
        try:
            self.received_at()
        except UserError as error:
            self.fields["received_at"].set_problem(words_of(error))
