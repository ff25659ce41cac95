# SPDX-License-Identifier: Apache-2.0
"""What is named on the command line, read from its words: days, numbers, files, members of closed sets."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path

from complaintdesk.domain.numbering import Number, parse_number
from complaintdesk.errors import UserError
from complaintdesk.labels import LANGUAGES, label, translate, words_of
from complaintdesk.printing.papers import PaperSize, paper_meant

MOST_COPIES = 500


def day(text: str) -> date:
    """A day as 2026-10-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(translate("cli", "a day is written 2026-10-31")) from error


def month(text: str) -> tuple[int, int]:
    """Year and month of 2026-10."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(translate("cli", "a month is written 2026-10")) from error
    return first.year, first.month


def number(text: str) -> Number:
    """A number of ours, as BX2026-000912."""
    found = parse_number(text)
    if found is None:
        raise argparse.ArgumentTypeError(translate("cli", "a number is written BX2026-000912"))
    return found


def copies(text: str) -> int:
    """How many sheets: 1 to MOST_COPIES."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= MOST_COPIES:
        raise argparse.ArgumentTypeError(
            translate("cli", "sheets are a number from 1 to {most}").format(most=MOST_COPIES)
        )
    return int(text)


def workbook(text: str) -> Path:
    """A file that ends in .xlsx."""
    return _named(text, ".xlsx")


def report(text: str) -> Path:
    """A file that ends in .xlsx or .pdf."""
    return pdf(text) if text.lower().endswith(".pdf") else workbook(text)


def archive(text: str) -> Path:
    """A file that ends in .zip."""
    return _named(text, ".zip")


def pdf(text: str) -> Path:
    """A file that ends in .pdf."""
    return _named(text, ".pdf")


def paper(text: str) -> PaperSize:
    """A paper by its name."""
    try:
        return paper_meant(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(words_of(error)) from error


def _named(text: str, suffix: str) -> Path:
    if not text.lower().endswith(suffix):
        raise argparse.ArgumentTypeError(translate("cli", "this file's name ends in {suffix}").format(suffix=suffix))
    return Path(text)


def one_of(terms: type[StrEnum]) -> Callable[[str], StrEnum]:
    """Reads a member of a closed set by its id, or by its word in either language."""
    known = {term.value: term for term in terms} | {label(term, each): term for term in terms for each in LANGUAGES}

    def read(text: str) -> StrEnum:
        if text not in known:
            told = translate("cli", "“{found}” is none of: {allowed}").format(found=text, allowed=all_of(terms))
            raise argparse.ArgumentTypeError(told)
        return known[text]

    return read


def all_of(terms: type[StrEnum]) -> str:
    """The members of a closed set, each with its word."""
    return ", ".join(f"{term.value} {label(term)}" for term in terms)
