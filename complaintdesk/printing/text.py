# SPDX-License-Identifier: Apache-2.0
"""The only place where text is set on paper: any text, broken as Chinese is, never as markup, never a silent box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from complaintdesk.printing.fonts import Face, Faces

ROOM = "\ufffc"  # stands in a text for room that stays free
SHORT = 60  # characters: longer texts are seldom the same again
LEADING = 1.32  # from one line to the next, at a size of 1
BELOW_MIDDLE = 0.36  # from the middle of a line down to its base
NEVER_FIRST = frozenset(
    "，。、；：！？）》」』】〕〉”’…—·～％℃°ー々ゝゞヽヾ,.;:!?)]}%°¢′″‰〗〞︰﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞／"
)
NEVER_LAST = frozenset("（《「『【〔〈“‘([{￥¥＄$£№〖〝﹙﹛﹝＃#")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_EMPTY_LINES = re.compile(r"\n(?:[ 　]*\n){2,}")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


class Glyph(NamedTuple):
    """One character as it will be drawn, '' for room that stays free; its width is that at a size of 1."""

    character: str
    face: Face
    width: float
    may_follow_break: bool


@dataclass(frozen=True)
class Line:
    """What stands on one line; its width is that at a size of 1, white space at its end not counted."""

    glyphs: Sequence[Glyph]
    width: float


class Passage:
    """A text measured once; it can then be broken to any width. `lacking` are the characters that no face has."""

    def __init__(self, text: str, faces: Faces, bold: bool = False, rooms: Iterable[float] = ()) -> None:
        """`rooms`: how wide each ROOM in the text is, at a size of 1."""
        self.lacking: tuple[str, ...] = ()
        self._rooms = iter(rooms)
        self._even: dict[float, list[Line]] = {}
        self._paragraphs = [self._measured(each, faces, bold) for each in visible(text).split("\n")]

    def _measured(self, text: str, faces: Faces, bold: bool) -> list[Glyph]:
        glyphs: list[Glyph] = []
        before = ""
        for character in text:
            if character == ROOM and (room := next(self._rooms, 0.0)):
                blank = faces.face_of(" ", bold)
                assert blank is not None
                glyphs.append(Glyph("", blank, room, bool(before)))
                before = character
                continue
            face = faces.face_of(character, bold)
            shown = character
            if face is None:
                self.lacking += (character,) if character not in self.lacking else ()
                shown = f"[U+{ord(character):04X}]"
            for each in shown:
                drawn_with = face or faces.face_of(each, bold)
                assert drawn_with is not None  # a face without digits was refused when it was chosen
                width = drawn_with.advance(each)
                glyphs.append(Glyph(each, drawn_with, width, bool(before) and may_break(before, each)))
                before = each
        return glyphs

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(self._paragraphs)

    @cached_property
    def width(self) -> float:
        """The width at a size of 1 if no line is broken."""
        return max(_line(each).width for each in self._paragraphs)

    @cached_property
    def longest(self) -> float:
        """The width at a size of 1 of the longest piece that should not be broken: a number, a Latin word."""
        longest = reached = 0.0
        for glyphs in self._paragraphs:
            reached = 0.0
            for glyph in glyphs:
                reached = glyph.width if glyph.may_follow_break else reached + glyph.width
                longest = max(longest, 0.0 if glyph.character.isspace() else reached)
        return longest

    def lines(self, width: float) -> list[Line]:
        """The text broken into lines no wider than `width` at a size of 1; only a single character may stick out."""
        return [line for each in self._paragraphs for line in _broken(each, width)]

    def even_lines(self, width: float) -> list[Line]:
        """As few lines as `lines` would make, but of like length: 报修 / 内容, not 报修内 / 容."""
        found = self._even.get(width)
        if found is None:
            found = self._even[width] = self._evened(width)
        return found

    def _evened(self, width: float) -> list[Line]:
        lines = self.lines(width)
        if len(lines) == 1:
            return lines
        for part in range(1, 20):
            narrower = self.lines(width * (1 - part / 20))
            if len(narrower) > len(lines) or any(line.width > width * (1 - part / 20) for line in narrower):
                break
            lines = narrower
        return lines


def measured(text: str, faces: Faces, bold: bool = False) -> Passage:
    """The text measured, a short one once for all forms: labels, names and dates come again and again."""
    return _short(text, faces, bold) if len(text) <= SHORT else Passage(text, faces, bold)


@lru_cache(4000)
def _short(text: str, faces: Faces, bold: bool) -> Passage:
    return Passage(text, faces, bold)


def visible(text: str) -> str:
    """The text composed and without what has no shape (controls, marks of direction, joiners); tabs are spaces.

    Of several empty lines one stays: a pasted page of them must not become a pile of paper.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return _EMPTY_LINES.sub("\n\n", "".join(each for each in plain if each == "\n" or _has_shape(each)))


@lru_cache(20_000)
def _has_shape(character: str) -> bool:
    if unicodedata.category(character) in _UNSEEN:
        return False
    return not any(ord(character) in selectors for selectors in _SELECTORS)


@lru_cache(50_000)
def may_break(before: str, after: str) -> bool:
    """Whether a line may end between the two: around a Chinese character or after a space, punctuation permitting."""
    if after.isspace() or after in NEVER_FIRST or before in NEVER_LAST or unicodedata.combining(after):
        return False
    return before.isspace() or _wide(before) or _wide(after)


def _wide(character: str) -> bool:
    """Whether it is set like a Chinese character, as are dashes, dots and quotation marks that Unicode leaves open."""
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def _broken(glyphs: list[Glyph], width: float) -> list[Line]:
    lines = []
    start = 0
    while start < len(glyphs):
        end = _end_of_line(glyphs, start, width)
        lines.append(_line(glyphs[start:end]))
        start = end
    return lines or [Line((), 0)]


def _end_of_line(glyphs: list[Glyph], start: int, width: float) -> int:
    """Where the line that begins at `start` ends: at the last place allowed, else wherever it is full."""
    reached, allowed = 0.0, start
    for index in range(start, len(glyphs)):
        glyph = glyphs[index]
        if index > start and glyph.may_follow_break:
            allowed = index
        reached += glyph.width
        if reached > width + 1e-9 and not glyph.character.isspace() and index > start:
            return allowed if allowed > start else index
    return len(glyphs)


def _line(glyphs: Sequence[Glyph]) -> Line:
    shown = list(glyphs)
    while shown and shown[-1].character.isspace():
        shown.pop()
    return Line(shown, sum(glyph.width for glyph in shown))


def draw(canvas: Any, line: Line, x: float, base: float, size: float) -> None:
    """Draws the line on a ReportLab canvas, from `x` on, standing on `base`."""
    for face, run in groupby(line.glyphs, key=lambda glyph: glyph.face if glyph.character else None):
        glyphs = list(run)
        if face is not None:
            canvas.setFont(face.name, size)
            canvas.drawString(x, base, "".join(glyph.character for glyph in glyphs))
        x += size * sum(glyph.width for glyph in glyphs)
