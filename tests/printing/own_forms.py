# SPDX-License-Identifier: Apache-2.0
"""Forms as an office changes them."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.templates import Form

FORM = "reminder"


def retitled(title: str, form_id: str = FORM) -> Form:
    """A shipped form under another title."""
    return replace(shipped(form_id), title=title)
