# SPDX-License-Identifier: Apache-2.0
"""What stays shut on a case until somebody's word is given (R-ESC-09, R-ESC-14), said beside its buttons."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.desk.records import CasePage
from complaintdesk.domain import approvals
from complaintdesk.labels import words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.case_deeds import DEEDS, Deed
from complaintdesk.ui.words import Text


class Unapproved(Text):
    """A line for each deed that nothing but a missing word keeps from being done: which, whose word, what to do."""

    def __init__(self) -> None:
        super().__init__(wrap=True, role=Colour.SOON, size=look.SIZE_SMALL)
        self.hide()

    def tell(self, bridge: Bridge, page: CasePage) -> None:
        """Says it of this case, to who sits here."""
        lines = []
        for missing in page.unapproved:
            shut = [
                deed.name for deed in DEEDS if deed.event is missing.row.before and _is_possible(deed, bridge, page)
            ]
            reason = words_of(approvals.refusal(page.procedure, missing))
            lines += [f"{case_deeds.deed_words()[name]}: {reason}" for name in shut]
        self.setText("\n".join(lines))

    def show_beside(self, deeds: bool) -> None:
        """Stands there while the deeds do, where there is something to say."""
        self.setVisible(deeds and bool(self.text()))


def _is_possible(deed: Deed, bridge: Bridge, page: CasePage) -> bool:
    """Whether it could be done here and now if the word were given."""
    if not bridge.may(deed.right) or not case_deeds.is_offered(deed.name, page.case):
        return False
    return not case_deeds.refusal(deed, replace(page, unapproved=()))
