# SPDX-License-Identifier: Apache-2.0
"""What is typed but not saved: a small database of this desk's own, so that no crash loses a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

SCHEMA = "CREATE TABLE IF NOT EXISTS draft (staff_id INTEGER, slot TEXT, contents TEXT, PRIMARY KEY (staff_id, slot))"


class Drafts:
    """Drafts by member of staff and slot (one for each form that can be open); gone on save, never journaled.

    All raise EnvironmentProblem when the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        """Opens or makes the small database at `path`; it survives a kill at any moment."""
        with _told():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = sqlite.connect(str(path), isolation_level=None, timeout=5)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute(SCHEMA)
            path.chmod(0o600)

    def keep(self, staff_id: int, slot: str, contents: dict[str, Any]) -> None:
        """Keeps what a form holds now, instead of what it held before."""
        text = json.dumps(contents, ensure_ascii=False)
        with _told():
            self._connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (staff_id, slot, text))

    def kept(self, staff_id: int) -> dict[str, dict[str, Any]]:
        """What this member of staff left unsaved, by slot."""
        with _told(), closing(self._connection.cursor()) as cursor:
            rows = cursor.execute("SELECT slot, contents FROM draft WHERE staff_id = ? ORDER BY slot", (staff_id,))
            return {slot: json.loads(text) for slot, text in rows}

    def forget(self, staff_id: int, slot: str) -> None:
        """Forgets a draft: it was saved, or thrown away on purpose."""
        with _told():
            self._connection.execute("DELETE FROM draft WHERE staff_id = ? AND slot = ?", (staff_id, slot))

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """Says in words what the disk or the file refuses."""
    try:
        yield
    except (OSError, sqlite.Error) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "What is typed can't be kept on this computer until it is saved: {reason}"),
            QT_TRANSLATE_NOOP("errors", "Save soon. Free some space, or ask for the right to write there."),
            reason=str(error),
        ) from error
