# SPDX-License-Identifier: Apache-2.0
"""The pages of the help as they are shipped: their order, titles and words, and which of them a search finds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from complaintdesk import paths

# Each page's name and icon, in the order of a clerk's first days; the text is resources/help/<language>/<name>.md.
PAGES: tuple[tuple[str, str], ...] = (
    ("first-day", "book-open"),
    ("today", "sun"),
    ("calls", "file-pen"),
    ("searching", "search"),
    ("faster", "keyboard"),
    ("slips", "wrench"),
    ("reminders", "bell"),
    ("limits", "clock"),
    ("same-matter", "link"),
    ("judging", "square-check"),
    ("follow-ups", "phone-call"),
    ("going-up", "arrow-up"),
    ("ending", "circle-check"),
    ("day", "calendar"),
    ("fees", "receipt"),
    ("households", "house"),
    ("privacy", "lock"),
    ("import", "upload"),
    ("statistics", "chart-column"),
    ("printer", "printer"),
    ("backups", "shield-check"),
    ("several-desks", "database"),
    ("encryption", "key-round"),
    ("people", "users"),
    ("setting-up", "building"),
    ("rule-books", "book-open"),
    ("keys", "keyboard"),
    ("questions", "circle-question-mark"),
    ("trouble", "triangle-alert"),
)
FIRST, KEYS = "first-day", "keys"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class HelpPage:
    """One page: its name, its title, its Markdown."""

    name: str
    title: str
    text: str

    def holds(self, words: str) -> bool:
        """Whether each of the words, parted by blanks, stands somewhere on it, in small letters or capitals."""
        said = plain(self.text).casefold()
        return all(word in said for word in words.casefold().split())


@cache
def help_page(name: str, language: str) -> HelpPage:
    """The page of this name; raises FileNotFoundError when none is shipped."""
    text = paths.shipped("resources", "help", language, f"{name}.md").read_text("utf-8")
    return HelpPage(name, text.partition("\n")[0].removeprefix("# ").strip(), text)


def picture(name: str, language: str) -> Path:
    """The file of a picture that a page names."""
    return paths.shipped("resources", "help", "screens", language, name)


def tips(language: str) -> tuple[str, ...]:
    """The lines of advice, in their order."""
    text = paths.shipped("resources", "help", language, "tips.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line.strip())


def plain(text: str) -> str:
    """A page's words alone, without pictures, the targets of links, and stars."""
    return _LINK.sub(r"\1", _PICTURE.sub("", text)).replace("*", "")


def literal(words: str) -> str:
    """Words that Markdown shows letter by letter."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(words.split()))


def key_table(head: str, what: str, rows: list[tuple[str, str]]) -> str:
    """A table of keys and what they do, in Markdown."""
    lines = [f"| {literal(head)} | {literal(what)} |", "|---|---|"]
    return "\n".join([*lines, *(f"| **{literal(key)}** | {literal(words)} |" for key, words in rows)])
