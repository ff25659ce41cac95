# SPDX-License-Identifier: Apache-2.0
"""The fields that an office added to its cases: which a kind has, and what is given in them, checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from complaintdesk.domain.course_rows import FieldType, OwnField
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.terms import CaseKind
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

LONGEST = 200  # characters
_MOST = Decimal("1e12")
_PLACES = -6  # the exponent of the last decimal place that is kept

OwnValue = str | Decimal | date


def field_name(own: OwnField) -> str:
    """What the field is called in a form and in errors."""
    return f"own:{own.id}"


def fields_of(procedure: Procedure, kind: CaseKind) -> tuple[OwnField, ...]:
    """The office's own fields that a kind has, in the rule book's order."""
    return tuple(own for own in procedure.course.fields if own.kinds is None or kind in own.kinds)


def still_missing(procedure: Procedure, kind: CaseKind, given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is asked for of the required fields that hold nothing, by the name of the field."""
    filled = {id_ for id_, words in given if fold(words)}
    asked = QT_TRANSLATE_NOOP("errors", "The office's rule book asks for this.")
    return {field_name(own): asked for own in fields_of(procedure, kind) if own.required and own.id not in filled}


def checked(
    procedure: Procedure, kind: CaseKind, given: Iterable[tuple[str, str]], zone: ZoneInfo, year: int
) -> dict[str, str]:
    """What a case keeps of what was given: texts, numbers in figures, days as ISO dates; nothing that is empty.

    A day without a year is one of `year`. Raises UserError beside the field that is wrong.
    """
    by_id = {own.id: own for own in fields_of(procedure, kind)}
    found = {}
    for id_, words in given:
        if fold(words):
            if id_ not in by_id:
                raise UserError(QT_TRANSLATE_NOOP("errors", "The office's rule book has no such field."))
            found[id_] = read(by_id[id_], words, zone, year)
    return found


def read(own: OwnField, words: str, zone: ZoneInfo, year: int) -> str:
    """The words as the case keeps them; UserError beside the field where they are none of its sort."""
    name = field_name(own)
    match own.type:
        case FieldType.NUMBER:
            return _number(words, name)
        case FieldType.DATE:
            try:
                return parse_instant_words(words, zone, year).day.isoformat()
            except UserError as error:
                raise UserError(error.text, field=name, **error.values) from error
        case FieldType.CHOICE:
            line = clean_line(words, LONGEST, name)
            if line not in own.choices:
                raise UserError(
                    QT_TRANSLATE_NOOP("errors", "One of these is expected: {allowed}."),
                    field=name,
                    allowed="、".join(own.choices),
                )
            return line
    return clean_line(words, LONGEST, name)


def _number(words: str, name: str) -> str:
    plain = unicodedata.normalize("NFKC", words).strip().replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UserError(QT_TRANSLATE_NOOP("errors", "A number is expected, such as 12 or 3.5."), field=name)
    number = number.normalize()
    if abs(number) > _MOST or int(number.as_tuple().exponent) < _PLACES:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This number is too long."), field=name)
    return format(number + 0, "f")  # never -0


def fitting(
    procedure: Procedure, kind: CaseKind, given: Iterable[tuple[str, str]], zone: ZoneInfo
) -> tuple[tuple[str, str], ...]:
    """Of what another case holds in the office's own fields what this kind has a field for and can keep."""
    found = []
    by_id = {own.id: own for own in fields_of(procedure, kind)}
    for id_, kept in given:
        try:
            if id_ in by_id and read(by_id[id_], kept, zone, 1) == kept:
                found.append((id_, kept))
        except UserError:
            continue  # a field of the same id that now holds something else
    return tuple(found)


def as_value(own: OwnField, kept: str) -> OwnValue:
    """What a case keeps, as a sheet holds it: a number as a number, a day as a day."""
    if own.type is FieldType.NUMBER:
        return Decimal(kept)
    return date.fromisoformat(kept) if own.type is FieldType.DATE else kept


def named(procedure: Procedure, kept: Mapping[str, str]) -> tuple[tuple[str, OwnValue], ...]:
    """Name and value of each field that a case keeps something in, in the rule book's order."""
    return tuple((own.name, as_value(own, kept[own.id])) for own in procedure.course.fields if kept.get(own.id))
