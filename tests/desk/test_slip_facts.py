# SPDX-License-Identifier: Apache-2.0
"""What a slip says besides the job: the owner's material, warranty, guarantee, third party, check list, other teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from complaintdesk.desk import corrections, dispatching, slip_facts
from complaintdesk.desk.drafts import MaterialDraft, SlipFacts
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Channel, OrderState, Origin, Supplier, Warranty
from complaintdesk.errors import MissingFields, UserError
from tests.builders import DeskClock, a_completion, a_household, a_repair, a_slip, codes, event_id, page, slip

OWN = MaterialDraft("密封圈", Decimal(1), Decimal(0), supplier=Supplier.OWNER)


def today(office: Office) -> date:
    return office.now().astimezone(office.zone).date()


def test_each_material_of_the_owners_is_found_fit_or_not(office: Office) -> None:
    order_id = a_slip(office).order_id
    whole = a_completion(office, order_id, materials=(OWN, replace(OWN, name="角阀", fit=True)))
    with pytest.raises(UserError) as refused:
        office.do(dispatching.complete, whole)
    assert (refused.value.field, refused.value.values) == ("fit", {"name": "密封圈"})
    office.do(dispatching.complete, replace(whole, materials=(replace(OWN, fit=True),)))
    assert [line.fit for line in slip(office, order_id).materials] == [True]
    assert slip(office, order_id).owner_material_fit is True


def test_unfit_material_is_used_on_the_owners_written_wish_alone(office: Office, clock: DeskClock) -> None:
    order_id = a_slip(office).order_id
    clock.later(hours=1)
    unfit = a_completion(office, order_id, materials=(replace(OWN, fit=False), replace(OWN, name="角阀", fit=True)))
    with pytest.raises(MissingFields) as missing:
        office.do(dispatching.complete, unfit)
    assert set(missing.value.missing) == {"wished_by", "wished_at"}
    wish = replace(unfit, wished_by="张建国", wished_at=office.now() + timedelta(minutes=1))
    with pytest.raises(UserError) as late:
        office.do(dispatching.complete, wish)
    assert late.value.field == "wished_at"
    assert slip(office, order_id).state is OrderState.ISSUED
    at = office.now() - timedelta(minutes=10)
    office.do(dispatching.complete, replace(unfit, wished_by=" 张建国 ", wished_at=at))
    found = slip(office, order_id)
    assert (found.owner_material_fit, found.more.wished_by, found.more.wished_at) == (False, "张建国", at)
    assert codes(office) == []


def test_what_the_completion_said_of_materials_and_steps_goes_with_it_when_it_is_taken_back(office: Office) -> None:
    order_id = a_slip(office).order_id
    said = a_completion(
        office,
        order_id,
        materials=(replace(OWN, fit=False),),
        wished_by="张建国",
        wished_at=office.now(),
        checks_done=("清理现场",),
    )
    office.do(dispatching.complete, said)
    assert slip(office, order_id).more.guarantee_until == today(office) + timedelta(days=90)
    office.do(corrections.withdraw, event_id(office, slip(office, order_id).case.id, "completed"), "抄错了")
    more = slip(office, order_id).more
    assert (more.wished_by, more.wished_at, more.guarantee_until) == ("", None, None)
    assert not any(each.done for each in more.checks)
    assert codes(office) == []


def test_the_check_list_is_the_categorys_and_is_ticked_in_its_order(office: Office) -> None:
    order_id = a_slip(office).order_id
    listed = [each.words for each in slip(office, order_id).checks]
    assert listed == list(office.procedure.category("plumbing").checks)
    with pytest.raises(UserError) as refused:
        office.do(dispatching.complete, a_completion(office, order_id, checks_done=("擦窗",)))
    assert refused.value.field == "checks_done"
    office.do(dispatching.complete, a_completion(office, order_id, checks_done=(listed[2], listed[0])))
    assert [each.words for each in slip(office, order_id).checks if each.done] == [listed[0], listed[2]]


def test_leaks_and_cracks_ask_first_whether_the_warranty_still_runs(office: Office) -> None:
    case_id = a_repair(office, category="roof_leak").id
    with pytest.raises(MissingFields) as missing:
        office.do(dispatching.dispatch, case_id, "土建班")
    assert set(missing.value.missing) == {"warranty"}
    assert page(office, case_id).case.orders == ()
    issued = office.do(dispatching.dispatch, case_id, "土建班", "", SlipFacts(Warranty.OVER))
    assert slip(office, issued.order_id).more.warranty is Warranty.OVER
    noted = a_repair(office, category="roof_leak", origin=Origin.NOTED, channel=Channel.VISIT)
    unasked = office.do(dispatching.dispatch, noted.id, "土建班")
    assert slip(office, unasked.order_id).more.warranty is None


@pytest.mark.parametrize(("days", "stands"), [(0, Warranty.RUNS), (400, Warranty.RUNS), (-1, Warranty.OVER)])
def test_what_the_households_file_says_of_the_warranty_is_recorded(office: Office, days: int, stands: Warranty) -> None:
    until = today(office) + timedelta(days=days)
    place_id = a_household(office, warranty_until=until)
    case_id = a_repair(office, category="roof_leak", place_id=place_id, place_text="").id
    known = office.ask(slip_facts.warranty_page, case_id, office.books, today(office))
    assert (known.asks, known.until, known.stands) == (True, until, stands)
    more = slip(office, a_slip(office, case_id).order_id).more
    assert (more.warranty, more.warranty_until) == (stands, until)
    told = office.do(dispatching.dispatch, case_id, "土建班", "", SlipFacts(Warranty.OVER))
    assert slip(office, told.order_id).more.warranty is Warranty.OVER  # of the part, as it was asked


def test_a_job_done_again_names_the_earlier_slip_while_its_guarantee_runs(office: Office, clock: DeskClock) -> None:
    place_id = a_household(office)
    first = a_slip(office, a_repair(office, place_id=place_id, place_text="").id)
    office.do(dispatching.complete, a_completion(office, first.order_id))
    again = a_repair(office, place_id=place_id, place_text="").id
    known = office.ask(slip_facts.warranty_page, again, office.books, today(office))
    assert [each.number for each in known.guaranteed] == [first.number]
    issued = office.do(dispatching.dispatch, again, "水电班", "", SlipFacts(rework_of=first.order_id))
    assert slip(office, issued.order_id).more.rework_of == first.number
    with pytest.raises(UserError) as refused:
        office.do(dispatching.dispatch, again, "水电班", "", SlipFacts(rework_of=issued.order_id))
    assert refused.value.field == "rework_of"
    clock.later(days=91)
    assert office.ask(slip_facts.warranty_page, again, office.books, today(office)).guaranteed == ()
    elsewhere = a_repair(office).id
    assert office.ask(slip_facts.warranty_page, elsewhere, office.books, today(office)).guaranteed == ()


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (SlipFacts(third_name="华安防水"), {"third_qualification"}),
        (SlipFacts(third_phone="13900000008"), {"third_name"}),
        (SlipFacts(third_qualification="二级"), {"third_name"}),
    ],
)
def test_a_third_party_is_recorded_with_its_qualification(office: Office, told: SlipFacts, missing: set[str]) -> None:
    case_id = a_repair(office).id
    with pytest.raises(MissingFields) as refused:
        office.do(dispatching.dispatch, case_id, "水电班", "", told)
    assert set(refused.value.missing) == missing
    whole = SlipFacts(third_name="华安防水", third_qualification="防水二级", third_phone="13900000008")
    issued = office.do(dispatching.dispatch, case_id, "水电班", "", whole)
    more = slip(office, issued.order_id).more
    assert (more.third_name, more.third_qualification, more.third_phone) == ("华安防水", "防水二级", "13900000008")
    office.do(dispatching.complete, a_completion(office, issued.order_id, facts=replace(whole, third_name="安华")))
    assert slip(office, issued.order_id).more.third_name == "安华"


def test_a_slip_passed_on_is_accepted_anew_and_both_teams_stay_on_it(office: Office, clock: DeskClock) -> None:
    order_id = a_slip(office).order_id
    office.do(dispatching.accept, order_id, "李志强")
    clock.later(minutes=20)
    with pytest.raises(MissingFields):
        office.do(dispatching.reassign, order_id, "土建班", " ")
    with pytest.raises(UserError) as same:
        office.do(dispatching.reassign, order_id, "水电班", "人手不足")
    assert same.value.field == "team"
    office.do(dispatching.reassign, order_id, "土建班", "需凿开墙面")
    found = slip(office, order_id)
    assert (found.state, found.team_name, found.worker, found.accepted_at) == (OrderState.ISSUED, "土建班", "", None)
    assert [(each.from_team, each.to_team, each.reason) for each in found.more.transfers] == [
        ("水电班", "土建班", "需凿开墙面")
    ]
    office.do(dispatching.accept, order_id, "周师傅")
    with pytest.raises(UserError, match="acceptance"):
        office.do(corrections.withdraw, event_id(office, found.case.id, "reassigned"), "误操作")
    office.do(corrections.withdraw, event_id(office, found.case.id, "accepted"), "误操作")
    office.do(corrections.withdraw, event_id(office, found.case.id, "reassigned"), "误操作")
    back = slip(office, order_id)
    assert (back.state, back.team_name, back.worker) == (OrderState.ACCEPTED, "水电班", "李志强")
    assert codes(office) == []


def test_a_slip_passed_on_within_its_team_says_to_whom(office: Office) -> None:
    order_id = a_slip(office).order_id
    office.do(dispatching.accept, order_id, "周师傅")
    office.do(dispatching.reassign, order_id, "水电班", "周师傅请假", "李志强")
    [passed] = slip(office, order_id).more.transfers
    assert (passed.from_team, passed.to_team, passed.to_worker) == ("水电班", "水电班", "李志强")


def test_a_finished_slip_is_not_passed_on(office: Office) -> None:
    order_id = a_slip(office).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    with pytest.raises(UserError):
        office.do(dispatching.reassign, order_id, "土建班", "需凿开墙面")
