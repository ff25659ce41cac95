# SPDX-License-Identifier: Apache-2.0
"""The kinds of error that are no bugs: what a person typed, and what the machine refuses."""

from __future__ import annotations

from typing import Any


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate knows only this name
    """The English text itself, marked for translation; `labels` looks it up where it is shown."""
    return text


class Told(Exception):
    """An error with words for a person: an English text with {names}, and the values for them."""

    def __init__(self, text: str, /, **values: Any) -> None:
        super().__init__(text)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        """The marked text with its {names} left open, so that no personal value reaches a log."""
        return self.text


class UserError(Told):
    """Something asked for that can't be done as it stands; `field` names the input it belongs beside."""

    def __init__(self, text: str, /, field: str = "", **values: Any) -> None:
        super().__init__(text, **values)
        self.field = field


class MissingFields(UserError):
    """Fields left empty that the rules demand (不缺项, R-REG-03): name of the input → what is asked for."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(
            QT_TRANSLATE_NOOP("errors", "Something is still missing: see the notes beside the fields."),
            field=next(iter(missing)),
        )
        self.missing = missing


class Conflict(UserError):
    """Somebody else changed the record meanwhile; carries both versions so that neither is lost."""

    def __init__(self, theirs: Any, mine: Any) -> None:
        super().__init__(QT_TRANSLATE_NOOP("errors", "This record was changed at another desk in the meantime."))
        self.theirs = theirs
        self.mine = mine


class EnvironmentProblem(Told):
    """The disk, a printer, a server or a file refuses; `advice` says the way out."""

    def __init__(self, text: str, /, advice: str, **values: Any) -> None:
        super().__init__(text, **values)
        self.advice = advice


class ServerGone(EnvironmentProblem):
    """The database server can't be reached now; the same asked again later may go well."""

    def __init__(self) -> None:
        super().__init__(
            QT_TRANSLATE_NOOP("errors", "The database server can't be reached."),
            QT_TRANSLATE_NOOP("errors", "Check the network and the server, then try again; the form is still there."),
        )


class SavedUnheard(EnvironmentProblem):
    """What was asked for is in the books: only the answer did not arrive. Doing it again would do it twice."""

    def __init__(self) -> None:
        super().__init__(
            QT_TRANSLATE_NOOP("errors", "It is saved: only the answer did not arrive."),
            QT_TRANSLATE_NOOP("errors", "Nothing has to be done again."),
        )


class NotYetKnown(EnvironmentProblem):
    """The answer to a save did not arrive, and the database can't be asked: it may be in the books or not."""

    def __init__(self) -> None:
        super().__init__(
            QT_TRANSLATE_NOOP("errors", "It may be saved or not: the database's answer did not arrive."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Leave it as it stands. When the database can be reached again, do the same once more: then it is "
                "looked up first, and nothing is saved twice.",
            ),
        )


class Damaged(EnvironmentProblem):
    """The database file can't be relied on any more: a backup must take its place."""
