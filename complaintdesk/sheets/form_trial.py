# SPDX-License-Identifier: Apache-2.0
"""A changed form tried before it is adopted: drawn from samples and empty on each of its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.forms import FormVersionRecord
from complaintdesk.desk.records import OfficeRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Mode, Paper, render
from complaintdesk.printing.papers import Placing
from complaintdesk.printing.rows import Shortfall
from complaintdesk.printing.templates import Form
from complaintdesk.sheets.form_cells import Finding
from complaintdesk.sheets.form_words import paper_words


def trial(form: Form, office: OfficeRecord, at: datetime, zone: ZoneInfo) -> tuple[Finding, ...]:
    """What comes of drawing the form: what can't be drawn at all, what goes on over more sheets than the shipped one.

    Values too long for their cells are said too; these don't stand in the way.
    """
    findings: list[Finding] = []
    shipped = form_files.shipped(form.id)
    for layout in (form, *form.layouts):
        for paper in layout.papers:
            placing = Placing(paper)
            try:
                drawn = sample(form, office, at, zone, placing)
                sample(form, office, at, zone, placing, Mode.BLANK)
            except UserError as problem:
                findings.append(Finding("", problem))
                continue
            sheets, known = _as_shipped(shipped, office, at, zone, placing)
            findings += [
                Finding("", UserError(SAID, paper=paper_words(paper), words=each.words()), stops=False)
                for each in drawn.shortfalls
                if each not in known
            ]
            if drawn.pages > sheets * len(form.parts):
                more = UserError(MORE, paper=paper_words(paper), pages=drawn.pages // len(form.parts))
                findings.append(Finding("", more, stops=layout.one_sheet))
    return tuple(findings)


def overtaken(
    version: int, newest: FormVersionRecord | None, zone: ZoneInfo, *, stops: bool = False
) -> tuple[Finding, ...]:
    """What is to be said where the form was changed once more after `version` of it was written out to be edited.

    It `stops` where nobody sees both beside one another.
    """
    if newest is None or newest.id == version:
        return ()
    at = f"{newest.adopted_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return (Finding("", UserError(OVERTAKEN, number=newest.id, by=newest.by, at=at), stops),)


def _as_shipped(
    form: Form, office: OfficeRecord, at: datetime, zone: ZoneInfo, placing: Placing
) -> tuple[int, tuple[Shortfall, ...]]:
    """How many sheets a part of the shipped form takes on that paper, and what falls short there."""
    try:
        drawn = sample(form, office, at, zone, placing)
    except UserError:
        return 1, ()  # it isn't made for so small a paper
    return drawn.pages // len(form.parts), drawn.shortfalls


def sample(
    form: Form,
    office: OfficeRecord,
    at: datetime,
    zone: ZoneInfo,
    placing: Placing | None = None,
    mode: Mode = Mode.SAMPLE,
) -> Paper:
    """The form as if it were adopted, from samples; raises UserError where it can't be drawn."""
    changed = {**dict(office.own_forms), form.id: text_of(form)}
    office = replace(office, own_forms=tuple(changed.items()))
    return render(
        form.id,
        office=office,
        printed_by="",
        printed_at=at,
        zone=zone,
        mode=mode,
        placing=placing or Placing(),
    )


OVERTAKEN = QT_TRANSLATE_NOOP(
    "errors",
    "This workbook is of an earlier version. Since then {by} adopted version {number} ({at}): what was changed by that "
    "goes, unless it is in this workbook too.",
)
SAID = QT_TRANSLATE_NOOP("errors", "On {paper}: {words}")
MORE = QT_TRANSLATE_NOOP("errors", "On {paper} the sample takes {pages} sheets a part.")
