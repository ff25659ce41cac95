# SPDX-License-Identifier: Apache-2.0
"""Whether an office is encrypted, and the key that its passphrase opens."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.db import keys
from complaintdesk.db.engine import is_encrypted
from complaintdesk.db.server import names_a_server
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem


def needs_passphrase(location: str | Path) -> bool:
    """Whether the office there is encrypted: a key left behind beside a plain database says nothing."""
    path = Path(location)
    if names_a_server(str(location)) or not path.exists() or not keys.key_file(path).exists():
        return False
    return is_encrypted(path)


def key_for(location: str | Path, passphrase: str | None) -> keys.OfficeKey | None:
    """The key of the office there, None for one that is not encrypted; raises UserError for a wrong passphrase."""
    if not needs_passphrase(location):
        return None
    if not passphrase:
        raise locked()
    return keys.unlock(keys.key_file(Path(location)), passphrase)


def locked() -> EnvironmentProblem:
    """What is said of an encrypted office that no passphrase was given for."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "This office is encrypted: it opens with its passphrase or its recovery code."),
        QT_TRANSLATE_NOOP("errors", "On the command line name a file whose first line it is: --passphrase-file FILE."),
    )
