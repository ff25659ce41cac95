# SPDX-License-Identifier: Apache-2.0
"""The one place where marked English texts become the office's language; needs no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from complaintdesk import paths
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told, UserError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LANGUAGES = ("zh_CN", "en")
_language = ["zh_CN"]
_zone: list[ZoneInfo] = []  # empty until an office is open


def set_language(language: str) -> None:
    """From now on `translate` answers in `language`, one of LANGUAGES; raises UserError for another."""
    if language not in LANGUAGES:
        raise UserError(QT_TRANSLATE_NOOP("errors", "No such language: {language}."), language=language)
    _language[0] = language


def language() -> str:
    """The language in use."""
    return _language[0]


def translate(context: str, text: str, language: str | None = None) -> str:
    """The text in the language in use, or in one of LANGUAGES given: paper is Chinese whatever the screen speaks."""
    language = language or _language[0]
    if language == "en":
        return text
    return _texts(language, context).get(text, text)


def set_zone(zone: ZoneInfo) -> None:
    """From now on times in messages are those of this zone: the office's."""
    _zone[:] = [zone]


def zone() -> ZoneInfo:
    """The office's zone; China's as long as none was open."""
    from zoneinfo import ZoneInfo

    return _zone[0] if _zone else ZoneInfo("Asia/Shanghai")


def words_of(error: Told) -> str:
    """What an error says to a person, with the way out where there is one."""
    text = filled("errors", error.text, error.values)
    if isinstance(error, EnvironmentProblem) and error.advice:
        return text + "\n" + filled("errors", error.advice, error.values)
    return text


def filled(context: str, text: str, values: Mapping[str, object]) -> str:
    """A marked text with its values filled in: times as the office's clock shows them, states by their words."""
    return translate(context, text).format(**{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    from datetime import datetime

    if isinstance(value, Told):
        return words_of(value)
    if isinstance(value, tuple):
        return "\n".join(str(_shown(each)) for each in value)
    if isinstance(value, StrEnum):
        return label(value) if value.__class__.__name__ in _terms() else value.value
    return value.astimezone(zone()).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value


def label(term: StrEnum, language: str | None = None) -> str:
    """The field's word for a member of a closed set, in the language in use or in one given."""
    return translate("terms", _terms()[term.__class__.__name__][term.value], language)


@cache
def _terms() -> Mapping[str, Mapping[str, str]]:
    """The words of all closed sets; a list asks for some with each line, and to import anew takes its time."""
    from complaintdesk.term_words import TERMS

    return TERMS


@cache
def _catalogue(language: str) -> bytes:
    """The .ts file that Qt Linguist edits, as it stands."""
    return paths.shipped("resources", "i18n", f"complaintdesk_{language}.ts").read_bytes()


@cache
def _texts(language: str, context: str) -> dict[str, str]:
    """English → translation within a context; each is read when it is first asked for, which the first window feels."""
    catalogue = _catalogue(language)
    begin = catalogue.find(f"<name>{context}</name>".encode())
    if begin < 0:
        return {}
    found: dict[str, str] = {}
    words = {"source": "", "translation": ""}
    open_at = [""]

    def begun(tag: str, _attributes: dict[str, str]) -> None:
        open_at[0] = tag
        if tag == "message":
            words.update(source="", translation="")

    def said(text: str) -> None:
        if open_at[0] in words:
            words[open_at[0]] += text

    def ended(tag: str) -> None:
        open_at[0] = ""
        if tag == "message" and words["translation"]:
            found[words["source"]] = words["translation"]

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = begun, said, ended
    parser.Parse(b"<context>" + catalogue[begin : catalogue.index(b"</context>", begin)] + b"</context>", True)
    return found
