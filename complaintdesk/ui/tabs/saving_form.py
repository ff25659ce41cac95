# SPDX-License-Identifier: Apache-2.0
"""What becomes of a form: registered and sent out, corrected, one more call on a case, taken back, or refused."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import cases, corrections, dispatching, same_matter
from complaintdesk.desk.cases import AlreadySaved, Saved
from complaintdesk.desk.dispatching import Dispatched
from complaintdesk.desk.drafts import CaseDraft, ContactDraft
from complaintdesk.desk.same_matter import Earlier
from complaintdesk.domain.terms import CaseState
from complaintdesk.errors import (
    QT_TRANSLATE_NOOP,
    Conflict,
    EnvironmentProblem,
    MissingFields,
    NotYetKnown,
    Told,
    UserError,
)
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import printing, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.conflicts import say_both
from complaintdesk.ui.look import Tone
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs.case_correction import Correction, differences, read_for_correcting
from complaintdesk.ui.tabs.case_form_contents import read_draft, read_whole, refuse_without_team
from complaintdesk.ui.tabs.case_words import registered_words, unsent_words
from complaintdesk.ui.tabs.drafted_form import DraftedForm
from complaintdesk.ui.words import Column

_AROUND = 16  # px kept in view above and below the row that is asked for


class SavingForm(DraftedForm):
    """The form with the deeds it ends in; the buttons that start them stand on `FormCard`."""

    saved = Signal(object)  # the id of the case registered, corrected or contacted about
    reopening_asked_for = Signal(object)  # the id of a handled case that a caller is not content with

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        # What was registered last, what stood in the form, and the slip that was issued with it.
        self._last: tuple[Saved, dict[str, Any], Dispatched | None] | None = None
        inner = Column()
        inner.addWidget(self.form)
        inner.addWidget(self.files)
        self.view = Scrolling(inner)
        self.view.verticalScrollBar().rangeChanged.connect(lambda *_: self._show_refused_soon())

    def save(self) -> None:
        """Registers what is typed, or saves the correction."""
        if self.correction is not None:
            self._correct(self.correction)
        else:
            contents = self._contents()
            saved = self._register()
            if saved is not None:
                self._registered(saved, contents)

    def save_and_print(self) -> None:
        """Registers, dispatches to the category's team and prints the slip."""
        if self.proposals.given().lead is not None:
            self.save()  # the slip is its lead case's
            return
        if self.correction is not None or not self._may_go_out():
            return
        team: str = self.form.team.value
        contents = self._contents()
        saved = self._register()
        if saved is None:
            return
        try:
            sent = self._bridge.do(dispatching.dispatch, saved.id, team)
        except Told as problem:
            if not isinstance(problem, NotYetKnown):  # then the form stays: the same asked again finds what there is
                self._registered(saved, contents)
            self.banner.say(unsent_words(saved, problem), Tone.LATE)
            return
        self._registered(saved, contents, sent)
        said = printing.print_slip(self._bridge, sent.order_id, self)
        if said:
            self.say_in_passing(f"{self.banner.words()}\n{said}", Tone.GOOD)

    def _may_go_out(self) -> bool:
        """Whether a slip can be issued for what is typed; says beside the field what is in the way, before saving."""
        checks = (cases.refuse_incomplete, dispatching.refuse_unsettled_price, partial(refuse_without_team, self.form))
        try:
            read_whole(self.form, self.token, None, *checks)
        except UserError as error:
            self._refuse(error)
            return False
        return True

    def _register(self) -> Saved | None:
        """Registers what is typed; None where it was refused, with the reason beside its field."""
        try:
            repeats = self.repeats[0] if self.repeats else None
            draft = read_whole(self.form, self.token, repeats, cases.refuse_incomplete)
            return self.answers.register(draft, self.proposals.given())
        except AlreadySaved as error:
            self._offer_correction(error)
        except UserError as error:
            self._refuse(error)
        except EnvironmentProblem as problem:
            self.say_problem(problem)
        return None

    def _registered(self, saved: Saved, contents: dict[str, Any], slip: Dispatched | None = None) -> None:
        """Says the number and makes the form ready for the next call; what was registered now can be taken back."""
        self.categories.learn(contents["content"], contents["category"])
        self._end(self.answers.said(registered_words(saved, slip)), saved.id)
        if not saved.existing and self._bridge.may(corrections.take_back):
            self._last = (saved, contents, slip)
            self.banner.add_deed(translate("FormCard", "Take it back (Ctrl+Z)"), self.take_back_by_key)

    def _end(self, words: str, case_id: int) -> None:
        """Keeps the files that were brought along with the case, and says what was done and what could not be."""
        self._last = None
        problems = self.files.attach_to(case_id)
        self.finish()
        if problems:
            self.banner.say("\n".join((words, *problems)), Tone.SOON)
        else:
            self.say_in_passing(words, Tone.GOOD)
        self.saved.emit(case_id)

    def take_back_by_key(self) -> None:
        """Takes the case registered last back into the form (Ctrl+Z), once a person has said yes."""
        if self._last is None:
            words = translate("FormCard", "There is nothing to take back: what was saved earlier is corrected.")
            self.banner.say(words, Tone.PLAIN)
            return
        saved, _contents, slip = self._last
        words = translate("FormCard", "{number} becomes void and fills this form again; its number stays in the books.")
        if slip is not None:
            words += "\n" + translate("FormCard", "Its slip {slip} becomes void as well.").format(slip=slip.number)
        if not self._is_blank():
            words += "\n" + translate("FormCard", "What stands there now waits above meanwhile.")
        title = translate("FormCard", "Take the last registration back?")
        yes = translate("FormCard", "Take it back")
        if prompts.ask_yes_no(self, title, words.format(number=saved.number), yes=yes):
            self._take_back(*self._last)

    def _take_back(self, saved: Saved, contents: dict[str, Any], slip: Dispatched | None) -> None:
        try:
            self._bridge.note(corrections.take_back, saved.id, None if slip is None else slip.order_id)
        except Told as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self._last = None
        if not self._is_blank():
            self._put_aside()
        self._put_back(uuid4().hex, contents)
        self.keep()
        words = translate("FormCard", "{number} is void, its number stays in the books. Mend this and save it anew.")
        self.banner.say(words.format(number=saved.number), Tone.SOON)
        self.saved.emit(saved.id)

    def _correct(self, correction: Correction) -> None:
        try:
            draft = read_draft(self.form, self.token)
            event = self._bridge.do(corrections.correct, correction.deed(draft, self.reason.text()))
        except Conflict as conflict:
            self._show_both(correction, conflict)
        except UserError as error:
            self._refuse(error)
        except EnvironmentProblem as problem:
            self.say_problem(problem)
        else:
            words = translate("FormCard", "Corrected: {number}")
            if event is None:
                words = translate("FormCard", "{number}: nothing was changed")
            self._end(words.format(number=correction.number), correction.case_id)

    def _show_both(self, correction: Correction, conflict: Conflict) -> None:
        """Another desk was faster: says in what the two differ, and lets a person choose."""
        theirs: CaseDraft = conflict.theirs

        def keep_mine() -> None:
            # What was read at first stays the measure: what the other desk changed besides is not undone.
            now = read_for_correcting(self._bridge, correction.case_id)
            self.set_correction(replace(correction, version=now.version))
            self.save()

        def take_theirs() -> None:
            self.correct(correction.case_id)

        lines = differences(theirs, conflict.mine, correction.procedure, self._bridge)
        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _offer_correction(self, error: AlreadySaved) -> None:
        """This form was saved before (the machine stopped in between?): correct that case, or make it a new one."""

        def as_correction() -> None:
            read = read_for_correcting(self._bridge, error.case_id)
            self.form.kind.set_value(read.old.kind)
            self.set_correction(read)
            self.reason.setFocus()

        def as_new() -> None:
            self.token = uuid4().hex
            self.save()

        self.banner.say(
            words_of(error),
            Tone.SOON,
            (translate("FormCard", "Correct it"), as_correction),
            (translate("FormCard", "A new case"), as_new),
        )

    def _contact(self, row: Earlier) -> None:
        """What is typed is one more call on that case (R-REG-07), not a case of its own."""
        form = self.form
        try:
            if form.channel.value is None:
                raise MissingFields({"channel": QT_TRANSLATE_NOOP("errors", "How did it reach the desk?")})
            told = ContactDraft(
                case_id=row.id,
                channel=form.channel.value,
                happened_at=form.received_at(),
                content=form.content.text(),
                caller_name=form.caller.given_name(),
                caller_phone=form.caller.given_phone(),
                token=self.token,
            )
            criteria = form.criteria.ticked() if form.shows("level_criteria") else ()
            self._bridge.note(same_matter.join, told, criteria)
        except UserError as error:
            self._refuse(error)
        except EnvironmentProblem as problem:
            self.say_problem(problem)
        else:
            self._contacted(row)

    def _contacted(self, row: Earlier) -> None:
        """Says that the call is noted; where the case counted as handled, a new round is offered (R-ESC-10)."""
        words = translate("FormCard", "Noted as a further contact: {number}")
        again = row.state is CaseState.HANDLED and self._bridge.may(cases.reopen)
        if again:
            words = translate("FormCard", "Noted as a further contact: {number}. It counts as handled: not content?")
        self._end(words.format(number=row.number), row.id)
        if again:
            reopen = translate("FormCard", "Reopen (Alt+O)")
            self.banner.add_deed(reopen, partial(self.reopening_asked_for.emit, row.id))

    def _refuse(self, error: UserError) -> None:
        self.form.fields.refuse(error, self.banner)
        self._show_refused_soon()

    def _show_refused_soon(self) -> None:
        QTimer.singleShot(0, self, self._show_refused)  # once the words beside the fields have taken their room

    def _show_refused(self) -> None:
        focused = QApplication.focusWidget()
        for row in self.form.fields.values():
            asked_for = row.problem() and focused is not None and row.isAncestorOf(focused)
            if asked_for and self.view.isAncestorOf(row):
                for part in row.refused_parts():
                    self.view.ensureWidgetVisible(part, 0, _AROUND)
