# SPDX-License-Identifier: Apache-2.0
"""The binding lists' page (派工单装订, R-WO-04): a month's slips by number, signed month by month."""

from __future__ import annotations

from array import array

from complaintdesk.desk import binding
from complaintdesk.desk.binding import BindingMonth
from complaintdesk.domain.terms import BindingState
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tab import Counted
from complaintdesk.ui.tabs.binding_panel import BindingPanel
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Note, Row


class BindingListsPage(ListTab):
    """The months, the newest first."""

    panel: BindingPanel

    title = QT_TRANSLATE_NOOP("Tab", "Binding")
    icon = "list"
    kind = "binding"
    help_page = "slips"
    work = (binding.sign,)
    tables = frozenset({"work_order", "slip_return", "slip_loss", "binding_list", "case_record", "counter", "staff"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._months: dict[int, BindingMonth] = {}
        self.waiting = Note()
        line = Row(self.waiting)
        line.addStretch(1)
        self.table = RecordTable(
            "binding",
            self._columns(),
            lambda ids: [self._months[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("BindingPage", "Months"),
            empty=(
                translate("BindingPage", "No slip has been issued yet."),
                translate("BindingPage", "A month stands here as soon as it has its first slip."),
            ),
        )
        self.panel = BindingPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self._lay_out("binding", line, share=0.3)

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted | None:
        if bridge.staff is None or not bridge.may(binding.sign):
            return None
        now, zone = bridge.now(), bridge.zone
        return lambda session: binding.unsigned_months(session, now, zone)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _offer(self) -> None:
        months = self.bridge.ask(binding.binding_months, self.bridge.now(), self.bridge.zone)
        self._months = {each.month.toordinal(): each for each in months}
        count = sum(each.over and each.signed_at is None for each in months)
        words = translate("BindingPage", "Months to be signed: {count}").format(count=count)
        self.waiting.setText(words if count else "")

    def _loosen(self) -> None:
        """Nothing but the search box narrows the list."""

    def _list(self) -> None:
        shown = [id_ for id_, each in self._months.items() if self._text in f"{each.month:%Y-%m} {each.signed_by}"]
        self.table.set_ids(array("q", shown))
        if self.table.chosen_id() is None and shown:
            self.table.choose(shown[0])

    def _columns(self) -> list[TableColumn]:
        def signed(each: BindingMonth) -> str:
            if each.signed_at is None:
                if each.over:
                    return translate("BindingPage", "to be signed")
                return translate("BindingPage", "not over yet")
            moment = moment_words(each.signed_at, self.bridge.shown_now(), self.bridge.zone)
            missing = f"{label(BindingState.MISSING)} {each.missing}" if each.missing else ""
            return joined((missing, each.signed_by, moment))

        def ink(each: BindingMonth) -> Colour:
            if each.missing:
                return Colour.LATE
            return Colour.SOON if each.over and each.signed_at is None else Colour.SECOND

        return [
            TableColumn(
                translate("BindingPage", "Month"), 90, lambda each: f"{each.month:%Y-%m}", lambda _each: Colour.ACCENT
            ),
            TableColumn(translate("BindingPage", "Signature"), 150, signed, ink, stretch=True),
        ]
