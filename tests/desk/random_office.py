# SPDX-License-Identifier: Apache-2.0
"""What a day drawn by lot does beside the matters: price lists, payments, staff, slips that come back, imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from complaintdesk.db.tables import (
    BindingList,
    Case,
    Fee,
    ImportRun,
    Payment,
    PriceItem,
    PriceList,
    SlipLoss,
    SlipReturn,
    Staff,
    WorkOrder,
)
from complaintdesk.desk import (
    attachments,
    binding,
    cases,
    corrections,
    fees,
    import_runs,
    importing,
    office_profile,
    price_lists,
    prints,
    slip_ledger,
    staffing,
)
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.importing import PRICES
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.terms import CaseKind, OrderState, PaymentMethod, Role
from tests.builders import ADMINISTRATOR, PASSWORD, STAFF, a_draft

if TYPE_CHECKING:
    from tests.desk.random_day import RandomDay

Told = Callable[["RandomDay"], tuple[Any, ...]]
SLIP_IS_OUT = WorkOrder.state.not_in((OrderState.RETURNED, OrderState.VOID))
PARTS = ((), ("desk",), ("finance",), ("desk", "finance"), ("owner", "desk"))
PRICES_SAID = ("5", "20-50元", "看着给", "免费", "8元/㎡/次", "/")


def word(day: RandomDay) -> str:
    """What is said, and now and then nothing."""
    return day.luck.choice(("", *["业主要求", "登记有误"] * 4))


def price_list(day: RandomDay) -> tuple[int, int]:
    """A list, mostly in use, as it was read lately."""
    row = day.row(PriceList, day.any_of(PriceList.id, PriceList.voided_at.is_(None)))
    return row.id, row.version - (day.luck.random() < 0.1)


def price_list_in(day: RandomDay) -> tuple[Any, ...]:
    run = day.do(importing.start_run, PRICES, "aa", 3)
    if run is None:
        run = day.any_of(ImportRun.id)
    names = ("疏通马桶", "更换水龙头", "开锁")
    drafts = [
        PriceItemDraft(name, fee_text=day.luck.choice(PRICES_SAID), list_name="收费标准.xlsx", position=at)
        for at, name in enumerate(names, start=1)
    ]
    return run, drafts


def item_taken_out(day: RandomDay) -> tuple[Any, ...]:
    item = day.row(PriceItem, day.any_of(PriceItem.id, PriceItem.voided_at.is_(None)))
    return item.id, day.row(PriceList, item.list_id).version, word(day)


def in_force(day: RandomDay) -> tuple[Any, ...]:
    from_on = day.clock.now.date() + timedelta(days=day.luck.randrange(-30, 30))
    return *price_list(day), day.luck.choice(("", "2026 年收费标准", "新标准")), from_on


def fee(day: RandomDay) -> Any:
    """What is owed for a slip, mostly something still open."""
    return day.row(Fee, day.any_of(Fee.id, Fee.voided_at.is_(None), Fee.paid < Fee.due))


def amount(day: RandomDay, most: Decimal) -> Decimal:
    return day.luck.choice((most, most, Decimal("9.5"), Decimal(0), Decimal(500)))


def payment(day: RandomDay) -> tuple[Any, ...]:
    owed = fee(day)
    token = day.luck.choice((None, a_draft(day.office).token))
    receipt = day.luck.choice(("", f"№ {day.luck.randrange(40)}"))
    told = amount(day, owed.due - owed.paid), day.luck.choice(list(PaymentMethod)), "仇女士", receipt
    return (PaymentDraft(owed.order_id, *told, token=token),)


def due(day: RandomDay) -> tuple[Any, ...]:
    owed = fee(day)
    return owed.order_id, owed.version - (day.luck.random() < 0.1), amount(day, owed.due), word(day)


def a_slip_back(day: RandomDay) -> tuple[Any, ...]:
    at = day.luck.choice((None, day.clock.now - timedelta(minutes=day.luck.randrange(-30, 300))))
    return day.any_of(WorkOrder.id), day.luck.choice(PARTS), "张师傅", at


def looked_through(day: RandomDay) -> tuple[Any, ...]:
    """A month's list as it was read just now, or what was no list's."""
    office = day.office
    month = (office.now() - timedelta(days=day.luck.choice((1, 32)))).date().replace(day=1)
    page = office.ask(binding.binding_page, month, office.now(), office.zone, office.books)
    return month, day.luck.choice((page.mark, page.mark, ""))


def colleague(day: RandomDay) -> Any:
    """Somebody who came lately: those of the first day stay, who do all the rest."""
    stay = [*STAFF, ADMINISTRATOR]
    return day.row(Staff, day.one_of(Staff.id, Staff.name.not_in(stay)))


def colleague_edited(day: RandomDay) -> tuple[Any, ...]:
    edit = day.office.ask(staffing.staff_edit, colleague(day).id)
    return (replace(edit, role=day.luck.choice(list(Role)), name=f"{edit.name}{day.luck.choice(('', '二'))}"),)


def particulars(day: RandomDay) -> tuple[Any, ...]:
    read = day.office.ask(office_profile.profile)
    return (replace(read, name=day.luck.choice(("", "翠湖管理处", "翠湖花园管理处")), address=word(day)),)


def just_saved(day: RandomDay) -> tuple[Any, ...]:
    """A matter just written down, or any."""
    saved = day.do(cases.register, a_draft(day.office, CaseKind.COMPLAINT))
    return (day.any_of(Case.id) if saved is None else saved.id,)


def a_paper_brought(day: RandomDay) -> tuple[Any, ...]:
    office = day.office
    kept = attachments.store(
        office.pool, office.database.key, "函.pdf", day.luck.randbytes(40), beside_file=not office.database.is_server
    )
    return day.any_of(Case.id, Case.number.is_not(None)), kept


OFFICE: dict[Callable[..., Any], Told] = {
    price_lists.take_in: price_list_in,
    price_lists.put_in_force: in_force,
    price_lists.void_list: lambda day: (*price_list(day), word(day)),
    price_lists.take_out: item_taken_out,
    fees.set_due: due,
    fees.pay: payment,
    fees.void_payment: lambda day: (day.any_of(Payment.id, Payment.voided_at.is_(None)), word(day)),
    import_runs.undo: lambda day: (day.any_of(ImportRun.id, ImportRun.undone_by.is_(None)),),
    importing.remember_columns: lambda day: ("register", "ab", {"content": day.luck.randrange(3)}),
    office_profile.change: particulars,
    staffing.edit: colleague_edited,
    staffing.leave: lambda day: (colleague(day).id, day.clock.now.date() - timedelta(days=day.luck.randint(-1, 2))),
    staffing.come_back: lambda day: (colleague(day).id,),
    staffing.change_password: lambda day: (colleague(day).id, day.luck.choice((PASSWORD, "123456"))),
    staffing.note_sign_out: lambda _day: (),
    attachments.attach_stored: a_paper_brought,
    corrections.take_back: just_saved,
    slip_ledger.book_back: a_slip_back,
    slip_ledger.take_back: lambda day: (day.any_of(SlipReturn.id), word(day)),
    slip_ledger.declare_lost: lambda day: (day.any_of(WorkOrder.id, SLIP_IS_OUT), "张师傅", word(day)),
    slip_ledger.take_back_loss: lambda day: (day.any_of(SlipLoss.id), word(day)),
    binding.sign: looked_through,
    binding.void: lambda day: (day.any_of(BindingList.id), word(day)),
    prints.start_report: lambda day: (f"{day.office.now():%Y-%m}", "printer"),
    prints.start_fees: lambda day: (f"{day.office.now():%Y-%m}", "printer"),
    prints.start_blank: lambda day: ("meeting", "printer", day.luck.randint(1, 20)),
}
