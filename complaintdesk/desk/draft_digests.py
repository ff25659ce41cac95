# SPDX-License-Identifier: Apache-2.0
"""What tells that two drafts of a case are the same one."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from complaintdesk.db.journal import plain
from complaintdesk.db.types import canonical
from complaintdesk.desk.drafts import CaseDraft

# Fields that drafts did not have from the first, with what they hold where nothing was given.
_LATER: dict[str, Any] = {
    "own_fields": (),
    "confidential": False,
    "about_staff_id": None,
    "quotes": (),
    "price_on_site": False,
}


def draft_digest(draft: CaseDraft) -> str:
    """SHA256 of the draft as it was typed: two drafts with equal contents have equal digests."""
    given = {name: value for name, value in asdict(draft).items() if name not in _LATER or value != _LATER[name]}
    values = {name: value if isinstance(value, str | tuple) else plain(value) for name, value in given.items()}
    if draft.quotes:
        values["quotes"] = [{key: plain(value) for key, value in asdict(line).items()} for line in draft.quotes]
    return hashlib.sha256(canonical(values).encode("utf-8", "surrogatepass")).hexdigest()
