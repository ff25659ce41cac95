# SPDX-License-Identifier: Apache-2.0
"""The chosen case: its facts, why its time is what it is, its story, and its deeds in the order they come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal

from complaintdesk.desk import case_links, case_pages, demands, explaining, fee_pages
from complaintdesk.desk.dispatching import Dispatched
from complaintdesk.desk.records import CasePage, CaseRecord
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import Level
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui import look, printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.file_target import FileTarget
from complaintdesk.ui.look import Tone
from complaintdesk.ui.palette import Entry, Palette
from complaintdesk.ui.revealing import case_phone
from complaintdesk.ui.tabs import case_deeds, chase_form, course_deeds
from complaintdesk.ui.tabs.attach_step import AttachStep
from complaintdesk.ui.tabs.book_steps import BOOK
from complaintdesk.ui.tabs.case_deeds import DEEDS
from complaintdesk.ui.tabs.case_facts import case_facts, state_tone, state_words, story
from complaintdesk.ui.tabs.case_forms import form_of
from complaintdesk.ui.tabs.case_panel_parts import CasePanelParts
from complaintdesk.ui.tabs.case_words import joined, limit_said
from complaintdesk.ui.tabs.course_deed import Outcome, group_words
from complaintdesk.ui.tabs.demand_list import Line, demand_words, limit_of
from complaintdesk.ui.time_words import Said
from complaintdesk.ui.timeline import steps_of


class CasePanel(CasePanelParts):
    """Shows one case; what is typed for a deed is kept by case until the deed is done."""

    asked_for = Signal(str, object)  # another tab's record: its kind and id
    correct_asked_for = Signal(object)  # a case's id: show it in the form
    again_asked_for = Signal(object)  # the CaseRecord that a new case repeats
    settled = Signal()  # a deed is done or thought better of: nothing is asked here any more

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.page: CasePage | None = None
        self._asked_for: tuple[Demand, ...] = ()  # by the case's rule book
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.ask, name))
        self.more.clicked.connect(self.open_palette)
        self.links.asked_for.connect(partial(self.asked_for.emit, "case"))
        self.fees.asked_for.connect(partial(self.asked_for.emit, "order"))
        self.demands.asked_for.connect(self.ask)
        FileTarget(self, self._may_attach, self._bring)
        self.slot.done.connect(self._done)
        self.slot.left.connect(self._leave)
        self.slot.failed.connect(self._say_problem)
        self._show_nothing()

    def show_case(self, case_id: int | None) -> None:
        """Shows another case, or the same one as it is now."""
        same = self.page is not None and case_id == self.page.case.id
        if not same:
            self.slot.put_away()
            self._arrange()
            self.banner.clear()
        if case_id is None:
            self._show_nothing()
            return
        try:
            self.page = self.bridge.ask(case_pages.case_page, case_id, self.bridge.books)
            office = self.bridge.office
            why = self.bridge.ask(explaining.why, case_id, office.procedure_of, office.calendar_of, office.zone)
            self._asked_for = self.bridge.ask(demands.asked_for, case_id, office.books, self.bridge.now())
        except EnvironmentProblem as problem:
            self._say_problem(problem)
            return
        self.nothing.hide()
        self.body.show()
        self._fill(self.page)
        self.facts.set_facts(case_facts(self.page, why, self.bridge.shown_now(), office.zone))
        running = next((each for each in self.page.commitments if each.met_at is None), None)
        self.why.set_why(why, self.page.events, self.bridge.shown_now(), office.zone, running)
        if not same:
            self.told.to_top()
            self.lines.to_end()
        if self.slot.form is None and self.slot.half_typed(case_id):
            self.ask(self.slot.half_typed(case_id))

    def ask(self, name: str, demand: Demand | None = None) -> None:
        """Opens what a deed asks, or does it where it asks nothing; `demand`: what the rule book wants by it."""
        if self.page is None:
            return
        case = self.page.case
        self.banner.clear()
        at_once: dict[str, Callable[[CaseRecord], object]] = {
            case_deeds.CORRECT: lambda record: self.correct_asked_for.emit(record.id),
            case_deeds.AGAIN: self.again_asked_for.emit,
            case_deeds.FOLLOW_UP: self._follow_up,
            case_deeds.PRINT: self._print,
            course_deeds.SLIP: lambda record: self.asked_for.emit("order", case_deeds.live_orders(record)[-1]),
        }
        if name in at_once:
            at_once[name](case)
            return
        self.slot.open(case.id, name, form_of(name, self.bridge, self.page, demand))
        self._arrange()
        self.lines.to_end()  # what was done last is what goes on now

    def keep(self) -> None:
        """Keeps what is typed for a deed."""
        self.slot.keep()

    def resume(self) -> None:
        """Takes back what who sits here now left half-typed."""
        self.slot.resume()
        self._arrange()

    def take_keyboard(self) -> None:
        """Puts the keyboard on the first deed that can be done; the arrows go on from there."""
        for button in self.buttons.values():
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _show_nothing(self) -> None:
        self.page = None
        self.body.hide()
        self.nothing.show()

    def tell_times(self) -> None:
        """Says again what is left or late, of the case as it was read last."""
        page = self.page
        if page is None:
            return
        now, zone = self.bridge.shown_now(), self.bridge.office.zone
        running = tuple(each for each in page.commitments if each.met_at is None)
        limits = running if state_tone(page.case) is Tone.ACCENT else ()
        said = limit_said(limits[0], now, zone) if limits else Said("", Tone.PLAIN)
        self.due.set_words(said.words, said.tone)
        events = story(page, now, zone)
        self.timeline.set_steps(steps_of(events, limits, now, zone, page.follow_ups), now, zone)
        self.demands.tell_times(now, zone)

    def _fill(self, page: CasePage) -> None:
        case = page.case
        self.number.setText(case.number or case.old_number)
        self.place.set_words(case.place)
        self.state.set_words(state_words(case), state_tone(case))
        self.level.set_words(label(case.level) if case.level is Level.MAJOR else "", Tone.LATE)
        anonymous = translate("CasePanel", "Anonymous")
        confidential = translate("CasePanel", "confidential") if case.confidential else ""
        self.caller.setText(joined((anonymous if case.anonymous else case.caller_name, confidential)))
        self.phone.set_number(case.caller_phone, reveal=case_phone(self.bridge, case.id))
        self.who.setVisible(bool(self.caller.text() or case.caller_phone))
        self.content.setText(case.content)
        self.files.show_files(page.attachments)
        self.course.show_page(page, self.bridge.shown_now(), self.bridge.zone)
        self.links.show_links(self.bridge.ask(case_links.links_of, case.id))
        self.fees.show_fees(self.bridge.ask(fee_pages.fees_of_case, case.id))
        self.tell_times()
        self._show_deeds(page)

    def _show_deeds(self, page: CasePage) -> None:
        tips = case_deeds.deed_tips()
        for deed in DEEDS:
            button = self.buttons[deed.name]
            reason = case_deeds.refusal(deed, page)
            offered = case_deeds.is_offered(deed.name, page.case) and self.bridge.may(deed.right)
            button.setVisible(offered)
            button.setEnabled(not reason)
            tip = f"{tips[deed.name]}  {deed.key}"
            button.setToolTip(look.tip(f"{tip}\n{reason}" if reason else tip))
            button.setAccessibleDescription(reason)
        self.unapproved.tell(self.bridge, page)
        self.unapproved.show_beside(self.slot.form is None)
        self.more.setVisible(bool(course_deeds.offered(self.bridge, page)))
        self.deeds.updateGeometry()
        self.demands.set_lines(self._lines(page), self.bridge.shown_now(), self.bridge.zone)

    def _lines(self, page: CasePage) -> list[Line]:
        """What the case's rule book asks for now, each with the deed that meets it."""
        found = []
        for demand in self._asked_for:
            deed, reason = course_deeds.meeting(demand.events, self.bridge, page)
            words = demand_words(demand, page.procedure)
            found.append(Line(demand, words, limit_of(demand, page), deed, reason))
        return found

    def open_palette(self) -> None:
        """Lists the further deeds, first those that the rule book asks for now."""
        if self.page is not None:
            Palette(self.window(), self.entries()).open(self.more)

    def entries(self) -> list[Entry]:
        """The further deeds on the case shown, first those that the rule book asks for now."""
        page = self.page
        if page is None:
            return []
        wanted = translate("CasePanel", "The procedure asks for")
        entries = []
        for line in self._lines(page):
            if line.deed:
                act = partial(self.ask, line.deed, line.demand)
                entries.append(Entry(wanted, course_deeds.label_of(line.deed), line.words, line.reason, act))
        for deed in course_deeds.offered(self.bridge, page):
            label_, tip = (translate("CourseDeeds", words) for words in (deed.label, deed.tip))
            reason, act = course_deeds.refusal(deed, page), partial(self.ask, deed.name)
            entries.append(Entry(group_words(deed.group), label_, tip, reason, act, id=f"deed/{deed.name}"))
        return entries

    def _done(self, name: str, result: Any) -> None:
        assert self.page is not None
        case_id = self.page.case.id
        self._arrange()
        if name == case_deeds.DISPATCH:
            self._sent(*result)
        elif name == case_deeds.ATTACH:
            words = translate("CasePanel", "{file} is kept with the case.")
            self.banner.say(words.format(file=translate("fields", ", ").join(result)), Tone.GOOD)
        elif name == case_deeds.CHASE:
            chase_form.say_chased(self.bridge, self.banner, self, chase_form.noted_words(), result)
        elif (further := course_deeds.course_deed(name)) is not None:
            self._say_outcome(result if isinstance(result, Outcome) else course_deeds.outcome(further))
        else:
            self.banner.say(case_deeds.done_words()[name], Tone.GOOD, *self._next_deed(name))
        self.show_case(case_id)
        self.lines.to_end()
        self.settled.emit()

    def _say_outcome(self, outcome: Outcome) -> None:
        """What came of a further deed, with a button to the record that it made."""
        show: list[tuple[str, Callable[[], object]]] = []
        if outcome.kind:
            open_ = partial(self.asked_for.emit, outcome.kind, outcome.record_id)
            show.append((translate("CasePanel", "Show it"), open_))
        self.banner.say(outcome.words, Tone.GOOD, *show)

    def _next_deed(self, name: str) -> list[tuple[str, Callable[[], object]]]:
        """The deeds that usually follow, each as a button on the bar; none where it can't be done yet."""
        following = case_deeds.FOLLOWING.get(name, "")
        if self.page is None or not following:
            return []
        now = self.bridge.ask(case_pages.case_page, self.page.case.id, self.bridge.books)
        found = [
            deed.name
            for deed in DEEDS
            if deed.name == following and self.bridge.may(deed.right) and not case_deeds.refusal(deed, now)
        ]
        if name == case_deeds.ANSWER:
            found += [deed.name for deed in course_deeds.offered(self.bridge, now) if deed in BOOK]
        return [(course_deeds.label_of(each), partial(self.ask, each)) for each in found]

    def _leave(self) -> None:
        self._arrange()
        self.slot.say_kept(self.banner, self.ask)
        self.settled.emit()

    def _sent(self, sent: Dispatched, to_print: bool) -> None:
        words = translate("CasePanel", "Slip {number} is issued.").format(number=sent.number)
        said = printing.print_slip(self.bridge, sent.order_id, self) if to_print else ""
        self.banner.say("\n".join(part for part in (words, said) if part), Tone.GOOD)

    def _print(self, case: CaseRecord) -> None:
        said = printing.print_slip(self.bridge, case_deeds.live_orders(case)[-1], self)
        if said:
            self.banner.say(said, Tone.GOOD)
            self.show_case(case.id)

    def _follow_up(self, _case: CaseRecord) -> None:
        assert self.page is not None
        self.asked_for.emit("follow_up", case_deeds.open_follow_ups(self.page)[0].id)

    def _may_attach(self) -> bool:
        button = self.buttons[case_deeds.ATTACH]
        return self.page is not None and not button.isHidden() and button.isEnabled()

    def _bring(self, offered: QMimeData) -> None:
        """Gathers files that were dropped or pasted; they are kept once a person says so."""
        if not isinstance(self.slot.form, AttachStep):
            self.ask(case_deeds.ATTACH)
        form = self.slot.form
        assert isinstance(form, AttachStep)
        form.offer(offered)
        form.start()

    def _say_problem(self, problem: EnvironmentProblem) -> None:
        self.banner.say(words_of(problem), Tone.LATE)
