# SPDX-License-Identifier: Apache-2.0
"""The catalogue's rows for a slip (维修单) and its materials: what paper, lists and sheets show of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import reduce
from operator import attrgetter

from complaintdesk.desk.records import OrderRecord
from complaintdesk.domain import terms
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import TICKED, UNTICKED, Kind, Word

OWN_FIT = QT_TRANSLATE_NOOP("fields", "The owner's {names}: fit")
OWN_UNFIT = QT_TRANSLATE_NOOP("fields", "The owner's {names}: not fit")
WISHED = QT_TRANSLATE_NOOP("fields", "used on {name}'s written wish of {at}")
PASSED = QT_TRANSLATE_NOOP("fields", "{at} passed from {from} to {to}: {reason}")
REWORK = QT_TRANSLATE_NOOP("fields", "does {number} again")
AND = QT_TRANSLATE_NOOP("fields", "{one}; {other}")


def _remarks(order: OrderRecord) -> tuple[Word, ...]:
    """What has to be said of the owner's own materials (R-WO-06), of an earlier slip and of other teams (R-WO-05)."""
    own = [line for line in order.materials if line.supplier is terms.Supplier.OWNER]
    found = []
    for text, fit in ((OWN_FIT, True), (OWN_UNFIT, False)):
        if names := tuple(line.name for line in own if line.fit is fit):
            found.append(Word(text, {"names": names}))
    more = order.more
    if more.wished_at is not None:
        # The wish is its client's, who isn't named on a slip in confidence (客户保密).
        name = terms.OccupantKind.OWNER if order.case.confidential else more.wished_by
        found.append(Word(WISHED, {"name": name, "at": more.wished_at}))
    if more.rework_of:
        found.append(Word(REWORK, {"number": more.rework_of}))
    found += _transfers(order)
    return (reduce(lambda one, other: Word(AND, {"one": one, "other": other}), found),) if found else ()


def _transfers(order: OrderRecord) -> list[Word]:
    """Each passing on; within a team it is the worker who is another."""
    return [
        Word(
            PASSED,
            {
                "from": each.from_team,
                "to": f"{each.to_team} {each.to_worker}".strip(),
                "at": each.at,
                "reason": each.reason,
            },
        )
        for each in order.more.transfers
    ]


def _warranty_matters(order: OrderRecord) -> bool:
    """Whether its row stands on the slip: the rule book asks for it, or something is known of it (R-WO-13)."""
    more = order.more
    return more.asks_warranty or more.warranty is not None or more.guarantee_until is not None


# fmt: off
SLIP = (
    _field("work_order.number", QT_TRANSLATE_NOOP("fields", "Work order"), Kind.TEXT, "WX2026-000656", 15),
    _field("work_order.state", QT_TRANSLATE_NOOP("fields", "Order's state"), Kind.TERM, terms.OrderState.ACCEPTED, 10),
    _field("work_order.round", QT_TRANSLATE_NOOP("fields", "Round"), Kind.NUMBER, 1, 6),
    _field("work_order.team", QT_TRANSLATE_NOOP("fields", "Team"), Kind.TEXT, "水电班", 10, attrgetter("team_name")),
    _field("work_order.worker", QT_TRANSLATE_NOOP("fields", "Worker"), Kind.TEXT, "李志强", 10),
    _field("work_order.issued_at", QT_TRANSLATE_NOOP("fields", "Issued"), Kind.INSTANT, _at(21, 10, 45), 17),
    _field("work_order.issued_by", QT_TRANSLATE_NOOP("fields", "Issued by"), Kind.TEXT, "王敏", 10),
    _field("work_order.accepted_at", QT_TRANSLATE_NOOP("fields", "Accepted"), Kind.INSTANT, _at(21, 10, 48), 17),
    _field("work_order.arrived_at", QT_TRANSLATE_NOOP("fields", "On site"), Kind.INSTANT, _at(21, 15, 5), 17),
    _field("work_order.completed_at", QT_TRANSLATE_NOOP("fields", "Completed"), Kind.INSTANT, _at(21, 16, 10), 17),
    _field("work_order.returned_at", QT_TRANSLATE_NOOP("fields", "Slip returned"), Kind.INSTANT, _at(21, 17, 0), 17),
    _field("work_order.result", QT_TRANSLATE_NOOP("fields", "Work done"), Kind.LONG,
           "更换下水软管一根，接口缠生料带，试水三次不漏。", 40),
    _field("work_order.material_total", QT_TRANSLATE_NOOP("fields", "Materials"), Kind.MONEY, Decimal("53.00"), 10,
           lambda order: None if order.total is None else order.material_total),
    _field("work_order.labour", QT_TRANSLATE_NOOP("fields", "Labour"), Kind.MONEY, Decimal("30.00"), 10),
    _field("work_order.total", QT_TRANSLATE_NOOP("fields", "Total"), Kind.MONEY, Decimal("83.00"), 10),
    _field("work_order.remarks", QT_TRANSLATE_NOOP("fields", "Slip's remarks"), Kind.WORDS,
           (Word(OWN_FIT, {"names": ("密封圈",)}),), 40, _remarks),
    _field("work_order.asks_warranty", QT_TRANSLATE_NOOP("fields", "Warranty matters"), Kind.TERM, True, 8,
           _warranty_matters),
    _field("work_order.warranty", QT_TRANSLATE_NOOP("fields", "Warranty"), Kind.TERM, terms.Warranty.OVER, 10,
           attrgetter("more.warranty")),
    _field("work_order.warranty_until", QT_TRANSLATE_NOOP("fields", "Warranty until"), Kind.DAY, date(2025, 6, 30), 12,
           attrgetter("more.warranty_until")),
    _field("work_order.guarantee_until", QT_TRANSLATE_NOOP("fields", "Guaranteed until"), Kind.DAY,
           date(2027, 2, 19), 12, attrgetter("more.guarantee_until")),
    _field("work_order.rework_of", QT_TRANSLATE_NOOP("fields", "Does again"), Kind.TEXT, "WX2026-000598", 15,
           attrgetter("more.rework_of")),
    _field("work_order.third_name", QT_TRANSLATE_NOOP("fields", "Third party"), Kind.TEXT, "华安防水工程公司", 20,
           attrgetter("more.third_name")),
    _field("work_order.third_qualification", QT_TRANSLATE_NOOP("fields", "Qualification"), Kind.TEXT,
           "防水防腐保温二级", 20, attrgetter("more.third_qualification")),
    _field("work_order.third_phone", QT_TRANSLATE_NOOP("fields", "Third party's phone"), Kind.PHONE, "13900000008", 14,
           attrgetter("more.third_phone")),
    _field("work_order.checks", QT_TRANSLATE_NOOP("fields", "Check list"), Kind.CHECKS,
           tuple(Word(TICKED if words.startswith("关") else UNTICKED, {"words": words})
                 for words in ("关阀放水", "更换修补", "试水不漏", "清理现场")), 30,
           lambda order: tuple(Word(TICKED if each.done else UNTICKED, {"words": each.words})
                               for each in order.checks)),
    _field("work_order.transfers", QT_TRANSLATE_NOOP("fields", "Passed on"), Kind.WORDS,
           (Word(PASSED, {"from": "水电班", "to": "土建班", "at": _at(21, 11, 5),
                         "reason": "需凿开墙面"}),), 30, _transfers),
    _field("work_order.owner_material_fit", QT_TRANSLATE_NOOP("fields", "Owner's materials fit"), Kind.TERM, True, 8),
    _field("work_order.quality", QT_TRANSLATE_NOOP("fields", "Quality"), Kind.TERM, terms.Rating.CONTENT, 10),
    _field("work_order.manner", QT_TRANSLATE_NOOP("fields", "Manner"), Kind.TERM, terms.Rating.CONTENT, 10),
    _field("work_order.timeliness", QT_TRANSLATE_NOOP("fields", "Timeliness"), Kind.TERM, terms.Rating.FAIR, 10),
    _field("work_order.prints", QT_TRANSLATE_NOOP("fields", "Prints"), Kind.NUMBER, 1, 6),
    _field("work_order.reminders", QT_TRANSLATE_NOOP("fields", "Reminders"), Kind.NUMBER, 1, 6),
    _field("work_order.void_reason", QT_TRANSLATE_NOOP("fields", "Why void"), Kind.LONG, "业主取消", 20),
    _field("work_order.voided_at", QT_TRANSLATE_NOOP("fields", "Voided"), Kind.INSTANT, _at(21, 11, 20), 17),
)
MATERIALS = (
    _field("materials.name", QT_TRANSLATE_NOOP("fields", "Material"), Kind.TEXT, "下水软管", 16),
    _field("materials.spec", QT_TRANSLATE_NOOP("fields", "Specification"), Kind.TEXT, "Φ40×60cm", 14),
    _field("materials.unit", QT_TRANSLATE_NOOP("fields", "Unit"), Kind.TEXT, "根", 6),
    _field("materials.quantity", QT_TRANSLATE_NOOP("fields", "Quantity"), Kind.QUANTITY, Decimal(1), 8),
    _field("materials.unit_price", QT_TRANSLATE_NOOP("fields", "Unit price"), Kind.MONEY, Decimal("45.00"), 10),
    _field("materials.amount", QT_TRANSLATE_NOOP("fields", "Amount"), Kind.MONEY, Decimal("45.00"), 10),
    _field("materials.supplier", QT_TRANSLATE_NOOP("fields", "Supplied by"), Kind.TERM, terms.Supplier.OFFICE, 8),
    _field("materials.fit", QT_TRANSLATE_NOOP("fields", "Owner's material fit"), Kind.TERM, True, 8),
)
# fmt: on
