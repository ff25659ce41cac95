# SPDX-License-Identifier: Apache-2.0
"""What is printed, as the office has it: what it is called, the papers that it is made for, whether it has parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from complaintdesk.desk.prints import REPORT
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.printing import form_files
from complaintdesk.printing.papers import PaperSize, PrintMode, paper_named
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.printing.templates import Form
from complaintdesk.ui.spooling import sheet_words

RECOVERY = "recovery_sheet"
BY_ITSELF = {  # what is laid out without a file of a form: its title, and the one paper that it comes on
    RECOVERY: (QT_TRANSLATE_NOOP("Printing", "Recovery code"), paper_named("A5 landscape")),
    REPORT: (QT_TRANSLATE_NOOP("Printing", "Report of a month"), paper_named("A4")),
}


@dataclass(frozen=True)
class PrintedForm:
    """A form, or what is laid out by itself, under the id that its printer is kept by."""

    id: str
    form: Form | None

    @property
    def title(self) -> str:
        """What it is called."""
        return translate("Printing", BY_ITSELF[self.id][0]) if self.form is None else self.form.title

    @property
    def papers(self) -> tuple[PaperSize, ...]:
        """The papers that it is made for, its usual one first."""
        if self.form is None:
            return (BY_ITSELF[self.id][1],)
        return tuple(paper for layout in (self.form, *self.form.layouts) for paper in layout.papers)

    @property
    def paper(self) -> PaperSize:
        """The paper that it comes on unless its printer has another."""
        return self.papers[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """What its parts (联) are called."""
        return () if self.form is None else tuple(part.label for part in self.form.parts)

    @property
    def modes(self) -> tuple[PrintMode, ...]:
        """The ways in which it can come out: over printed sheets only what is a form."""
        if self.form is None:
            return (PrintMode.PARTS,)
        return tuple(mode for mode in PrintMode if mode is not PrintMode.CARBON or len(self.parts) > 1)

    def on(self, profile: PrinterProfile) -> PaperSize:
        """The sheet that it comes out on by this profile; raises UserError beside `paper` where it can't."""
        if self.form is None:
            sheet = profile.sheet or self.paper
            if not sheet.same_sheet(self.paper):
                text = QT_TRANSLATE_NOOP("errors", "“{title}” is laid out for {paper} alone.")
                raise UserError(text, field="paper", title=self.title, paper=sheet_words(self.paper))
            return self.paper
        try:
            return self.form.on(profile.sheet).paper
        except UserError as error:
            called = {
                "papers": " · ".join(map(sheet_words, self.papers)),
                "paper": sheet_words(profile.sheet or self.paper),
            }
            raise UserError(error.text, field="paper", **(error.values | called)) from error

    def sheets_among(self, names: Iterable[str]) -> tuple[PaperSize, ...]:
        """The papers that it can come out on: those it is made for, and of these names those that hold it."""
        found = list(self.papers)
        for sheet in map(paper_named, names):
            if any(sheet.same_sheet(other) for other in found):
                continue
            try:
                found.append(self.on(PrinterProfile(paper=sheet.name)))
            except UserError:  # too small for it
                continue
        return tuple(found)

    def words(self, profile: PrinterProfile) -> str:
        """A profile in a line: printer, paper, and what is unusual about it."""
        words = [profile.queue or translate("Printing", "no printer yet")]
        words.append(sheet_words(profile.sheet or self.paper))
        if profile.mode is not PrintMode.PARTS:
            words.append(mode_words(profile.mode))
        if profile.dx or profile.dy:
            moved = translate("Printing", "moved by {dx} / {dy} mm")
            words.append(moved.format(dx=f"{profile.dx:g}", dy=f"{profile.dy:g}"))
        if profile.dots:
            words.append(translate("Printing", "needles"))
        if profile.grey:
            words.append(translate("Printing", "grey"))
        if profile.tray:
            words.append(translate("Printing", "tray {tray}").format(tray=profile.tray))
        if profile.copies > 1:
            words.append(translate("Printing", "{count} copies").format(count=profile.copies))
        return " · ".join(words)


def printed_form(form_id: str, own_forms: Iterable[tuple[str, str]] = ()) -> PrintedForm:
    """What is printed under an id: of a form the office's own version, where it has one, before the shipped one."""
    return PrintedForm(form_id, None if form_id in BY_ITSELF else form_files.in_force(form_id, own_forms))


def printed_forms(own_forms: Iterable[tuple[str, str]] = ()) -> tuple[PrintedForm, ...]:
    """All that can be printed, slips first."""
    ids = sorted((*form_files.shipped_ids(), *BY_ITSELF), key=lambda form: (form != "work_order", form))
    return tuple(printed_form(form_id, own_forms) for form_id in ids)


def mode_words(mode: PrintMode) -> str:
    """What a way of printing is called."""
    return {
        PrintMode.PARTS: translate("Printing", "A page for each part"),
        PrintMode.CARBON: translate("Printing", "One strike on carbon paper"),
        PrintMode.OVERPRINT: translate("Printing", "On printed forms"),
    }[mode]


def mode_sentence(mode: PrintMode) -> str:
    """What a way of printing does, in a sentence."""
    return {
        PrintMode.PARTS: translate(
            "Printing", "Each part comes on a page of its own; a form without parts just comes."
        ),
        PrintMode.CARBON: translate(
            "Printing", "One page strikes through all sheets: it shows only what every part may show."
        ),
        PrintMode.OVERPRINT: translate(
            "Printing",
            "Only the values come out, onto a form from the print shop; move them until they meet its boxes.",
        ),
    }[mode]
