# SPDX-License-Identifier: Apache-2.0
"""The office's own fields in words: what stands in one, and in what two versions of a case differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from complaintdesk.domain.own_fields import OwnValue
from complaintdesk.domain.procedure import Procedure
from complaintdesk.labels import translate

_NONE = "—"


def own_words(value: OwnValue) -> str:
    """A value as a page shows it."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def own_differences(
    procedure: Procedure, there: Mapping[str, str], here: Mapping[str, str], words: str
) -> Iterator[str]:
    """A line for each field in which two versions differ; `words` has places for {fact}, {theirs} and {mine}."""
    for name, old, new in _different(procedure, there, here):
        yield words.format(fact=name, theirs=old, mine=new)


def own_changes(procedure: Procedure, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """A line for each field that was put right."""
    words = translate("CaseFacts", "{fact}: “{old}” → “{new}”")
    for name, was, is_now in _different(procedure, old, new):
        yield words.format(fact=name, old=was, new=is_now)


def _different(
    procedure: Procedure, one: Mapping[str, str], other: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for own in procedure.course.fields:
        if one.get(own.id, "") != other.get(own.id, ""):
            yield own.name, one.get(own.id, "") or _NONE, other.get(own.id, "") or _NONE
