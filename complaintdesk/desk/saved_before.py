# SPDX-License-Identifier: Apache-2.0
"""A form that is sent a second time under one token: the same again is found, another is not taken for it."""

from __future__ import annotations

from complaintdesk.desk.context import Context
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


def refuse_changed(context: Context, saved: tuple[object, ...], sent: tuple[object, ...]) -> None:
    """Lets the deed write nothing where the form says what was saved; raises UserError where it says something else."""
    if saved != sent:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This form is saved already, as it read before: look at it, and put it right.")
        )
    context.already_done = True
