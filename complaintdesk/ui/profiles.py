# SPDX-License-Identifier: Apache-2.0
"""The printer of each form at this computer: what is kept of it, what is proposed first."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.errors import UserError
from complaintdesk.printing.printer_profile import PrinterProfile, read_profile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import spooling
from complaintdesk.ui.printed_form import PrintedForm


def kept_profile(settings: SettingsFile, form: str) -> PrinterProfile | None:
    """How a form came out last at this computer, None before; raises UserError for what can't be in the settings."""
    table = settings.now.printers.get(form)
    return None if table is None else read_profile(form, table)


def ready_profile(settings: SettingsFile, form: str) -> PrinterProfile | None:
    """The same, if its printer is still there: then it is used without asking."""
    kept = kept_profile(settings, form)
    return kept if kept is not None and kept.queue in spooling.printers() else None


def proposed_profile(settings: SettingsFile, form: PrintedForm) -> PrinterProfile:
    """What is kept for a form; else the printer of another form on the same paper, or of any, or the machine's own.

    Where the form is no longer made for the paper that is kept, it comes on its usual one.
    """
    names = spooling.printers()
    own = _readable(settings, form.id)
    if own is not None:
        own = own if fits(form, own) else replace(own, paper="")
        return own if own.queue in names else replace(own, queue=next(iter(names), ""), tray="")
    others = [each for name in settings.now.printers if (each := _readable(settings, name)) and each.queue in names]
    alike = [each for each in others if each.sheet is None or each.sheet.same_sheet(form.paper)]
    best = next(iter(alike or others), None)
    if best is None:
        return PrinterProfile(next(iter(names), ""))
    return PrinterProfile(best.queue, dots=best.dots, grey=best.grey)


def fits(form: PrintedForm, profile: PrinterProfile) -> bool:
    """Whether the form is made for the paper of the profile."""
    try:
        form.on(profile)
    except UserError:
        return False
    return True


def moved_to(settings: SettingsFile, profile: PrinterProfile, queue: str) -> PrinterProfile:
    """The profile on another printer, which is as other forms have it: with needles or not, in grey or not.

    How far the form is moved was found out at the other one, and goes for that one alone.
    """
    others = (_readable(settings, name) for name in settings.now.printers)
    like = next((each for each in others if each is not None and each.queue == queue), None)
    needles, grey = bool(like and like.dots), bool(like and like.grey)
    return replace(profile, queue=queue, dots=needles, grey=grey, tray="", dx=0, dy=0)


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
