# SPDX-License-Identifier: Apache-2.0
"""Books that hold something else than was ever written there: told as Damaged, which leads to the restore."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

from complaintdesk.db.engine import DAMAGED, Database
from complaintdesk.db.tables import ProcedureVersion
from complaintdesk.domain.procedure import Procedure, ProcedureMistake, parse_procedure
from complaintdesk.errors import QT_TRANSLATE_NOOP, Damaged, EnvironmentProblem, Told

_NO_VALUE = QT_TRANSLATE_NOOP("errors", "a value is none that was ever written there")
# What reading raises where something else stands than what was written, and what a person is told of it.
_MISREAD: tuple[tuple[type[Exception], str], ...] = (
    (ProcedureMistake, QT_TRANSLATE_NOOP("errors", "the rule book in force can't be read")),
    (ZoneInfoNotFoundError, QT_TRANSLATE_NOOP("errors", "the office's time zone is unknown")),
    (NoResultFound, QT_TRANSLATE_NOOP("errors", "something that belongs there is missing")),
    (MultipleResultsFound, QT_TRANSLATE_NOOP("errors", "something is there twice")),
    (DBAPIError, QT_TRANSLATE_NOOP("errors", "a table is missing or altered")),
    *((kind, _NO_VALUE) for kind in (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)),
    (OSError, _NO_VALUE),  # a time zone that is the name of a folder
)


@contextmanager
def told_as_damage(database: Database) -> Iterator[None]:
    """Within it damaged books raise Damaged, with what is wrong in words; a disk's or a server's refusals pass.

    Goes round the reading of books alone: only there such an error comes from what they hold, and not from the program.
    """
    try:
        yield
    except Damaged:
        raise
    except EnvironmentProblem as problem:
        said = damage_in(problem)
        if said is None:
            raise
        raise damaged(database, said) from problem
    except tuple(kind for kind, _words in _MISREAD) as error:
        words = next(words for kind, words in _MISREAD if isinstance(error, kind))
        raise damaged(database, Told(words)) from error


def damaged(database: Database, said: str | Told) -> Damaged:
    """What is told of damaged books, `said` being what is wrong with them; a server's address is not repeated."""
    if database.is_server:
        return Damaged(
            QT_TRANSLATE_NOOP("errors", "What the database server holds of this office is damaged ({said})."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Restore the newest good backup. What is there is kept aside on the server: a specialist may still "
                "read it.",
            ),
            said=said,
        )
    return Damaged(
        QT_TRANSLATE_NOOP("errors", "The database file {path} is damaged ({said})."),
        QT_TRANSLATE_NOOP(
            "errors", "Restore the newest good backup. The damaged file is kept aside: a specialist may still read it."
        ),
        path=database.location,
        said=said,
    )


def damage_in(problem: EnvironmentProblem) -> str | None:
    """The engine's words for a damaged file, where that is what the problem is."""
    said = str(problem.__cause__).lower()
    return next((words for words in DAMAGED if words in said), None)


def is_as_adopted(version: ProcedureVersion) -> bool:
    """Whether the text of a rule book is the one that was adopted."""
    return hashlib.sha256(version.text.encode()).hexdigest() == version.sha256


def rule_book_of(version: ProcedureVersion) -> Procedure:
    """The rule book that was adopted; ProcedureMistake where its text is no longer one.

    Raises EnvironmentProblem for one that is whole, but only another version of the program can read.
    """
    try:
        return parse_procedure(version.text)
    except ProcedureMistake as mistake:
        if not is_as_adopted(version):
            raise
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors",
                "The rule book in force was adopted with another version of the program: this one can't read it.",
            ),
            QT_TRANSLATE_NOOP("errors", "Install the newest version of the program here; nothing was changed."),
        ) from mistake
