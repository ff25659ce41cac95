# SPDX-License-Identifier: Apache-2.0
"""One fact of the catalogue: what it is called, what sort of value it has, and how that is had from a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.formats import Kind

COUNT = QT_TRANSLATE_NOOP("fields", "{kind} {n}")


@dataclass(frozen=True)
class Field:
    """A fact that can be shown: its name, its English label (context "fields"), and how it is had from its record."""

    name: str
    label: str
    kind: Kind
    sample: object
    width: int  # of a column, in Latin characters; a Chinese one takes two
    get: Callable[[Any], object]

    @property
    def written_as(self) -> Kind:
        """The kind by whose formats it is written: a span of days has no time of day."""
        of_days = isinstance(self.sample, tuple) and not any(isinstance(each, datetime) for each in self.sample)
        return Kind.DAY if self.kind is Kind.SPAN and of_days else self.kind


def field_row(
    name: str, label: str, kind: Kind, sample: object, width: int, get: Callable[[Any], object] | None = None
) -> Field:
    """A field of this name; without `get` it is the record's attribute of the name's last part."""
    return Field(name, label, kind, sample, width, get or attrgetter(name.partition(".")[2]))


def sample_at(day: int, hour: int, minute: int) -> datetime:
    """A moment of the month that samples are of, by the clock of an office in China."""
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)
