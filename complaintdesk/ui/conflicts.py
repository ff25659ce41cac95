# SPDX-License-Identifier: Apache-2.0
"""Two versions of one record: what another desk saved meanwhile and what is typed here, for a person to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from complaintdesk.errors import Conflict
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.look import Tone
from complaintdesk.ui.words import Banner


def say_both(
    banner: Banner,
    conflict: Conflict,
    lines: Iterable[str],
    keep_mine: Callable[[], object],
    take_theirs: Callable[[], object],
) -> None:
    """Says in what the two differ, a line each; what is typed stays until one of the two ways on is taken."""
    banner.say(
        "\n".join((words_of(conflict), *lines)),
        Tone.SOON,
        (translate("Conflict", "Save mine"), keep_mine),
        (translate("Conflict", "Take theirs"), take_theirs),
    )


def both(name: str, theirs: object, mine: object) -> str:
    """The line of one fact that differs."""
    words = translate("Conflict", "{name}: there “{theirs}”, here “{mine}”")
    return words.format(name=name, theirs=theirs, mine=mine)
