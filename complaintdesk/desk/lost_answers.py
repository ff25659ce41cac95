# SPDX-License-Identifier: Apache-2.0
"""Deeds whose answer was lost: what nobody knows yet is looked up before the same is done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import signature
from threading import Lock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from sqlalchemy.orm import Session

from complaintdesk.desk.context import Context
from complaintdesk.errors import EnvironmentProblem, SavedUnheard

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office

P = ParamSpec("P")
R = TypeVar("R")


class LostAnswers:
    """What was asked for and not answered, by the token under which it would be in the books.

    Kept however long it takes until it is asked for again: nothing else tells one asked again from another such deed.
    """

    def __init__(self) -> None:
        self._lost: tuple[tuple[Any, str], ...] = ()
        self._changing = Lock()  # a deed may be done in a worker while another is in the window

    @contextmanager
    def asking(
        self, staff_id: int | None, deed: Callable[..., Any], args: Any, kwargs: Any
    ) -> Iterator[tuple[str, bool]]:
        """The token under which to do what is asked, and whether it was asked before and may be in the books by it.

        It is known what became of it unless the block raises EnvironmentProblem.
        """
        bound = signature(deed).bind(None, None, *args, **kwargs)
        bound.apply_defaults()  # what is left out in one screen and given in another is the same
        asked = staff_id, deed, bound.arguments
        with self._changing:
            earlier = next((token for other, token in self._lost if other == asked), None)
        token = earlier or str(uuid4())
        lost = False
        try:
            yield token, earlier is not None
        except EnvironmentProblem as problem:
            lost = not isinstance(problem, SavedUnheard)
            raise
        finally:
            with self._changing:
                others = tuple(each for each in self._lost if each[1] != token)
                self._lost = (*others, (asked, token)) if lost else others


def do_resumable(
    office: Office, deed: Callable[Concatenate[Session, Context, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """What a deed gives that, asked for once more, finds in the books what it did before its answer was lost."""
    try:
        return office.do(deed, *args, **kwargs)
    except SavedUnheard:
        return office.do(deed, *args, **kwargs)
