# SPDX-License-Identifier: Apache-2.0
"""A slip in words: how it stands, its facts, what was done and what it costs, and what its deeds are called."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal

from complaintdesk.desk.fee_records import FeeRecord
from complaintdesk.desk.records import CasePage, CaseRecord, CommitmentRecord, OrderRecord, OrderRow
from complaintdesk.desk.slip_records import ReprintRecord
from complaintdesk.domain.money import in_capitals, show_yuan
from complaintdesk.domain.terms import Charge, OrderState, Supplier
from complaintdesk.labels import label, translate
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.tabs.case_words import joined, limit_said
from complaintdesk.ui.time_words import Said, moment_words, span_words

UNFINISHED = (OrderState.ISSUED, OrderState.ACCEPTED, OrderState.ARRIVED)
OUT = (*UNFINISHED, OrderState.COMPLETED)


def state_tone(state: OrderState) -> Tone:
    """The ground that a slip's state stands on."""
    tones = {OrderState.RETURNED: Tone.GOOD, OrderState.COMPLETED: Tone.SOON, OrderState.VOID: Tone.PLAIN}
    return tones.get(state, Tone.ACCENT)


def row_standing(row: OrderRow, now: datetime, zone: tzinfo) -> Said:
    """What a line says of its time: 到场 逾期 6分, 完工 明天 14:00; a finished one what it lacks."""
    if row.state is OrderState.COMPLETED:
        return Said(translate("OrderWords", "slip not back"), Tone.SOON)
    if row.state not in UNFINISHED:
        return row_owing(row)
    return limit_said(row.due, now, zone)


def row_owing(row: OrderRow) -> Said:
    """What a line says of what is still to be paid: 欠 ¥83.00; '' for nothing."""
    if row.owed <= 0:
        return Said("", Tone.PLAIN)
    return Said(translate("OrderWords", "open {amount}").format(amount=show_yuan(row.owed, sign=True)), Tone.SOON)


def standing(order: OrderRecord, page: CasePage, now: datetime, zone: tzinfo) -> Said:
    """What the chosen slip says of its time, the same as its line; '' when nothing runs."""
    if order.state is OrderState.COMPLETED:
        return Said(translate("OrderWords", "slip not back"), Tone.SOON)
    due = next_limit(order, page)
    return Said("", Tone.PLAIN) if due is None else limit_said(due, now, zone)


def next_limit(order: OrderRecord, page: CasePage) -> CommitmentRecord | None:
    """The limit of the slip that ends first, met by one of its steps; one that waits where no other runs, else None."""
    if order.state not in UNFINISHED:
        return None
    own = (limit for limit in page.commitments if limit.met_at is None and limit.step is not None)
    return min(own, key=lambda limit: (limit.paused_at is not None, limit.due_at), default=None)


def who(case: CaseRecord) -> str:
    """Where, and who called: 3栋2单元1502 · 张建国."""
    name = translate("OrderWords", "anonymous") if case.anonymous else case.caller_name
    return joined((case.place, name))


def facts(order: OrderRecord, why: str, now: datetime, zone: tzinfo) -> list[Fact]:
    """What there is to know of a slip before it is done; `why` its time is what it is."""
    case = order.case
    marks = [label(case.grade)] if case.grade else []
    marks += [translate("OrderWords", "public area")] if case.public_area else []
    marks += [translate("OrderWords", "complex job")] if case.complex_job else []
    return [
        Fact(translate("OrderWords", "Team"), joined((order.team_name, order.worker))),
        Fact(
            translate("OrderWords", "Agreed"),
            span_words(case.appointment_from, case.appointment_to, now, zone),
        ),
        Fact(translate("OrderWords", "Issued"), joined((moment_words(order.issued_at, now, zone), order.issued_by))),
        Fact(translate("OrderWords", "Category"), joined((case.category_name, *marks))),
        Fact(translate("OrderWords", "Charge"), charge(case)),
        Fact(translate("OrderWords", "Prints"), times(order.prints)),
        Fact(translate("OrderWords", "Chased"), times(order.reminders)),
        Fact(
            translate("OrderWords", "Printed again"),
            "\n".join(_again(each, now, zone) for each in order.more.reprints),
            wide=True,
        ),
        *whose(order, now, zone),
        Fact(translate("OrderWords", "Limit"), why, Colour.SECOND, wide=True),
        Fact(translate("OrderWords", "Void"), order.void_reason, Colour.LATE, wide=True),
    ]


def _again(reprint: ReprintRecord, now: datetime, zone: tzinfo) -> str:
    words = translate("OrderWords", "No. {count}, {moment} ({by}): {reason}")
    moment = moment_words(reprint.at, now, zone)
    return words.format(count=reprint.count, moment=moment, by=reprint.by, reason=reprint.reason)


def whose(order: OrderRecord, now: datetime, zone: tzinfo) -> list[Fact]:
    """Whose the job is besides the team: under warranty, done again, a third party's, another team's before."""
    more = order.more
    until = "" if more.warranty_until is None else f"{more.warranty_until}"
    warranty = joined((label(more.warranty) if more.warranty else "", until))
    third = joined((more.third_name, more.third_qualification, more.third_phone))
    passed = translate("OrderWords", "{moment} from {team} ({by}): {reason}")
    return [
        Fact(translate("SlipFacts", "Warranty"), warranty),
        Fact(translate("OrderWords", "Guaranteed until"), f"{more.guarantee_until}" if more.guarantee_until else ""),
        Fact(translate("OrderWords", "Does again"), more.rework_of),
        Fact(translate("SlipFacts", "Third party"), third, wide=True),
        Fact(
            translate("OrderWords", "Passed on"),
            "\n".join(
                passed.format(
                    moment=moment_words(each.at, now, zone), team=each.from_team, by=each.by, reason=each.reason
                )
                for each in more.transfers
            ),
            wide=True,
        ),
    ]


def wished(moment: datetime | None, zone: tzinfo) -> str:
    """When the owner wrote that unfit material be used."""
    return "" if moment is None else f"{moment.astimezone(zone):%m-%d %H:%M}"


def charge(case: CaseRecord) -> str:
    """Who pays, the price told and whether it was agreed to."""
    if case.charge is None:
        return ""
    agreed = translate("OrderWords", "agreed") if case.price_agreed and case.charge is Charge.CHARGEABLE else ""
    price = "" if case.quoted is None else show_yuan(case.quoted, sign=True)
    on_site = translate("CaseForm", "priced on site") if case.price_on_site else ""
    return joined((label(case.charge), price, on_site, agreed))


def times(count: int) -> str:
    """How often: 2 次; '' for never."""
    return translate("OrderWords", "{count} ×").format(count=count) if count else ""


def total_words(total: Decimal, charge: Charge | None) -> str:
    """A slip's sum in figures and capitals, and of free work that it is not charged (R-WO-08)."""
    free = charge is Charge.FREE and total > 0
    said = f"{show_yuan(total, sign=True)}  {in_capitals(total)}"
    return translate("OrderWords", "{sum}, not charged").format(sum=said) if free else said


def work(order: OrderRecord, zone: tzinfo) -> list[Fact]:
    """What the finished slip tells: the work, materials, sums and ratings."""
    if order.state not in (OrderState.COMPLETED, OrderState.RETURNED):
        return []
    total = "" if order.total is None else total_words(order.total, order.case.charge)
    ratings = [
        (translate("CompletionForm", "Quality"), order.quality),
        (translate("CompletionForm", "Manner"), order.manner),
        (translate("CompletionForm", "Timeliness"), order.timeliness),
    ]
    more = order.more
    wish = translate("OrderWords", "{name}, {moment}").format(name=more.wished_by, moment=wished(more.wished_at, zone))
    done = [each.words for each in order.checks if each.done]
    steps = translate("OrderWords", "{done} of {count}")
    if done:
        steps = translate("OrderWords", "{done} of {count}: {words}")
    steps = steps.format(done=len(done), count=len(order.checks), words=joined(done))
    return [
        Fact(translate("CompletionForm", "Work done"), order.result, wide=True),
        Fact(translate("OrderWords", "Materials"), materials(order), wide=True),
        Fact(translate("CompletionForm", "Labour"), "" if order.labour is None else show_yuan(order.labour, sign=True)),
        Fact(translate("OrderWords", "Sum"), total),
        Fact(translate("OrderWords", "Written wish"), wish if more.wished_at else "", wide=True),
        Fact(translate("CompletionForm", "Steps"), steps if order.checks else "", wide=True),
        Fact(
            translate("OrderWords", "Ratings"),
            joined(f"{name} {label(rating)}" for name, rating in ratings if rating is not None),
            wide=True,
        ),
    ]


def materials(order: OrderRecord) -> str:
    """The material lines: 下水软管 Φ40 1根 × 45.00 = 45.00, one a line."""
    lines = []
    for each in order.materials:
        name = " ".join(part for part in (each.name, each.spec) if part)
        quantity = f"{each.quantity.normalize():f}{each.unit}"
        if each.supplier is Supplier.OWNER:
            fits, fails = translate("CompletionForm", "Fit"), translate("CompletionForm", "Not fit")
            checked = "" if each.fit is None else fits if each.fit else fails
            lines.append(joined((f"{name} {quantity}", translate("OrderWords", "the owner's own"), checked)))
        else:
            lines.append(f"{name} {quantity} × {show_yuan(each.unit_price)} = {show_yuan(each.amount)}")
    return "\n".join(lines)


def deed_names() -> dict[str, str]:
    """The deeds as their buttons call them."""
    return {
        "accept": translate("OrderPanel", "Accept"),
        "arrive": translate("OrderPanel", "Arrived"),
        "complete": translate("OrderPanel", "Complete"),
        "return": translate("OrderPanel", "Book in"),
        "remind": translate("OrderPanel", "Chase"),
        "withdraw": translate("OrderPanel", "Take back…"),
        "void": translate("OrderPanel", "Void…"),
        "reassign": translate("OrderPanel", "Pass on…"),
        "pay": translate("OrderPanel", "Take money"),
        "due": translate("OrderPanel", "Amount due…"),
        "void_payment": translate("OrderPanel", "Void payment…"),
    }


def print_words(order: OrderRecord) -> str:
    """What the print button says: 打印, or 补打（已打 2 次）(R-WO-03)."""
    if not order.prints:
        return translate("OrderPanel", "Print")
    return translate("OrderPanel", "Print again ({count} so far)").format(count=order.prints)


def done_words(step: str, order: OrderRecord, *, booked_in: bool) -> str:
    """What is said when a deed is done."""
    said = {
        "accept": translate("OrderPanel", "{number}: accepted by {worker}."),
        "arrive": translate("OrderPanel", "{number}: arrival noted."),
        "complete": translate("OrderPanel", "{number}: completed and booked in.")
        if booked_in
        else translate("OrderPanel", "{number}: completion noted; the slip is still out."),
        "return": translate("OrderPanel", "{number}: booked in."),
        "remind": translate("OrderPanel", "{number}: reminder noted."),
        "withdraw": translate("OrderPanel", "{number}: taken back."),
        "void": translate("OrderPanel", "{number} is void."),
        "reassign": translate("OrderPanel", "{number}: passed on to {team}."),
        "handle": translate("OrderPanel", "{case}: handled."),
        "pay": translate("OrderPanel", "{number}: payment noted."),
        "due": translate("OrderPanel", "{number}: the amount due is put right."),
        "void_payment": translate("OrderPanel", "{number}: the payment is void."),
    }[step]
    return said.format(number=order.number, worker=order.worker, team=order.team_name, case=order.case.number)


def open_words(step: str, fee: FeeRecord | None) -> str:
    """What is said of the money when a deed that touches it is done; '' where nothing is to be said."""
    if fee is None or step not in ("complete", "return", "pay", "due", "void_payment"):
        return ""
    if fee.owed <= 0:
        return translate("OrderPanel", "Nothing is open.")
    return translate("OrderPanel", "{owed} is open.").format(owed=show_yuan(fee.owed, sign=True))
