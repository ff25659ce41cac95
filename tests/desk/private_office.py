# SPDX-License-Identifier: Apache-2.0
"""An office with something private in every corner, and every query of the desk with what it may be asked."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from complaintdesk import desk
from complaintdesk.desk import (
    data_requests,
    dispatching,
    fees,
    household_files,
    people,
    personal_access,
    today,
)
from complaintdesk.desk.access_lists import AccessFilter
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.follow_up_lists import FollowUpFilter
from complaintdesk.desk.household_records import DecorationDraft, PetDraft, VehicleDraft
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office
from complaintdesk.desk.order_lists import OrderFilter
from complaintdesk.desk.personal_access import RevealDraft
from complaintdesk.desk.price_records import QuoteDraft
from complaintdesk.desk.same_matter import Call
from complaintdesk.domain.search_words import plain_search
from complaintdesk.domain.terms import CaseKind, Charge, PaymentMethod, RequestKind, Role
from tests.builders import NAME_OF, PASSWORD, a_case, a_completion, a_household, a_slip, page, staff_id

# Of a household: none of its people calls, so that nothing of this stands in a case.
OWNER, OWNER_PHONE = "尉迟恭敬", "13912345678"
RECORDS = (OWNER, OWNER_PHONE, "喜静不喜吵", "粤C·A1234", "旺财", "包工头老丁", "13722223333")
MONEY = ("付款人柯某",)
ASKED = ("本人到前台要求抄录",)
SEEN = ("核对身份后告知",)
# Who complains in confidence is a stranger to the books, so that only the case tells of them.
COMPLAINANT, COMPLAINANT_PHONE, COMPLAINED_AT = "裘女士", "13655556666", "9栋1单元909"
COMPLAINT = "前台小李态度差"
ABOUT = NAME_OF[Role.CLERK]


def furnish(office: Office) -> dict[str, int]:
    """Fills the books; gives the ids of what can be looked at."""
    owner = OccupantDraft(OWNER, phones=(PhoneDraft(OWNER_PHONE, "手机"),), note="喜静不喜吵")
    place = a_household(office, "1502", occupants=(owner,))
    office.do(household_files.save_pet, PetDraft(place, "狗", "旺财"))
    works = DecorationDraft(place, contact="包工头老丁", phone="13722223333", works="水电改造")
    office.do(household_files.save_decoration, works)
    line = QuoteDraft("换角阀", Decimal(1), Decimal(91), Decimal(91))
    case = a_case(
        office,
        CaseKind.SPECIAL_SERVICE,
        quotes=(line,),
        place_id=place,
        place_text="",
        charge=Charge.CHARGEABLE,
        quoted=Decimal(91),
        price_agreed=True,
    )
    slip = a_slip(office, case.id)
    office.do(dispatching.complete, a_completion(office, slip.order_id))
    office.do(fees.pay, PaymentDraft(slip.order_id, Decimal(10), PaymentMethod.CASH, "付款人柯某"))
    found = office.ask(people.place_page, place, office.books).occupants[0]
    office.do(household_files.save_vehicle, VehicleDraft(place, "粤C·A1234", occupant_id=found.id))
    request = office.do(data_requests.ask, RequestDraft("r", found.id, RequestKind.COPY, ASKED[0]))
    office.do(personal_access.reveal, RevealDraft(phone_id=found.phones[0].id, reason=SEEN[0]))
    other = a_household(office, "909", building="9", unit="1", occupants=(OccupantDraft("单飞"),))
    told: dict[str, Any] = {"caller_name": COMPLAINANT, "caller_phone": COMPLAINANT_PHONE, "content": COMPLAINT}
    about = {"confidential": True, "about_staff_id": staff_id(office, ABOUT)}
    complaint = a_case(office, CaseKind.COMPLAINT, place_id=other, place_text="", **told, **about)
    complaint_slip = a_slip(office, complaint.id)
    return {
        "place": place,
        "case": case.id,
        "order": slip.order_id,
        "occupant": found.id,
        "phone": found.phones[0].id,
        "request": request,
        "complaint": complaint.id,
        "complaint_place": other,
        "complaint_order": complaint_slip.order_id,
    }


def queries() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the desk that takes a session and is no deed."""
    for found in pkgutil.iter_modules(desk.__path__):
        module = importlib.import_module(f"complaintdesk.desk.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                parameters = [each.lstrip("_") for each in inspect.signature(function).parameters]
                if parameters[:1] == ["session"] and parameters[1:2] != ["context"]:
                    yield f"{found.name}.{name}", function


def asked_by_screens() -> set[str]:
    """The names, without their modules, of all that is asked through `Office.ask` or `Bridge.ask`."""
    names = set()
    for path in Path(desk.__path__[0]).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "ask":
                first = node.args[0] if node.args else None
                names |= {first.attr} if isinstance(first, ast.Attribute) else set()
                names |= {first.id} if isinstance(first, ast.Name) else set()
    return names


def facts(office: Office, ids: dict[str, int], *, of_complaint: bool = False) -> dict[str, Any]:
    """What queries may be asked for, by the parameter's name, or by query and parameter."""
    before = "complaint" if of_complaint else "case"
    case, place = ids[before], ids["complaint_place" if of_complaint else "place"]
    order = ids["complaint_order" if of_complaint else "order"]
    now, day = office.now(), office.now().astimezone(office.zone).date()
    follow_ups = [each.id for each in page(office, case).follow_ups] or [1]
    moment = today.Moment(now, office.zone, office.books)
    told: dict[str, Any] = {
        "books": office.books,
        "now": now,
        "zone": office.zone,
        "moment": moment,
        "procedure": office.procedure,
        "today": day,
        "day": day,
        "from_on": date(2020, 1, 1),
        "to_on": date(2030, 1, 1),
        "year": day.year,
        "state": None,
        "procedure_of": office.procedure_of,
        "calendar_of": office.calendar_of,
        "case_id": case,
        "case_ids": [case],
        "order_id": order,
        "order_ids": [order],
        "place_id": place,
        "occupant_id": ids["occupant"],
        "follow_up_id": follow_ups[0],
        "follow_up_ids": [follow_ups[0]],
        "staff_id": 1,
        "phone": COMPLAINANT_PHONE,
        "search": plain_search("栋"),
        "words": "栋",
        "text": "栋",
        "question": "栋",
        "from_": None,
        "limit": 50,
        "category": "",
        "role": Role.CLERK,
        "team_days.load_today.team": office.procedure.teams[0].id,
        "access_lists.accesses.wanted": AccessFilter(),
        "directory.directory_lines.ids": [-ids["phone"]],
        "directory.directory_line.line_id": -ids["phone"],
        "finding.find.asked_for": "栋",
        "follow_up_lists.follow_up_rows.ids": follow_ups,
        "listing.case_ids.wanted": CaseFilter(),
        "listing.case_beginning.wanted": CaseFilter(),
        "listing.case_rows.ids": [case],
        "slip_lists.ledger_rows.ids": [order],
        "binding.binding_page.month": day.replace(day=1),
        "print_batches.slips_issued.since": now - timedelta(days=30),
        "print_batches.slips_issued.until": now + timedelta(days=1),
        "print_batches.unprinted_slips.since": now - timedelta(days=30),
        "print_batches.unprinted_slips.until": now + timedelta(days=1),
        "case_pages.case_records.ids": [case],
        "form_records.span_record.form": "call_record",
        "listing.numbers_of.ids": [case],
        "order_lists.order_rows.ids": [order],
        "people.place_rows.ids": [place],
        "file_standing.place_rows.ids": [place],
        "people.stands.label": "栋",
        "point_tables.points_of_month.month": day,
        "statistics.month_figures.month": day.month,
        "today_rows.today_rows.name": today.TodayList.LATE,
        "today_rows.today_rows.ids": [case],
        "order_lists.order_ids.wanted": OrderFilter("all"),
        "order_lists.order_beginning.wanted": OrderFilter("all"),
        "follow_up_lists.follow_up_ids.wanted": FollowUpFilter(),
        "follow_up_lists.follow_up_beginning.wanted": FollowUpFilter(),
        "same_matter.proposed.call": Call(CaseKind.COMPLAINT, place, COMPLAINANT_PHONE, "noise", COMPLAINT, now),
        "who_hits.hits.words": "栋",
    }
    return told


def arguments(name: str, query: Callable[..., Any], told: dict[str, Any]) -> list[Any] | None:
    """What a query is asked with; None where it takes something that only a step of the desk has."""
    found = []
    for each in list(inspect.signature(query).parameters.values())[1:]:
        if each.kind is each.KEYWORD_ONLY and each.default is not each.empty:
            continue
        key = f"{name}.{each.name}"
        if key not in told and each.name not in told:
            if each.default is each.empty:
                return None
            break
        found.append(told[key] if key in told else told[each.name])
    return found


def sits(office: Office, role: Role) -> None:
    office.sign_in(NAME_OF[role], PASSWORD)
