# SPDX-License-Identifier: Apache-2.0
"""What a further call or visit on the same matter asks: what was said, by whom, how it came, when (R-REG-07)."""

from __future__ import annotations

from typing import Any

from complaintdesk.desk import cases
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.terms import Channel
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, WhoInput
from complaintdesk.ui.tabs.case_words import channels_in_use
from complaintdesk.ui.tabs.tall_step import TallStep


class ContactStep(TallStep):
    """One more call or visit on the same matter (R-REG-07)."""

    def __init__(self, bridge: Bridge, case: CaseRecord) -> None:
        super().__init__(bridge, case, translate("CaseSteps", "Further call or visit"), translate("CaseSteps", "Save"))
        self.words = self.add_words(translate("CaseSteps", "What was said"), lines=2)
        self.channel = FilterBox()
        self.channel.set_choices(channels_in_use(bridge.procedure))
        self.channel.set_value(Channel.PHONE)
        self.name = LineInput()
        self.name.setText(case.caller_name)
        self.phone = WhoInput(size=14)
        self.phone.setPlaceholderText(mask_phone(case.caller_phone))
        self.time = self.time_row()
        self.add_line(
            self._above(translate("CaseSteps", "Name"), self.name, "caller_name"),
            self._above(translate("CaseSteps", "Phone"), self.phone, "caller_phone"),
            self._above(translate("CaseSteps", "Came by"), self.channel, "channel"),
        )
        self.box.addWidget(self.time)

    def _above(self, words: str, field: Any, name: str) -> FieldRow:
        return self.add_field(FieldRow(words, field, above=True), name, lay_out=False)

    def take(self) -> int:
        self.channel.settle()
        if self.channel.value is None:
            raise MissingFields({"channel": QT_TRANSLATE_NOOP("errors", "How did it reach the desk?")})
        told = ContactDraft(
            case_id=self.case.id,
            channel=self.channel.value,
            happened_at=self.time.given() or self.bridge.now(),
            content=self.words.text(),
            caller_name=self.name.text(),
            caller_phone=self.phone.text() or self.case.caller_phone,
        )
        return self.bridge.do(cases.add_contact, told)
