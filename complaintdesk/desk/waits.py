# SPDX-License-Identifier: Apache-2.0
"""How long nothing is tried any more after wrong passwords or codes: neither a restart nor a clock shortens it (T10).

The time of day can be set ahead while the program is closed. How long a machine has been running nobody can set: what
passed since the last wrong word is the difference, and after a new start of the machine at least its time since then.
A server's time of day goes for all its desks, and no desk sets it.
"""

from __future__ import annotations

from datetime import timedelta

from complaintdesk.db.tables import Credential, RecoveryCode
from complaintdesk.desk.context import Context

FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
Secret = Credential | RecoveryCode


def note_wrong(context: Context, secret: Secret) -> None:
    """Counts a wrong word, and begins the wait that it brings; none while there may be more at once."""
    secret.failures += 1
    wait = wait_after(secret.failures)
    secret.locked_until = context.now + wait if wait else None
    secret.locked_at_uptime = None if context.uptime is None or not wait else int(context.uptime())


def lift(secret: Secret) -> None:
    """Wipes the slate."""
    secret.failures, secret.locked_until, secret.locked_at_uptime = 0, None, None


def left(context: Context, secret: Secret) -> timedelta:
    """How long nothing is tried yet; nothing where no wait is noted, or it was lifted."""
    if secret.locked_until is None:
        return timedelta(0)
    return max(secret.locked_until - context.now, _left_by_uptime(context, secret), timedelta(0))


def wait_after(failures: int) -> timedelta:
    """How long nothing is tried after so many failures: doubled with each, up to a quarter of an hour."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doublings = min(failures - FREE_FAILURES, LONGEST_WAIT // FIRST_WAIT)
    wait: timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return wait


def _left_by_uptime(context: Context, secret: Secret) -> timedelta:
    begun = secret.locked_at_uptime
    if context.uptime is None or begun is None:
        return timedelta(0)
    now = context.uptime()
    passed = now - begun if now >= begun else now  # less than at the wrong word: the machine was started since
    return wait_after(secret.failures) - timedelta(seconds=passed)
