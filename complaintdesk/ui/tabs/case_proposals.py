# SPDX-License-Identifier: Apache-2.0
"""What the desk proposes while a call is typed: the same matter as another case, one more of a wave; who decides."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import same_matter, waves
from complaintdesk.desk.same_matter import Call, Decided, Earlier
from complaintdesk.desk.waves import Wave
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.time_words import day_words
from complaintdesk.ui.words import Banner, Column

_PAUSE = 250  # ms of rest in typing after which the books are asked
_YES, _NO, _UNDER = "Alt+J", "Alt+K", "Alt+U"
_Whose = tuple[Any, ...]  # of whose call a decision is, and what about: another one's is another's to decide


class CaseProposals(QWidget):
    """Two strips under the form. What nobody decides is left open, and nothing is recorded of it."""

    contact_wanted = Signal(object)  # an Earlier that goes on: what is typed is a contact of it
    again_wanted = Signal(object)  # an Earlier that is over: what is typed repeats it
    not_again_wanted = Signal()
    decided = Signal()  # what is kept of the form has changed
    failed = Signal(object)  # the EnvironmentProblem for which the books could not be asked

    def __init__(self, bridge: Bridge, form: CaseForm) -> None:
        super().__init__()
        self._bridge, self._form = bridge, form
        self.matter, self.wave = Banner(below=True), Banner(below=True)
        column = Column()
        column.addWidget(self.matter)
        column.addWidget(self.wave)
        self.setLayout(column)
        self._apart: list[tuple[_Whose, int]] = []
        self._under: tuple[_Whose, int, str, tuple[int, ...]] | None = None  # whose, lead case, its number, who along
        self._repeats, self._asks = "", True
        self._asking = QTimer(self, interval=_PAUSE, singleShot=True)
        self._asking.timeout.connect(self.look_up)
        form.edited.connect(self._asking.start)
        form.who.changed.connect(self.look_up)
        form.kind.changed.connect(lambda _kind: self.look_up())

    def show_for(self, repeats: str, asks: bool) -> None:
        """What it goes by: the number that this call is said to repeat, and whether anything is to be proposed."""
        self._repeats, self._asks = repeats, asks
        self.look_up()

    def look_up(self) -> None:
        """Asks the books what the call may be, as it is typed now."""
        self._asking.stop()
        try:
            self._propose_matter()
            self._propose_wave()
        except EnvironmentProblem as problem:
            self.failed.emit(problem)
        self.setVisible(bool(self.matter.words() or self.wave.words()))

    def given(self) -> Decided:
        """What was decided of the call as it stands now."""
        apart = tuple(dict.fromkeys(case_id for whose, case_id in self._apart if whose == self._whose()))
        if self._under is None or self._under[0] != self._of_wave():
            return Decided(apart)
        return Decided(apart, self._under[1], self._under[3])

    def forget(self) -> None:
        """A new call: nothing is decided yet."""
        self._apart, self._under = [], None

    def kept(self) -> dict[str, Any]:
        """What was decided, as JSON can hold it."""
        given = self.given()
        number = self._under[2] if self._under is not None else ""
        return {"apart": given.apart, "lead": given.lead, "number": number, "along": given.along}

    def put_back(self, kept: dict[str, Any]) -> None:
        """Takes up what was decided, for the form as it stands now."""
        self._apart = [(self._whose(), case_id) for case_id in kept["apart"]]
        self._under = None
        if kept["lead"] is not None:
            self._under = (self._of_wave(), kept["lead"], kept["number"], tuple(kept["along"]))
        self.look_up()

    def _propose_matter(self) -> None:
        if self._repeats:
            words = translate("FormCard", "The same matter again as {number}.").format(number=self._repeats)
            self.matter.say(words, Tone.SOON)
            self.matter.add_deed(translate("FormCard", "It is not"), self.not_again_wanted.emit, _NO)
            return
        found = self._bridge.ask(same_matter.proposed, self._call(), self._form.procedure, self.given().apart)
        if not self._asks or found is None:
            self.matter.clear()
            return
        self.matter.say(self._words(found), Tone.SOON)
        yes, wanted = translate("FormCard", "Again"), self.again_wanted
        if found.goes_on:
            yes, wanted = translate("FormCard", "Note as contact"), self.contact_wanted
        self.matter.add_deed(yes, lambda: wanted.emit(found), _YES)
        self.matter.add_deed(translate("Proposals", "Not the same"), lambda: self._keep_apart(found), _NO)

    def _propose_wave(self) -> None:
        if self._under is not None and self._under[0] == self._of_wave():
            words = translate("Proposals", "Goes along with the lead case {number}.").format(number=self._under[2])
            self.wave.say(words, Tone.ACCENT)
            self.wave.add_deed(translate("Proposals", "By itself"), self._leave_wave, _UNDER)
            return
        place_id = self._form.who.place_id()
        found = None
        if self._asks and self._form.category.value and place_id is not None:
            found = self._bridge.ask(waves.proposed, self._form.facts(), place_id, self._form.procedure)
        if found is None:
            self.wave.clear()
            return
        words = translate("Proposals", "Household {count} of building {building}: {category}. Under {number}?")
        told = {"building": found.building, "category": found.category_name, "number": found.lead_number}
        self.wave.say(words.format(count=found.households, **told), Tone.SOON)
        self.wave.add_deed(translate("Proposals", "Put under it"), lambda: self._put_under(found), _UNDER)

    def _keep_apart(self, earlier: Earlier) -> None:
        self._apart.append((self._whose(), earlier.id))
        self.look_up()
        self.decided.emit()

    def _put_under(self, wave: Wave) -> None:
        self._under = (self._of_wave(), wave.lead_id, wave.lead_number, wave.along)
        self.look_up()
        self.decided.emit()

    def _leave_wave(self) -> None:
        self._under = None
        self.look_up()
        self.decided.emit()

    def _call(self) -> Call:
        form = self._form
        return Call(
            kind=form.kind.value,
            place_id=form.who.place_id(),
            phone=form.caller.given_phone(),
            category=form.category.value or "",
            words=form.content.text(),
            at=form.begun_at or self._bridge.now(),
        )

    def _whose(self) -> _Whose:
        return self._form.kind.value, self._form.who.place_id()

    def _of_wave(self) -> _Whose:
        return *self._whose(), self._form.category.value

    def _words(self, earlier: Earlier) -> str:
        zone = self._bridge.zone
        day = day_words(earlier.received_at.astimezone(zone).date(), self._bridge.now().astimezone(zone).date())
        words = translate("Proposals", "{number} ({day}, {state}, {by}): the same matter?")
        return words.format(number=earlier.number, day=day, state=label(earlier.state), by=earlier.by)
