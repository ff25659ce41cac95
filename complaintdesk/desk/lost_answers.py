# SPDX-License-Identifier: Apache-2.0
"""Deeds whose answer was lost: what nobody knows yet is looked up before the same is done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from complaintdesk.desk.context import Context
from complaintdesk.errors import SavedUnheard

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office

P = ParamSpec("P")
R = TypeVar("R")

SAME_WITHIN = timedelta(minutes=10)  # once it can be looked up the same asked again is the same, not another such deed


@dataclass(frozen=True)
class _Lost:
    """A deed of which nobody knows yet whether it is saved, and since when that could have been looked up."""

    asked: Any
    token: str
    since: datetime | None = None


class LostAnswers:
    """What was asked for and not answered, by the token under which it would be in the books."""

    def __init__(self) -> None:
        self._lost: tuple[_Lost, ...] = ()

    def token(self, asked: Any, now: datetime) -> str | None:
        """The token under which the same was asked for before; None where that is answered, or long ago."""
        recent = [each for each in self._lost if each.since is None or timedelta(0) <= now - each.since < SAME_WITHIN]
        self._lost = tuple(recent)
        return next((each.token for each in recent if each.asked == asked), None)

    def keep(self, asked: Any, token: str) -> None:
        """Remembers it, for as long as the database can't be reached and a while after."""
        self.forget(token)
        self._lost = (*self._lost, _Lost(asked, token))

    def forget(self, token: str) -> None:
        """It is known now what became of it."""
        self._lost = tuple(each for each in self._lost if each.token != token)

    def reached(self, now: datetime) -> None:
        """The database answers: from now on it could be looked up."""
        if any(each.since is None for each in self._lost):
            self._lost = tuple(_Lost(each.asked, each.token, each.since or now) for each in self._lost)

    def clear(self) -> None:
        """Somebody else sits down, who asked for none of it."""
        self._lost = ()


def do_resumable(
    office: Office, deed: Callable[Concatenate[Session, Context, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """What a deed gives that, asked for once more, finds in the books what it did before its answer was lost."""
    try:
        return office.do(deed, *args, **kwargs)
    except SavedUnheard:
        return office.do(deed, *args, **kwargs)
