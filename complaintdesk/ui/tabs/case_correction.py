# SPDX-License-Identifier: Apache-2.0
"""A correction under way: what was read, what the form says now, and how two versions differ in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from complaintdesk import fields
from complaintdesk.desk import case_pages, corrections, people, staffing
from complaintdesk.desk.drafts import CaseCorrection, CaseDraft
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.procedure import Procedure
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.own_field_words import own_differences
from complaintdesk.ui.time_words import exact_words

_NOT_SHOWN = frozenset({"place_id", "occupant_id", "department"})
_FIELD_OF = {"place_text": "place", "about_staff_id": "about"}


@dataclass(frozen=True)
class Correction:
    """A case as it was read for correcting, and where: its id, number and version, and its own rule book."""

    case_id: int
    number: str
    version: int
    old: CaseDraft
    procedure: Procedure

    def changes(self, new: CaseDraft) -> dict[str, object]:
        """The correctable facts in which the form differs from what was read."""
        names = set(corrections.CORRECTABLE) - {"department"}
        if new.place_id is not None:
            names.discard("place_text")  # a place of the books brings its own name
        return {name: getattr(new, name) for name in names if getattr(new, name) != getattr(self.old, name)}

    def deed(self, new: CaseDraft, reason: str) -> CaseCorrection:
        """What the deed takes."""
        return CaseCorrection(self.case_id, self.version, reason, self.changes(new))


def read_for_correcting(bridge: Bridge, case_id: int) -> Correction:
    """The case as it is now. The version is read first: what changes in between is then refused, never overwritten."""
    page = bridge.ask(case_pages.case_page, case_id, bridge.books)
    draft = bridge.ask(corrections.case_draft, case_id)
    return Correction(case_id, page.case.number, page.case.version, draft, page.procedure)


def differences(theirs: CaseDraft, mine: CaseDraft, procedure: Procedure, bridge: Bridge) -> tuple[str, ...]:
    """In what two versions of a case differ, a line each: the fact, what it is now, what is typed here.

    `procedure` is the case's own rule book.
    """
    words = translate("CaseCorrection", "{fact}: now “{theirs}”, here “{mine}”")
    lines: list[str] = []
    for name in corrections.CORRECTABLE:
        here, there = (getattr(draft, name) for draft in (mine, theirs))
        if name == "place_text":
            here, there = (_place(draft, bridge) for draft in (mine, theirs))
        if here == there or name in _NOT_SHOWN:
            continue
        if name == "own_fields":
            lines += own_differences(procedure, dict(there), dict(here), words)
            continue
        fact = fields.label(f"case.{_FIELD_OF.get(name, name)}")
        said = (_said(name, each, procedure, bridge) for each in (there, here))
        lines.append(words.format(fact=fact, **dict(zip(("theirs", "mine"), said, strict=True))))
    return tuple(lines)


def _place(draft: CaseDraft, bridge: Bridge) -> str:
    """The place as it is called."""
    if draft.place_id is None:
        return draft.place_text
    return bridge.ask(people.place_rows, [draft.place_id])[0].label


def _said(name: str, value: object, procedure: Procedure, bridge: Bridge) -> str:
    """A draft's value as people say it."""
    if isinstance(value, bool):
        return translate("fields", "Yes") if value else translate("fields", "No")
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, datetime):
        return exact_words(value, bridge.zone)
    if isinstance(value, Decimal):
        return show_yuan(value)
    if isinstance(value, tuple):
        known = {row.id: row.words for row in procedure.level_criteria}
        return translate("fields", ", ").join(known.get(each, str(each)) for each in value)
    if name == "category" and value:
        return procedure.category(str(value)).name
    if name == "caller_phone":
        return mask_phone(str(value))
    if name == "about_staff_id" and isinstance(value, int):
        return bridge.ask(staffing.staff_edit, value).name
    return "" if value is None else str(value)
