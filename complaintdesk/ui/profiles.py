# SPDX-License-Identifier: Apache-2.0
"""The printer of each form at this computer: what is kept of it, what is proposed first, how it is told in a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from complaintdesk.desk.prints import REPORT
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.printing import form_files
from complaintdesk.printing.papers import PaperSize, PrintMode, paper_named
from complaintdesk.printing.printer_profile import PrinterProfile, read_profile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import spooling
from complaintdesk.ui.spooling import sheet_words

RECOVERY = "recovery_sheet"
ON_A4 = (RECOVERY, REPORT)  # what is laid out by itself, without a file of a form


def kept_profile(settings: SettingsFile, form: str) -> PrinterProfile | None:
    """How a form came out last at this computer, None before; raises UserError for what can't be in the settings."""
    table = settings.now.printers.get(form)
    return None if table is None else read_profile(form, table)


def ready_profile(settings: SettingsFile, form: str) -> PrinterProfile | None:
    """The same, if its printer is still there: then it is used without asking."""
    kept = kept_profile(settings, form)
    return kept if kept is not None and kept.queue in spooling.printers() else None


def proposed_profile(settings: SettingsFile, form: str) -> PrinterProfile:
    """What is kept for a form; else the printer of another form on the same paper, or of any, or the machine's own."""
    names = spooling.printers()
    own = _readable(settings, form)
    if own is not None:
        return own if own.queue in names else replace(own, queue=next(iter(names), ""), tray="")
    usual = usual_paper(form)
    others = [each for name in settings.now.printers if (each := _readable(settings, name)) and each.queue in names]
    alike = [each for each in others if each.sheet is None or each.sheet.same_sheet(usual)]
    best = next(iter(alike or others), None)
    if best is None:
        return PrinterProfile(next(iter(names), ""))
    return PrinterProfile(best.queue, dots=best.dots, grey=best.grey)


def moved_to(settings: SettingsFile, profile: PrinterProfile, queue: str) -> PrinterProfile:
    """The profile on another printer, which is as other forms have it: with needles or not, in grey or not."""
    others = (_readable(settings, name) for name in settings.now.printers)
    like = next((each for each in others if each is not None and each.queue == queue), None)
    return replace(profile, queue=queue, dots=bool(like and like.dots), grey=bool(like and like.grey), tray="")


def shown_profile(settings: SettingsFile, form: str) -> PrinterProfile:
    """What is kept for a form, or for want of it no printer yet on its usual paper."""
    return _readable(settings, form) or PrinterProfile()


def _readable(settings: SettingsFile, form: str) -> PrinterProfile | None:
    try:
        return kept_profile(settings, form)
    except UserError:  # is said where that form is printed
        return None


def keep_profile(settings: SettingsFile, form: str, profile: PrinterProfile) -> None:
    """Keeps it for the form's next print here; raises EnvironmentProblem when the settings can't be written."""
    table = profile.table()
    if settings.now.printers.get(form) != table:
        settings.change(printers={form: table})


def printed_forms() -> tuple[str, ...]:
    """All that can be printed, slips first."""
    return tuple(sorted((*form_files.shipped_ids(), *ON_A4), key=lambda form: (form != "work_order", form)))


def form_title(form: str) -> str:
    """What a form is called."""
    if form == RECOVERY:
        return translate("Printing", "Recovery code")
    return translate("Printing", "Report of a month") if form == REPORT else form_files.shipped(form).title


def usual_paper(form: str) -> PaperSize:
    """The paper that a form comes on unless its printer has another."""
    return paper_named("A4") if form in ON_A4 else form_files.shipped(form).paper


def papers_of(form: str) -> tuple[PaperSize, ...]:
    """The papers that a form is made for, its usual one first."""
    if form in ON_A4:
        return (paper_named("A4"),)
    shipped = form_files.shipped(form)
    return tuple(paper for layout in (shipped, *shipped.layouts) for paper in layout.papers)


def has_parts(form: str) -> bool:
    """Whether a form comes in parts (联)."""
    return form not in ON_A4 and len(form_files.shipped(form).parts) > 1


def sheets_for(form: str, names: Iterable[str]) -> tuple[PaperSize, ...]:
    """The papers that a form can come out on: those it is made for, and of these names those that hold it."""
    found = list(papers_of(form))
    for sheet in map(paper_named, names):
        if any(sheet.same_sheet(other) for other in found):
            continue
        try:
            found.append(check_paper(form, PrinterProfile(paper=sheet.name)))
        except UserError:  # too small for it
            continue
    return tuple(found)


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


def check_paper(form: str, profile: PrinterProfile) -> PaperSize:
    """The sheet that a form comes out on by this profile; raises UserError beside `paper` where it can't."""
    if form not in ON_A4:
        try:
            return form_files.shipped(form).on(profile.sheet).paper
        except UserError as error:
            raise UserError(error.text, field="paper", **error.values) from error
    sheet = profile.sheet or usual_paper(form)
    if not sheet.same_sheet(usual_paper(form)):
        text = QT_TRANSLATE_NOOP("errors", "“{title}” is laid out for A4 alone.")
        raise UserError(text, field="paper", title=form_title(form))
    return sheet


def profile_words(form: str, profile: PrinterProfile) -> str:
    """A profile in a line: printer, paper, and what is unusual about it."""
    words = [profile.queue or translate("Printing", "no printer yet")]
    words.append(sheet_words(profile.sheet or usual_paper(form)))
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
