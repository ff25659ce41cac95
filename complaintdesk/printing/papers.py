# SPDX-License-Identifier: Apache-2.0
"""The papers that printers hold, and how a form comes onto one: on which sheet, by which mode, moved by how much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

STRIP = 12.7  # mm at each side of continuous paper that are torn off with the holes
CONTINUOUS = 241.0  # mm: how wide such paper is, holes included (9½ inches: drivers say 241.3 as well)
LEAST, MOST = 40.0, 1000.0  # mm: sides of a sheet
SAME = 1.0  # mm by which two sheets of one name may differ


class PrintMode(StrEnum):
    """How the parts (联) of a form come onto paper."""

    PARTS = "parts"  # a page for each
    CARBON = "carbon"  # one strike through carbon paper: what every part may show
    OVERPRINT = "overprint"  # one strike on a printed form: the values alone (套打)


@dataclass(frozen=True)
class PaperSize:
    """A sheet as it lies before the reader, in mm; height 0 is a roll, cut where the form ends."""

    width: float
    height: float

    @property
    def roll(self) -> bool:
        """Whether it comes from a roll."""
        return self.height == 0

    @property
    def continuous(self) -> bool:
        """Whether it is fed by holes at both sides: it can't be turned."""
        return abs(self.width - CONTINUOUS) <= SAME

    @property
    def name(self) -> str:
        """What it is called: A5 landscape, 241x140, roll 80."""
        for name, (width, height) in STANDARD.items():
            if (self.width, self.height) == (width, height):
                return name
            if (self.width, self.height) == (height, width):
                return f"{name} {LANDSCAPE}"
        return f"{ROLL} {self.width:g}" if self.roll else f"{self.width:g}x{self.height:g}"

    def turned(self) -> PaperSize:
        """The same sheet, lying the other way."""
        return PaperSize(self.height, self.width)

    def same_sheet(self, other: PaperSize) -> bool:
        """Whether it is the same sheet, however it lies."""
        ways = (other,) if self.continuous or self.roll or other.roll else (other, other.turned())
        return any(abs(self.width - way.width) <= SAME and abs(self.height - way.height) <= SAME for way in ways)


def paper_named(name: str) -> PaperSize:
    """The paper of that name: A4, A5 landscape, 241x140 (mm across and down), roll 80; raises UserError for none."""
    first, _, turn = name.strip().partition(" ")
    if first in STANDARD and turn in {"", "portrait", LANDSCAPE}:
        size = PaperSize(*STANDARD[first])
        return size.turned() if turn == LANDSCAPE else size
    if first == ROLL and _number(turn):
        return PaperSize(float(turn), 0)
    if (sides := _SIDES.fullmatch(name.strip())) and all(LEAST <= float(side) <= MOST for side in sides.groups()):
        return PaperSize(float(sides[1]), float(sides[2]))
    raise UserError(
        QT_TRANSLATE_NOOP(
            "errors", "There is no paper “{found}”. Papers are written A4, A5 landscape, 241x140, roll 80."
        ),
        found=name,
    )


def paper_meant(words: str) -> PaperSize:
    """The paper called so, in Chinese or as a form's file has it; raises UserError for none."""
    plain = re.sub(r"[()（）]", " ", words).strip().upper().replace("MM", "").replace("毫米", "")
    plain = re.sub(r"\s*(横向?|LANDSCAPE)\s*$", f" {LANDSCAPE}", plain)
    plain = re.sub(r"\s*(竖向?|纵向?|PORTRAIT)\s*$", "", plain)
    plain = re.sub(r"^(卷纸|ROLL)\s*", f"{ROLL} ", plain)
    try:
        return paper_named(re.sub(r"(?<=\d)\s*X\s*(?=\d)", "x", plain))
    except UserError as error:
        raise UserError(error.text, found=words) from error


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{2,3}", text)) and LEAST <= float(text) <= MOST


@dataclass(frozen=True)
class Placing:
    """How a form comes onto paper at one printer; lengths are mm, to the right and down."""

    paper: PaperSize | None = None  # None: the form's usual one
    mode: PrintMode = PrintMode.PARTS
    dx: float = 0
    dy: float = 0


STANDARD = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
LANDSCAPE, ROLL = "landscape", "roll"
OFFERED = ("A4", "A5", "241x140", "241x280", "241x93", "roll 80", "A3")  # to choose from; any other is typed
USUAL = Placing()
_SIDES = re.compile(r"(\d{2,4}(?:\.\d)?)\s*[x×*]\s*(\d{2,4}(?:\.\d)?)")
