# SPDX-License-Identifier: Apache-2.0
"""A day at the demo office's desk: registered, printed, booked back, answered, exported; all of it into one folder."""

from __future__ import annotations

import uuid
from argparse import Namespace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from complaintdesk import labels
from complaintdesk.cli.asking import count_line
from complaintdesk.cli.commands import export_month, export_register, print_month, write_slip
from complaintdesk.cli.slips import write_binding_list, write_slips_out, write_team_day
from complaintdesk.desk import (
    backup,
    case_pages,
    cases,
    checking,
    demo,
    dispatching,
    listing,
    people,
    prints,
    slip_ledger,
)
from complaintdesk.desk.drafts import CaseDraft, CompletionDraft, MaterialDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.statistics import month_figures
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.terms import CaseKind, Channel, Charge, Grade, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.printing.forms import render_register
from complaintdesk.printing.papers import Placing, PrintMode, paper_named
from complaintdesk.safe_write import safe_write


def day(asked: Namespace) -> int:
    """Works a day at the desk into a new folder and says where its papers, workbooks, pictures and backup are."""
    folder: Path = asked.folder
    if folder.exists() and any(folder.iterdir()):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "There is something in {path} already: name a new or empty folder."),
            path=folder,
        )
    office = demo.open_demo(folder)
    labels.set_zone(office.zone)
    try:
        files = _work(office, folder)
        findings = checking.check(office.database, office.pool)
    finally:
        office.close()
    if asked.pictures is not None:
        shown = folder / "pictures"
        asked.pictures(folder, shown)
        files += sorted(shown.iterdir())
    for path in (folder / demo.DATABASE_NAME, *files):
        print(path)
    print(translate("cli", "Everyone's password in the demo office: {password}").format(password=demo.PASSWORD))
    count_line(files=len(files) + 1, findings=len(findings))
    return 1 if findings else 0


def _work(office: Office, folder: Path) -> list[Path]:
    paper, books = folder / "paper", folder / "books"
    paper.mkdir(exist_ok=True)
    books.mkdir(exist_ok=True)
    _enquiry(office)
    files = [*_repair(office, paper), *_slips(office, paper), _days_register(office, paper)]
    files += [_exported(office, books), *_reported(office, books, paper)]
    files.append(backup.backup(office, folder / "backup.zip").path)
    return files


def _repair(office: Office, paper: Path) -> list[Path]:
    """A call comes in, its slip goes out in four parts and comes back signed."""
    now = office.now()
    match = office.ask(people.who, "31502", civil_day(now, office.zone))[0]
    draft = CaseDraft(
        token=str(uuid.uuid4()),
        kind=CaseKind.REPAIR,
        channel=Channel.PHONE,
        received_at=now - timedelta(minutes=1),
        content="主卧卫生间马桶水箱漏水，水一直流，请尽快上门。",
        place_id=match.place_id,
        occupant_id=match.occupant_id,
        caller_name=match.name,
        caller_phone=match.phone,
        category="plumbing",
        grade=Grade.SMALL,
        charge=Charge.CHARGEABLE,
        quoted=Decimal("55.00"),
        price_agreed=True,
        heard=True,
        asked=True,
        repeated=True,
        written=True,
    )
    saved = office.do(cases.register, draft)
    order = office.do(dispatching.dispatch, saved.id, "plumbing_electric")
    path = paper / f"{order.number}.pdf"
    write_slip(office, order.order_id, path)
    office.do(dispatching.accept, order.order_id, "李志强")
    done = CompletionDraft(
        order_id=order.order_id,
        completed_at=office.now(),
        arrived_at=office.now(),
        result="更换水箱进水阀一套，试水不漏。",
        materials=(MaterialDraft("进水阀", Decimal(1), Decimal("25.00"), "通用型", "套"),),
        labour=Decimal("30.00"),
        quality=Rating.CONTENT,
        manner=Rating.CONTENT,
        timeliness=Rating.CONTENT,
    )
    office.do(dispatching.complete, done)
    if office.do(slip_ledger.book_back, order.order_id, ("desk", "finance"), "李志强").last_out:
        office.do(cases.handle, saved.id, "业主试用合格，签字交回。")
        office.do(cases.close, saved.id)
    again, struck = paper / f"{order.number}-2.pdf", paper / f"{order.number}-3-241x140.pdf"
    write_slip(office, order.order_id, again, "完工后的内容再打一份")
    one_strike = Placing(paper_named("241x140"), PrintMode.CARBON)
    write_slip(office, order.order_id, struck, "针式打印机上再打一份", one_strike)
    return [path, again, struck]


def _slips(office: Office, paper: Path) -> list[Path]:
    """The teams' day, what is still out at the day's end, and the month's binding list as it stands."""
    today = civil_day(office.now(), office.zone)
    day, out, bound = (
        paper / f"teams-{today}.pdf",
        paper / f"slips-out-{today}.pdf",
        paper / f"binding-{today:%Y-%m}.pdf",
    )
    write_team_day(office, today, day)
    write_slips_out(office, out)
    write_binding_list(office, today.replace(day=1), bound)
    return [day, out, bound]


def _enquiry(office: Office) -> None:
    """The enquiry that waits longest is answered and closed."""
    waiting = office.ask(listing.case_ids, listing.CaseFilter("in_hand", kind=CaseKind.INQUIRY), office.now())
    for case_id in waiting[-1:]:
        office.do(cases.answer, case_id, "已致电答复：押金及退还时间以装修服务协议为准。")
        office.do(cases.handle, case_id, "已答复。")
        office.do(cases.close, case_id)


def _days_register(office: Office, paper: Path) -> Path:
    today = office.now().astimezone(office.zone).date()
    ids = office.ask(case_pages.cases_between, today, today)
    started = office.do(prints.start_register, str(today), prints.FILE, len(ids))
    records = office.ask(lambda session: list(case_pages.case_records(session, ids, office.books)))
    rendered = render_register(
        today,
        today,
        records,
        office=office.record,
        printed_by=office.staff.name if office.staff else "",
        printed_at=office.now(),
        zone=office.zone,
        copy_no=started.copy_no,
    )
    path = paper / f"register-{today}.pdf"
    safe_write(path, rendered.pdf)
    office.do(prints.confirm, started.id)
    return path


def _exported(office: Office, books: Path) -> Path:
    path = books / "register.xlsx"
    export_register(office, path)
    return path


def _reported(office: Office, books: Path, paper: Path) -> list[Path]:
    """The month's report, as a workbook and on paper."""
    today = office.now().astimezone(office.zone).date()
    figures = office.ask(month_figures, today.year, today.month, office.now(), office.books)
    book, report = books / f"report-{today:%Y-%m}.xlsx", paper / f"report-{today:%Y-%m}.pdf"
    export_month(office, figures, book)
    print_month(office, figures, report)
    return [book, report]
