# SPDX-License-Identifier: Apache-2.0
"""A rule book's rows in words: what stands in a column, and what another text changes: 送达工程部：20分钟 → 5分钟."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from complaintdesk.desk import procedures
from complaintdesk.desk.book_changes import SOURCES, Difference, differences, is_moved, resourced
from complaintdesk.desk.book_rows import Values, names_of
from complaintdesk.desk.book_sections import CONDITION, Column, Section, Sort, members
from complaintdesk.desk.book_sections import section as section_of
from complaintdesk.desk.procedures import Change
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.rulebook_rows import Limit, LimitUnit
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import filled, label, translate
from complaintdesk.term_words import TERMS
from complaintdesk.ui.why_words import limit_words

NOTHING = "—"
# What is in no closed set that people read elsewhere.
_TERMS = {
    "text": QT_TRANSLATE_NOOP("RuleBook", "Words"),
    "number": QT_TRANSLATE_NOOP("RuleBook", "Number"),
    "date": QT_TRANSLATE_NOOP("RuleBook", "Date"),
    "choice": QT_TRANSLATE_NOOP("RuleBook", "Choice"),
    "week": QT_TRANSLATE_NOOP("RuleBook", "Week"),
    "month": QT_TRANSLATE_NOOP("RuleBook", "Month"),
    "always": QT_TRANSLATE_NOOP("RuleBook", "Always"),
    "paid": QT_TRANSLATE_NOOP("RuleBook", "Where it is to be paid for"),
    "handled": QT_TRANSLATE_NOOP("RuleBook", "Handled"),
    "completed": QT_TRANSLATE_NOOP("RuleBook", "Completed"),
    "service_middle": QT_TRANSLATE_NOOP("RuleBook", "Middle of the service"),
    "service_end": QT_TRANSLATE_NOOP("RuleBook", "End of the service"),
    "result_returned": QT_TRANSLATE_NOOP("RuleBook", "Result is back"),
}


class BookWords:
    """Says what stands in a rule book's rows; ids become the names that one of its texts has for them."""

    def __init__(self, *texts: str) -> None:
        """The first text that knows an id says what it is called."""
        self._texts = texts
        self._names: dict[str, dict[str, str]] = {}

    def names(self, key: str) -> dict[str, str]:
        """The names of a table's rows by id."""
        if key not in self._names:
            self._names[key] = {}
            for text in reversed(self._texts):
                self._names[key] |= names_of(text, key)
        return self._names[key]

    def row(self, section: Section, row: Values) -> str:
        """What a row is called: its name, its words, or for which cases it is."""
        if section.single:
            return title(section)
        if words := row.get("name") or row.get("words"):
            return str(words)
        return self.condition(row.get("when", {})) or str(row.get("id", ""))

    def value(self, column: Column, value: Any) -> str:
        """What stands in a column; '' for nothing."""
        if value in (None, "", [], {}):
            return self.condition({}) if column.of is CONDITION and value == {} else ""
        match column.sort:
            case Sort.FLAG:
                return translate("fields", "Yes") if value else translate("fields", "No")
            case Sort.LIMIT:
                return span_words(value)
            case Sort.TERM:
                return term_words(column, str(value))
            case Sort.TERMS:
                return _listed(term_words(column, each) for each in value)
            case Sort.REF:
                return self.names(column.of).get(value, str(value))
            case Sort.REFS:
                return _listed(self.names(column.of).get(each, str(each)) for each in value)
            case Sort.TEXTS:
                return _listed(value)
            case Sort.CHOSEN:
                return "，".join(f"{self.names('fields').get(id_, id_)}：{_listed(value[id_])}" for id_ in value)
            case Sort.TABLE:
                return self.condition(value)
            case Sort.TABLES:
                return "；".join(" ".join(filter(None, self._parts(column.of, each))) for each in value)
        return str(value)

    def condition(self, when: Mapping[str, Any]) -> str:
        """Which cases a condition names: 投诉，重大，非：电梯."""
        parts = []
        for column in CONDITION:
            if column.key not in when:
                continue
            words = self.value(column, when[column.key])
            if column.of == "either":
                told = translate("RuleBook", "{what}: {value}")
                words = title(column) if when[column.key] else told.format(what=title(column), value=words)
            elif column.key in ("except_categories", "waiting"):
                words = translate("RuleBook", "{what}: {value}").format(what=title(column), value=words)
            parts.append(words)
        return translate("RuleBook", "; ").join(filter(None, parts)) or translate("RuleBook", "all cases")

    def _parts(self, columns: Iterable[Column], row: Values) -> Iterable[str]:
        for column in columns:
            if column.listed and column.key in row:
                words = self.value(column, row[column.key])
                if column.sort is Sort.FLAG:
                    words = title(column) if row[column.key] else ""
                yield f"{title(column)} {words}" if column.sort is Sort.WHOLE else words

    def _told_of(self, section: Section, row: Values) -> tuple[str, ...]:
        """What a new row says beside its name: its limit, or where it sets none all that its table lists of it."""
        limit = next((each for each in section.columns if each.sort is Sort.LIMIT and each.needed), None)
        listed = (each for each in section.columns if each.key not in SOURCES)
        parts = self._parts(listed if limit is None else (limit,), row)
        return tuple(part for part in parts if part and part != self.row(section, row))

    def difference(self, found: Difference) -> str:
        """A difference in a line."""
        name = self.row(found.section, found.row)
        if found.column is None:
            gone = found.new is None
            text = translate("RuleBook", "No longer: {name}") if gone else translate("RuleBook", "New: {name}")
            words = text.format(name=name)
            return translate("RuleBook", "; ").join((words, *(() if gone else self._told_of(found.section, found.row))))
        old, new = (self.value(found.column, each) or NOTHING for each in (found.old, found.new))
        text = translate("RuleBook", "{name}, {what}: {old} → {new}")
        if found.column.key in ("limit", "within"):
            text = translate("RuleBook", "{name}: {old} → {new}")
        return text.format(name=name, what=title(found.column), old=old, new=new)


def title(what: Section | Column) -> str:
    """What a table or a column is called."""
    return translate("RuleBook", what.title if isinstance(what, Section) else what.label)


def term_words(column: Column, value: str) -> str:
    """The word of a term."""
    term = next((each for each in members(column) if each.value == value), None)
    return value if term is None else words_of_term(term)


def words_of_term(term: StrEnum) -> str:
    """The word of a member of a closed set."""
    if term.__class__.__name__ in TERMS:
        return label(term)
    return translate("RuleBook", _TERMS[term.value])


def span_words(value: Mapping[str, Any]) -> str:
    """A limit as it stands in the text, in words."""
    unit = next((unit for unit in LimitUnit if unit.value in value), None)
    if unit is None:
        return ""
    amount = value[unit.value]
    return limit_words(Limit(unit, 0 if isinstance(amount, bool) else int(amount)))


def _listed(parts: Iterable[Any]) -> str:
    return translate("fields", ", ").join(map(str, parts))


def change_words(changes: Iterable[Change]) -> list[str]:
    """What `procedures.changes` tells, a line each."""
    return [filled("procedure", each.text, each.values) for each in changes]


def preview(before: str, after: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """All that another text changes: the name of each part, and its lines; () where nothing does.

    ProcedureMistake for a text that is no rule book.
    """
    old, new = parse_procedure(before), parse_procedure(after)
    groups: dict[str, list[str]] = {}
    if old.name != new.name:
        line = translate("RuleBook", "{old} → {new}").format(old=old.name, new=new.name)
        groups[translate("RuleBook", "Rule book")] = [line]
    if lists := change_words(procedures.changes(old, new)):
        groups[translate("RuleBook", "Hours and lists")] = lists
    words = BookWords(after, before)
    for found in differences(before, after):
        groups.setdefault(title(found.section), []).append(words.difference(found))
    for section in is_moved(before, after):
        groups.setdefault(title(section), []).append(translate("RuleBook", "another order"))
    for key, count in resourced(before, after).items():
        line = translate("RuleBook", "{count} sources or remarks").format(count=count)
        groups.setdefault(title(section_of(key)), []).append(line)
    if not groups and before != after:
        groups[translate("RuleBook", "Rule book")] = [translate("RuleBook", "Something that no table shows.")]
    return tuple((name, tuple(lines)) for name, lines in groups.items())


def preview_text(before: str, after: str) -> str:
    """The same as a text to read."""
    return "\n\n".join("\n".join((f"【{name}】", *lines)) for name, lines in preview(before, after))
