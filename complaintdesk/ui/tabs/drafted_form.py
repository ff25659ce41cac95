# SPDX-License-Identifier: Apache-2.0
"""A form that is never lost: kept while it is typed, put aside for another call, brought back after a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer

from complaintdesk.desk import attachments, corrections, number_hits
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.pending_files import PendingFiles
from complaintdesk.ui.tabs.answer_proposals import AnswerProposals
from complaintdesk.ui.tabs.case_correction import Correction, read_for_correcting
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.case_form_contents import empty, fill, fill_again, is_blank, keep, put_back
from complaintdesk.ui.tabs.case_proposals import CaseProposals
from complaintdesk.ui.tabs.category_chips import CategoryChips
from complaintdesk.ui.tabs.parked_forms import NEXT_KEY, ParkedForms
from complaintdesk.ui.tabs.phrase_offers import PhraseOffers
from complaintdesk.ui.words import Banner, Card

_PAUSE = 600  # ms of rest in typing after which a form is kept
_SLOT = "case/"


class DraftedForm(Card):
    """The form at hand, the forms put aside, and what becomes of either when somebody else sits down."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.token = uuid4().hex
        self.repeats: tuple[int, str] | None = None  # id and number of the case that this one repeats
        self.correction: Correction | None = None
        self.parked = ParkedForms(bridge)
        self.form = CaseForm(bridge)
        self.phrases = PhraseOffers(bridge, self.form)
        self.categories = CategoryChips(bridge, self.form)
        self.answers = AnswerProposals(bridge, self.form)  # of an enquiry while it is typed
        self.proposals = CaseProposals(bridge, self.form)  # what the call may be, for a person to decide
        self.reason = LineInput(placeholder=translate("FormCard", "The old text stays in the books"))
        self.files = PendingFiles(bridge)  # brought along; kept with the case once it is saved
        self.banner = Banner()
        self._before: str | None = None  # the form put aside for a correction
        self._staff_id: int | None = None
        self._pause = QTimer(self, interval=_PAUSE, singleShot=True)
        self._pause.timeout.connect(self.keep)
        self._in_passing = ""  # what the banner says only until the next call is begun
        self.form.edited.connect(self._pause.start)
        self.form.edited.connect(self._next_call)
        self.reason.textEdited.connect(lambda _words: self._pause.start())
        for part in (self.answers, self.categories, self.phrases):
            part.failed.connect(self.say_problem)
        self.files.changed.connect(self._pause.start)
        self.files.changed.connect(self._next_call)
        self.parked.asked_for.connect(self.take_up)
        words = translate("FormCard", "To the form that waits longest; the one at hand waits instead")
        add_key(self, NEXT_KEY, words, self.take_up_next)

    def resume(self) -> bool:
        """Brings back what who sits here now left unsaved; what another typed waits for them. Says if it is another."""
        staff_id = self._bridge.staff.id if self._bridge.staff else None
        if staff_id == self._staff_id:
            return False
        self.keep()
        self.start_anew()
        self.parked.clear()
        self._staff_id = staff_id
        if staff_id is not None:
            self._bring_back(staff_id)
        return True

    def _bring_back(self, staff_id: int) -> None:
        try:
            kept = self._bridge.forms.kept(staff_id, _SLOT)
        except EnvironmentProblem as problem:
            self.say_problem(problem)
            return
        empty_form = self._contents()  # what an earlier version of the program did not keep stands as in an empty form
        whole = [(token, empty_form | contents) for token, contents in kept.items()]
        whole.sort(key=lambda each: each[1]["begun_at"] or "")
        for token, contents in whole:
            self.parked.put(token, contents)
        if whole:
            self.take_up(whole[-1][0])

    def park(self) -> None:
        """Puts the form aside for another call; an empty one stays where it is."""
        if not self._is_blank():
            self._put_aside()
            self.start_anew()
            self.start()

    def take_up(self, token: str) -> None:
        """Takes up a form that was put aside; the one at hand is put aside instead."""
        contents = self.parked.take(token)
        if contents is not None:
            if not self._is_blank():
                self._put_aside()
            self._put_back(token, contents)

    def take_up_next(self) -> None:
        """Takes up the form that has waited longest, so that one goes round among them all."""
        token = self.parked.longest_waiting()
        if token is not None:
            self.take_up(token)

    def clear(self) -> None:
        """Empties the form, or leaves the correction; what stood there can be brought back."""
        if self._is_blank() and self.correction is None:
            return
        token, contents = self.token, self._contents()

        def bring_back() -> None:
            if not self._is_blank():
                self._put_aside()
            self._put_back(token, contents)
            self.keep()

        self.finish()
        words, again = translate("FormCard", "The form was emptied."), translate("FormCard", "Bring it back")
        self.say_in_passing(words, Tone.PLAIN, (again, bring_back))

    def correct(self, case_id: int) -> None:
        """Shows a saved case in the form for correcting; what is typed now waits above."""
        read = read_for_correcting(self._bridge, case_id)
        before = None
        if not self._is_blank():
            self._put_aside()
            before = self.token
        self.start_anew()
        self._before = before
        self.set_correction(read)
        fill(self.form, read.old)
        self.form.content.setFocus()

    def begin_again(self, case_id: int, number: str) -> None:
        """A new form for the same matter as a closed case, from the same place and caller (R-REG-08)."""
        old = self._bridge.ask(corrections.case_draft, case_id)
        if not self._is_blank():
            self._put_aside()
        self.start_anew()
        fill_again(self.form, old)
        self.repeats = (case_id, number)
        self.set_correction(None)
        self.form.content.setFocus()

    def keep(self) -> None:
        """Keeps what is typed on this machine, so that no crash takes it away."""
        self._pause.stop()
        if self._staff_id is None:
            return
        try:
            if self._is_blank():
                self.form.begun_at = None  # what was touched and left again is no call: the next begins when it comes
                self.form.show_received()
                self._bridge.forms.forget(self._staff_id, _SLOT + self.token)
            else:
                self._bridge.forms.keep(self._staff_id, _SLOT + self.token, self._contents())
                self.form.kept.setText(translate("FormCard", "draft kept"))
        except EnvironmentProblem as problem:
            self.say_problem(problem)

    def finish(self) -> None:
        """What was typed is saved or thrown away: the form is ready for the next call, or shows what waited."""
        self._pause.stop()
        if self._staff_id is not None:
            try:
                self._bridge.forms.forget(self._staff_id, _SLOT + self.token)
            except EnvironmentProblem as problem:
                self.say_problem(problem)
        before = self._before
        self.start_anew()
        if before is not None:
            self.take_up(before)
        self.start()

    def start_anew(self) -> None:
        """An empty form under a token of its own."""
        self._pause.stop()
        self.token = uuid4().hex
        self.repeats, self._before = None, None
        self.reason.clear()
        self.files.clear()
        self.proposals.forget()
        empty(self.form)
        self.set_correction(None)
        self.banner.clear()

    def set_correction(self, correction: Correction | None) -> None:
        """The form corrects this case, or with None registers a new one."""
        self.correction = correction
        self.form.set_correcting(correction)
        self.files.setVisible(correction is None and self._bridge.may(attachments.attach_stored))

    def say_problem(self, problem: EnvironmentProblem) -> None:
        """Says what the machine refuses, above the buttons."""
        self.banner.say(words_of(problem), Tone.LATE)

    def say_in_passing(self, words: str, tone: Tone, *deeds: tuple[str, Callable[[], object]]) -> None:
        """Says what is done with, above the buttons; it goes at the first key of the next call."""
        self._in_passing = words
        self.banner.say(words, tone, *deeds)

    def start(self) -> None:
        """Puts the keyboard where a new call begins, or where a half-typed one goes on."""
        if self._is_blank():
            self.form.who.box.setFocus()
        else:
            self.form.go_back()

    def _next_call(self) -> None:
        """What was saved or emptied before is of no concern to the call that is typed now."""
        if self.banner.words() == self._in_passing:
            self.banner.clear()

    def _is_blank(self) -> bool:
        """Whether nothing is typed and no file waits."""
        return is_blank(self.form) and not self.files.files

    def _put_aside(self) -> None:
        self.keep()
        self.parked.put(self.token, self._contents())

    def _put_back(self, token: str, contents: dict[str, Any]) -> None:
        self.start_anew()
        self.token = token
        repeats, correcting = contents["repeats"], contents["correcting"]
        if repeats is not None and self._is_there(repeats["id"], repeats["number"]):
            self.repeats = (repeats["id"], repeats["number"])
        self.reason.setText(contents["reason"])
        read = None
        if correcting is not None and self._is_there(correcting["case_id"], correcting["number"]):
            now = read_for_correcting(self._bridge, correcting["case_id"])
            # The version read at first: what changed since is then refused, not overwritten.
            read = replace(now, version=correcting["version"])
        self.set_correction(read)
        put_back(self.form, contents)
        self.files.put(contents["files"])
        self.answers.take(contents["answer"])
        self.proposals.put_back(contents["decided"])
        self.form.go_back()

    def _is_there(self, case_id: int, number: str) -> bool:
        """Whether the books still have the case: a form may be older than the backup they were restored from."""
        hit = self._bridge.ask(number_hits.find_number, number)
        return hit is not None and hit.id == case_id

    def _contents(self) -> dict[str, Any]:
        read = self.correction
        repeats = {"id": self.repeats[0], "number": self.repeats[1]} if self.repeats else None
        correcting = {"case_id": read.case_id, "number": read.number, "version": read.version} if read else None
        answer = self.answers.taken_id
        besides = {"repeats": repeats, "correcting": correcting, "reason": self.reason.text(), "answer": answer}
        besides["decided"] = self.proposals.kept()
        return keep(self.form) | besides | {"files": self.files.typed()}
