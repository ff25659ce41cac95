# SPDX-License-Identifier: Apache-2.0
"""What is typed and not saved yet, kept on this machine by who typed it, apart for each office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from complaintdesk.db.drafts_store import Drafts
    from complaintdesk.db.keys import OfficeKey


class KeptForms:
    """Half-typed forms by slot, such as `case/<token>`; opened when first asked. All raise EnvironmentProblem."""

    def __init__(self, location: str, key: OfficeKey | None = None) -> None:
        """`location` is the office's database: the same number means another household in another office.

        With `key` they are sealed, as the office itself is encrypted.
        """
        self._location, self._key = location, key
        self._drafts: Drafts | None = None

    def keep(self, staff_id: int, slot: str, contents: dict[str, Any]) -> None:
        """Keeps what a form holds now, instead of what it held before."""
        self._opened().keep(staff_id, slot, contents)

    def kept(self, staff_id: int, prefix: str) -> dict[str, dict[str, Any]]:
        """What this member of staff left unsaved in the slots that begin like this, the prefix taken off."""
        found = self._opened().kept(staff_id)
        return {slot.removeprefix(prefix): contents for slot, contents in found.items() if slot.startswith(prefix)}

    def forget(self, staff_id: int, slot: str) -> None:
        """Forgets a form: it was saved, or thrown away on purpose."""
        self._opened().forget(staff_id, slot)

    def forget_mentions(self, words: Sequence[str]) -> None:
        """Forgets every form on this machine, whoever typed it, in which one of these stands (R-OWN-04)."""
        self._opened().forget_mentions(words)

    def use_key(self, key: OfficeKey | None) -> None:
        """Seals all forms with the key that the office was encrypted with just now; for None they were made plain.

        Where the disk refuses, no form is kept plain: each one that is to be kept asks it again.
        """
        self.close()
        self._key = key
        self._opened()

    def close(self) -> None:
        """Lets go of the file."""
        if self._drafts is not None:
            self._drafts.close()
            self._drafts = None

    def _opened(self) -> Drafts:
        # Its library is loaded behind the window's first picture.
        from complaintdesk.db.drafts_store import Drafts, drafts_of

        if self._drafts is None:
            self._drafts = Drafts(drafts_of(self._location), self._key)
        return self._drafts
