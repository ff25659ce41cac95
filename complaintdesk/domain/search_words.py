# SPDX-License-Identifier: Apache-2.0
"""What is typed into the search box: words, and filters by field (状态:逾期 楼栋:3); what is offered meanwhile."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from complaintdesk.domain.grams import Wanted, Way, asked
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

Ways = tuple[Way, ...]
MOST_OFFERED = 8
_COLONS = "[:：﹕]"
_QUOTED = '["“”][^"“”]*["“”]?'
_PART = re.compile(rf"(?P<field>[^\s:：﹕\"“”]+){_COLONS}\s*(?P<value>{_QUOTED}|\S*)|(?P<words>{_QUOTED}|\S+)")
_LAST = re.compile(
    rf"(?:^|\s)(?P<field>[^\s:：﹕\"“”]+){_COLONS}\s*(?P<value>[\"“”]?[^\"“”\s]*)$|(?P<word>[^\s:：﹕\"“”]+)$"
)
_OR = re.compile("[,，、|｜]")
_QUOTES = '"“”'
_NAME = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Value:
    """What may stand behind a field: its names (Chinese, then English, then others), its pinyin, what cases have of it.

    `views` are lists of the desk that a case must be in besides: what the clock alone tells, such as late.
    """

    names: tuple[str, ...]
    ways: Ways
    keys: tuple[str, ...] = ()
    views: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Field:
    """A field that can be filtered by: its names (Chinese, then English, then others) and its values.

    One whose values are not all known reads what was typed by `read`, which gives None for what it does not understand;
    `examples` then say how it is written. A value without ways is read like that too.
    """

    names: tuple[str, ...]
    values: tuple[Value, ...] = ()
    keys: tuple[str, ...] = ()
    read: Callable[[str, date], Ways | None] | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Search:
    """What was typed: the words without filters, what the index is asked for, the views that a case must be in."""

    text: str
    words: str
    wanted: Wanted
    views: frozenset[str] = frozenset()

    @property
    def filtered(self) -> bool:
        """Whether more than words was typed."""
        return self.words != " ".join(self.text.split())


@dataclass(frozen=True)
class Offer:
    """A field or a value that would go on from what is typed: as it is shown, and the box's whole text with it."""

    words: str
    text: str


def plain_search(text: str) -> Search:
    """A search by words alone, whatever signs they hold."""
    return Search(text, " ".join(text.split()), asked(text))


def read_search(text: str, fields: Sequence[Field], today: date) -> Search:
    """What the text asks for. Raises UserError (field `search`) for a field or a value that there isn't, naming it.

    Several values part by commas, any of which will do; in quotation marks anything is words.
    """
    words: list[str] = []
    wanted: list[Ways] = []
    views: set[str] = set()
    for part in _PART.finditer(text):
        if part["field"] is None:
            words.append(part["words"].strip(_QUOTES))
        elif not _NAME.search(part["field"]):
            words.append(part[0])  # 10:30
        else:
            ways, more = _filter(part["field"], part["value"], fields, today)
            wanted.append(ways)
            views |= more
    plain = " ".join(words)
    return Search(text, plain, (*asked(plain), *wanted), frozenset(views))


def offers(text: str, fields: Sequence[Field], chinese: bool) -> tuple[Offer, ...]:
    """What the last thing typed may be the beginning of: fields, their values, and values whose field was not named."""
    last = _LAST.search(text)
    if last is None:
        return ()
    at = 0 if chinese else 1
    if last["word"] is not None:
        found = _by_word(last["word"], fields, at)
        begun = text[: last.start("word")]
    else:
        field = _named(last["field"], fields)
        if field is None:
            return ()
        *before, typed = _OR.split(last["value"].strip(_QUOTES))
        there = {fold(each) for each in (*before, typed)}
        fitting = (value for value in field.values if there.isdisjoint(map(fold, value.names)))
        found = _values(field, [value for value in fitting if _fits(typed, value)], at, before)
        begun = text[: last.start("field")]
    return tuple(Offer(shown, f"{begun}{shown}{'' if shown.endswith(':') else ' '}") for shown in found[:MOST_OFFERED])


def _by_word(word: str, fields: Sequence[Field], at: int) -> list[str]:
    named = [each for each in fields if any(fold(name).startswith(fold(word)) for name in each.names)]
    if len(word) > 1:
        named += [each for each in fields if each not in named and any(key.startswith(fold(word)) for key in each.keys)]
        valued = [(each, [value for value in each.values if _fits(word, value)]) for each in fields]
    else:
        valued = []
    return [f"{each.names[at]}:" for each in named] + [
        shown for each, values in valued for shown in _values(each, values, at, [])
    ]


def _values(field: Field, values: Sequence[Value], at: int, before: Sequence[str]) -> list[str]:
    names = (",".join((*before, value.names[min(at, len(value.names) - 1)])) for value in values)
    return [f'{field.names[at]}:"{name}"' if " " in name else f"{field.names[at]}:{name}" for name in names]


def _fits(typed: str, value: Value) -> bool:
    folded = fold(typed)
    return any(fold(name).startswith(folded) for name in value.names) or any(
        key.startswith(folded) for key in value.keys
    )


def _filter(name: str, value: str, fields: Sequence[Field], today: date) -> tuple[Ways, frozenset[str]]:
    """What one filter asks the index for, and the views that it needs."""
    field = _named(name, fields)
    if field is None:
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "“{name}:” is no filter; these are: {names}. Words with a colon go between quotation marks."
            ),
            field="search",
            name=name,
            names=" ".join(each.names[_like(name)] for each in fields),
        )
    ways: list[Way] = []
    views: set[str] = set()
    typed = [each for each in _OR.split(unicodedata.normalize("NFC", value).strip(_QUOTES)) if each.strip()]
    if not typed:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "What is “{name}:” to be? Type it behind the colon."), field="search", name=name
        )
    for each in typed:
        more = _one_value(field, name, each.strip(), today)
        ways += more.ways
        views |= more.views
    if views and len(typed) > 1:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{value}” goes by the clock and can't be one of several here."),
            field="search",
            value=value,
        )
    return tuple(dict.fromkeys(ways)), frozenset(views)


def _one_value(field: Field, name: str, typed: str, today: date) -> Value:
    """The value that was typed: by a whole name, else by the beginning of one alone."""
    whole = [value for value in field.values if fold(typed) in (*map(fold, value.names), *value.keys)]
    fitting = whole if len(whole) == 1 else [value for value in field.values if _fits(typed, value)]
    if len(whole) > 1:
        fitting = whole
    if len(fitting) == 1 and fitting[0].ways:
        return fitting[0]
    meant = fitting[0].names[0] if len(fitting) == 1 else typed
    read = None if len(fitting) > 1 or field.read is None else field.read(meant, today)
    if read:
        return Value((meant,), read)
    names = " ".join(
        (*(value.names[min(_like(name), len(value.names) - 1)] for value in fitting or field.values), *field.examples)
    )
    if fitting:
        text = QT_TRANSLATE_NOOP("errors", "“{name}:{value}” may be one of several: {names}.")
    elif field.read is None:
        text = QT_TRANSLATE_NOOP("errors", "“{name}:” is never “{value}”; it may be: {names}.")
    else:
        text = QT_TRANSLATE_NOOP("errors", "“{name}:{value}” is not understood; it is written like: {names}.")
    raise UserError(text, field="search", name=name, value=typed, names=names)


def _named(name: str, fields: Sequence[Field]) -> Field | None:
    """The field of this name, or that these letters of its pinyin stand for."""
    folded = fold(name)
    return next((each for each in fields if folded in map(fold, each.names)), None) or next(
        (each for each in fields if folded in each.keys), None
    )


def _like(name: str) -> int:
    """Which of the names to answer with: the Chinese one, or the English one where English was typed."""
    return 1 if name.isascii() else 0
