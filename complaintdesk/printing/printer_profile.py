# SPDX-License-Identifier: Apache-2.0
"""How a form comes out at this computer: on which printer and paper, by which mode, moved by how much, how often."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing.papers import PaperSize, Placing, PrintMode, paper_named

FARTHEST = 50.0  # mm that a form may be moved on its paper
MOST_COPIES = 20


@dataclass(frozen=True)
class PrinterProfile:
    """A form's printer at one computer. Raises UserError, beside the input it belongs to, for what can't be so."""

    queue: str = ""  # the printer's name; '' while there is none
    paper: str = ""  # as `paper_named` reads it; '' is the form's usual one
    mode: PrintMode = PrintMode.PARTS
    dx: float = 0.0  # mm to the right
    dy: float = 0.0  # mm down
    dots: bool = False  # prints with needles: 180 dpi, hard edges in pure black
    grey: bool = False  # a colour printer is told to spare its colours
    tray: str = ""  # as the printer's own list calls it; '' is the one that it takes by itself
    copies: int = 1  # of each part, set after set

    def __post_init__(self) -> None:
        """Refuses what can't be so."""
        if self.paper:
            try:
                paper_named(self.paper)
            except UserError as error:
                raise UserError(error.text, field="paper", **error.values) from error
        for name in ("dx", "dy"):
            if not math.isfinite(moved := getattr(self, name)) or abs(moved) > FARTHEST:
                text = QT_TRANSLATE_NOOP("errors", "Moved by {found} mm: it can be {most} mm at most, either way.")
                raise UserError(text, field=name, found=f"{moved:g}", most=f"{FARTHEST:g}")
        if not 1 <= self.copies <= MOST_COPIES:
            text = QT_TRANSLATE_NOOP("errors", "{found} copies: it can be 1 to {most}.")
            raise UserError(text, field="copies", found=self.copies, most=MOST_COPIES)

    @property
    def placing(self) -> Placing:
        """How the form is laid out for it."""
        return Placing(self.sheet, self.mode, self.dx, self.dy)

    @property
    def sheet(self) -> PaperSize | None:
        """Its paper; None for the form's usual one."""
        return paper_named(self.paper) if self.paper else None

    def table(self) -> dict[str, Any]:
        """It as the settings file keeps it."""
        return {name: value.value if isinstance(value, PrintMode) else value for name, value in asdict(self).items()}


PLAIN = PrinterProfile()


def read_profile(form: str, table: Mapping[str, Any]) -> PrinterProfile:
    """The profile that stands under a form's name in the settings file; raises UserError that says what is wrong."""
    known = {field.name: field.default for field in fields(PrinterProfile)}
    read: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            text = QT_TRANSLATE_NOOP("errors", "The settings file has “{name}” for the printer of {form}: unknown.")
            raise UserError(text, name=name, form=form)
        read[name] = _value(form, name, value, known[name])
    return PrinterProfile(**read)


def _value(form: str, name: str, value: Any, usual: Any) -> Any:
    if name == "mode" and value in tuple(PrintMode):
        return PrintMode(value)
    kinds = (int, float) if isinstance(usual, float) else type(usual)
    is_number = isinstance(usual, int | float) and not isinstance(usual, bool)
    if isinstance(usual, PrintMode) or not isinstance(value, kinds) or (is_number and isinstance(value, bool)):
        text = QT_TRANSLATE_NOOP(
            "errors", "The settings file has “{found}” as “{name}” for the printer of {form}: it can't be that."
        )
        raise UserError(text, field=name, found=value, name=name, form=form)
    return float(value) if isinstance(usual, float) else value
