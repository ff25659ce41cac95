# SPDX-License-Identifier: Apache-2.0
"""What is typed but not saved: a small database of this desk's own, so that no crash loses a word.

An encrypted office's drafts are sealed one by one with its key; whose they are and of which form stays legible.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from complaintdesk import paths
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.server import names_a_server
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

SCHEMA = "CREATE TABLE IF NOT EXISTS draft (staff_id INTEGER, slot TEXT, contents TEXT, PRIMARY KEY (staff_id, slot))"


def drafts_of(location: str) -> Path:
    """Where this machine keeps the drafts of the office whose database is there: each office has its own.

    A file's are the same however its path is spelled.
    """
    whose = location if names_a_server(location) else str(Path(location).resolve())
    return paths.state_folder() / f"drafts-{hashlib.sha256(whose.encode()).hexdigest()[:16]}.db"


class Drafts:
    """Drafts by member of staff and slot (one for each form that can be open); gone on save, never journaled.

    All raise EnvironmentProblem when the disk refuses.
    """

    def __init__(self, path: Path, key: OfficeKey | None = None) -> None:
        """Opens or makes the small database at `path`, which survives a kill at any moment.

        With a key all that stood there plain is sealed before anything else.
        """
        self._key = key
        with _told():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = sqlite.connect(str(path), isolation_level=None, timeout=5)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute(SCHEMA)
            path.chmod(0o600)
            if key is not None:
                self.use_key(key)

    def use_key(self, key: OfficeKey | None) -> None:
        """Seals all drafts with the office's key, or makes them plain for None; nothing of the others stays behind."""
        with _told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for staff_id, slot, kept in self._connection.execute("SELECT * FROM draft").fetchall():
                    contents = self._opened(staff_id, slot, kept)
                    if contents is not None:
                        text = _sealed(key, staff_id, slot, contents)
                        self._connection.execute("REPLACE INTO draft VALUES (?, ?, ?)", (staff_id, slot, text))
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()  # else every later draft would wait in this transaction, and go with it
                raise
            self._key = key
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep(self, staff_id: int, slot: str, contents: dict[str, Any]) -> None:
        """Keeps what a form holds now, instead of what it held before."""
        text = json.dumps(contents, ensure_ascii=False)
        with _told():
            kept = _sealed(self._key, staff_id, slot, text)
            self._connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (staff_id, slot, kept))

    def kept(self, staff_id: int) -> dict[str, dict[str, Any]]:
        """What this member of staff left unsaved, by slot; what was sealed with another key is left alone."""
        with _told(), closing(self._connection.cursor()) as cursor:
            rows = cursor.execute("SELECT slot, contents FROM draft WHERE staff_id = ? ORDER BY slot", (staff_id,))
            found = {slot: self._opened(staff_id, slot, kept) for slot, kept in rows}
            return {slot: json.loads(text) for slot, text in found.items() if text is not None}

    def forget(self, staff_id: int, slot: str) -> None:
        """Forgets a draft: it was saved, or thrown away on purpose."""
        with _told():
            self._connection.execute("DELETE FROM draft WHERE staff_id = ? AND slot = ?", (staff_id, slot))

    def forget_mentions(self, words: Sequence[str]) -> None:
        """Forgets every draft, whoever typed it, in which one of these words stands; what can't be opened stays."""
        with _told():
            for staff_id, slot, kept in self._connection.execute("SELECT * FROM draft").fetchall():
                text = self._opened(staff_id, slot, kept)
                if text is not None and any(word and word in text for word in words):
                    self.forget(staff_id, slot)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def _opened(self, staff_id: int, slot: str, kept: str) -> str | None:
        """The draft's text, or None when it needs another key than this office has."""
        if kept.startswith("{"):
            return kept
        if self._key is None:
            return None
        try:
            return self._key.unseal(base64.b64decode(kept), _about(staff_id, slot)).decode()
        except ValueError:
            return None


def _sealed(key: OfficeKey | None, staff_id: int, slot: str, text: str) -> str:
    """The text as it is kept: JSON of an object, which begins with a brace, or base64, which doesn't."""
    return text if key is None else base64.b64encode(key.seal(text.encode(), _about(staff_id, slot))).decode("ascii")


def _about(staff_id: int, slot: str) -> str:
    return f"draft {staff_id} {slot}"


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
