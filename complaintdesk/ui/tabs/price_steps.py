# SPDX-License-Identifier: Apache-2.0
"""The deed of telling the client of a case what the job costs, line by line from the price list (R-WO-07)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from complaintdesk.desk import quoting
from complaintdesk.desk.price_records import drafts_of, quoted_sum
from complaintdesk.desk.quoting import QuoteGiven
from complaintdesk.desk.records import CasePage
from complaintdesk.domain import lifecycle
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.money import parse_yuan, show_yuan
from complaintdesk.domain.terms import CaseState, EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.quote_box import QuoteBox
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.charge_line import on_site_tip, on_site_words
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, asks


class QuoteStep(StepForm):
    """The lines, what they come to, and whether the client agrees; they take the place of what was told before."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        super().__init__(translate("PriceSteps", "What the client was told that it costs"), translate("Dialog", "Save"))
        self._bridge, self._case = bridge, page.case
        self.quote = QuoteBox(bridge, drafts_of(page.case.quotes))
        self.fields.update(self.quote.fields)
        self.box.addWidget(self.quote)
        self.quoted = LineInput()
        self.quoted.setFixedWidth(120)
        self.quoted.setText("" if page.case.quoted is None else show_yuan(page.case.quoted))
        words = translate("PriceSteps", "Price told, yuan")
        self.add_field(FieldRow(words, self.quoted, label_width=120, stretch=False), "quoted")
        self.agreed = TickBox(translate("PriceSteps", "The client agrees to it"))
        self.agreed.setChecked(page.case.price_agreed)
        self.add_field(FieldRow("", self.agreed), "price_agreed")
        self.on_site = TickBox(on_site_words())
        self.on_site.setToolTip(look.tip(on_site_tip()))
        self.on_site.setChecked(page.case.price_on_site)
        self.add_field(FieldRow("", self.on_site), "price_on_site")
        self.quote.changed.connect(self._show_sum)

    def _show_sum(self) -> None:
        """The most that it can come to is the price told; it is to be agreed to anew."""
        self.quoted.setText(show_yuan(quoted_sum(self.quote.lines)[1]) if self.quote.lines else "")
        self.agreed.setChecked(False)

    def take(self) -> None:
        before = self.quote.lines
        lines = self.quote.take()
        if lines != before:  # one that was chosen and not added yet: what it comes to is seen first
            self.quote.add_item()
            raise UserError(QT_TRANSLATE_NOOP("errors", "The service is added: look at the price, then save."))
        quoted = self._price()
        case = self._case
        agreed, on_site = self.agreed.isChecked(), self.on_site.isChecked()
        self._bridge.do(quoting.quote, QuoteGiven(case.id, case.version, lines, quoted, agreed, on_site=on_site))

    def _price(self) -> Decimal | None:
        if not self.quoted.text().strip():
            return None
        try:
            return parse_yuan(self.quoted.text())
        except UserError as error:
            raise UserError(error.text, field="quoted", **error.values) from error

    def start(self) -> None:
        self.quote.item.setFocus()

    def typed(self) -> dict[str, Any]:
        return {
            "quote": self.quote.typed(),
            "quoted": self.quoted.text(),
            "agreed": self.agreed.isChecked(),
            "on_site": self.on_site.isChecked(),
        }

    def put(self, typed: Mapping[str, Any]) -> None:
        if "quote" in typed:  # an earlier version of the program kept none
            self.quote.put(typed["quote"])
        self.quoted.setText(typed.get("quoted", self.quoted.text()))
        self.agreed.setChecked(bool(typed.get("agreed")))
        self.on_site.setChecked(bool(typed.get("on_site")))


def _is_quoted(page: CasePage) -> bool:
    return page.case.kind in ON_SITE and page.case.state in (*lifecycle.OPEN_STATES, CaseState.HANDLED)


PRICES: tuple[CourseDeed, ...] = (
    CourseDeed(
        "quote",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Quote a price"),
        QT_TRANSLATE_NOOP("CourseDeeds", "What the client was told that it costs, from the price list, and their word"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The price told is noted."),
        quoting.quote,
        EventKind.CORRECTED,
        asks(QuoteStep),
        _is_quoted,
    ),
)
