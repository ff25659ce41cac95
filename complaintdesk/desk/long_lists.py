# SPDX-License-Identifier: Apache-2.0
"""Lists of which nobody sees the end: a beginning that is read at once, and the whole, read page by page."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case

LOOKED_AT = 2_000  # of the newest a beginning is found among
PAGE = 1_000  # ids read at a time: between two such pages the window's thread gets its turn

Heed = Callable[[int], object]  # called with how many are read; may raise to stop


@dataclass(frozen=True)
class Beginning:
    """The ids with which a list begins, in its order; `whole` where it ends with them."""

    ids: array[int]
    whole: bool


def begun(listed: Callable[[int], array[int]]) -> Beginning:
    """The beginning of a list in an order of its own, of which the query gives the first so many."""
    ids = listed(LOOKED_AT + 1)
    return Beginning(ids[:LOOKED_AT], whole=len(ids) <= LOOKED_AT)


def heedless(_read: int) -> None:
    """Nobody asks how far the reading is."""


def read_ids(
    session: Session, query: Select[*tuple[Any, ...]], heed: Heed = heedless, kept: Sequence[Collection[int]] = ()
) -> array[int]:
    """The first column of all rows, those that are in each of `kept`; a million of them take eight megabytes.

    They are numbers as the database gives them: nothing is loaded, as that would take three times as long.
    """
    ids: array[int] = array("q")
    with session.connection().execute(query, execution_options={"yield_per": PAGE}) as rows:  # `heed` may stop it
        for page in rows.scalars().partitions():
            ids.extend(each for each in page if all(each in some for some in kept)) if kept else ids.extend(page)
            heed(len(ids))
    return ids


def has_more(session: Session, query: Select[*tuple[Any, ...]]) -> bool:
    """Whether the query has more rows than a beginning is found among."""
    return session.scalars(select(func.count()).select_from(query.limit(LOOKED_AT + 1).subquery())).one() > LOOKED_AT


def are_many(session: Session) -> bool:
    """Whether the books hold so many cases that all of them are counted in a worker."""
    return has_more(session, select(Case.id))
