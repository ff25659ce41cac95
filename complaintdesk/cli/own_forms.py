# SPDX-License-Identifier: Apache-2.0
"""The office's own paper forms: named, written out to edit, read back, adopted, gone back from."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from complaintdesk.cli.asking import count_line, office_of
from complaintdesk.desk import forms
from complaintdesk.desk.forms import FormVersionRecord
from complaintdesk.desk.office import Office
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.printing import form_files
from complaintdesk.sheets import forms_in, forms_out
from complaintdesk.sheets.form_trial import overtaken, trial


def add_commands(deed: Callable[[str, str, Callable[..., int]], ArgumentParser]) -> None:
    """Adds these commands; `deed` makes one of its name, its words and what it does."""
    deed("forms", QT_TRANSLATE_NOOP("cli", "name the paper forms, and which of them are the office's own"), show)
    edited = deed(
        "edit-form", QT_TRANSLATE_NOOP("cli", "write a paper form as a workbook to edit in Excel or WPS"), edit
    )
    edited.add_argument("form", metavar="FORM", help=translate("cli", "the form, as forms names it"))
    edited.add_argument("out", type=Path, metavar="FILE.xlsx")
    read = deed("read-form", QT_TRANSLATE_NOOP("cli", "read a changed form back and say what is wrong with it"), adopt)
    read.add_argument("list", type=Path, metavar="FILE.xlsx")
    read.add_argument("--adopt", action="store_true", help=translate("cli", "print by it from now on"))
    read.add_argument("--note", metavar="WORDS", help=translate("cli", "what was changed, for the list of versions"))
    ended = deed("reset-form", QT_TRANSLATE_NOOP("cli", "print the shipped form again"), back)
    ended.add_argument("form", metavar="FORM", help=translate("cli", "the form, as forms names it"))
    ended.add_argument("--note", metavar="WORDS", help=translate("cli", "why, for the list of versions"))


def show(asked: Namespace) -> int:
    """Names all forms, with the version of the office's own where one is printed."""
    with office_of(asked) as office:
        newest = {each.form_id: each for each in reversed(office.ask(forms.versions))}
        own = dict(office.record.own_forms)
    for form_id in form_files.shipped_ids():
        form = form_files.in_force(form_id, own.items())
        version = newest.get(form_id)
        since = translate("cli", "as shipped")
        if version is not None and version.text:
            since = f"{version.id}  {version.adopted_at.astimezone(office.zone):%Y-%m-%d}  {version.by}  {version.note}"
        if form.stands_in is not None:
            since += "  " + translate("cli", "(can't be read any more: the shipped one is printed)")
        print(f"{form_id}  {form.title}  {since.rstrip()}")
    count_line(forms=len(form_files.shipped_ids()), own=len(own))
    return 0


def edit(asked: Namespace) -> int:
    """Writes a form as a workbook to edit."""
    with office_of(asked) as office:
        form = form_files.in_force(asked.form, office.record.own_forms)
        newest = _newest(office, asked.form)
        forms_out.write_form(asked.out, form, office.zone, newest.id if newest else 0)
    count_line(form=form.id, rows=len(form.rows), layouts=1 + len(form.layouts))
    return 0


def adopt(asked: Namespace) -> int:
    """Reads a changed workbook back, says what is to be said of it cell by cell, and adopts it where asked to."""
    with office_of(asked) as office:
        read = forms_in.read_form(asked.list)
        newest = _newest(office, read.form_id)
        tried = trial(read.form, office.record, office.now(), office.zone) if read.form else ()
        findings = [*read.findings, *overtaken(read.version, newest, office.zone, stops=True), *tried]
        for each in findings:
            print(each.words(), file=sys.stderr)
        good = read.form is not None and not any(each.stops for each in findings)
        version = 0
        if good and asked.adopt:
            version = office.do(forms.adopt, read.form_id, read.text, newest.id if newest else 0, asked.note or "")
    count_line(form=read.form_id, findings=len(findings), version=version)
    return 0 if good else 1


def back(asked: Namespace) -> int:
    """Has the shipped form printed again."""
    with office_of(asked) as office:
        if asked.form not in form_files.shipped_ids():
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "There is no form “{found}”, but these: {allowed}."),
                found=asked.form,
                allowed=", ".join(form_files.shipped_ids()),
            )
        newest = _newest(office, asked.form)
        version = office.do(forms.back_to_shipped, asked.form, newest.id if newest else 0, asked.note or "")
    count_line(form=asked.form, version=version)
    return 0


def _newest(office: Office, form_id: str) -> FormVersionRecord | None:
    return next(iter(office.ask(forms.versions, form_id)), None)
