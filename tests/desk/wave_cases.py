# SPDX-License-Identifier: Apache-2.0
"""Households without water: a wave under its lead case, and how each of its cases stands."""

from __future__ import annotations

from typing import Any

from complaintdesk.desk import case_links, waves
from complaintdesk.desk.case_links import Link
from complaintdesk.desk.cases import Saved
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseState
from tests.builders import a_household, a_repair, page


def dry(office: Office, room: str, **changes: Any) -> Saved:
    """A household of building 3 has no water."""
    place_id = changes.pop("place_id", None) or a_household(office, room)
    return a_repair(office, category="water_supply", content="停水了", place_id=place_id, place_text="", **changes)


def a_wave(office: Office, count: int = 3) -> list[int]:
    """So many households' cases, the first leading."""
    ids = [dry(office, f"{floor}01").id for floor in range(1, count + 1)]
    office.do(waves.lead, ids[0], ids[1:])
    return ids


def state(office: Office, case_id: int) -> CaseState:
    return page(office, case_id).case.state


def links(office: Office, case_id: int) -> list[tuple[Link, int]]:
    return [(each.link, each.id) for each in office.ask(case_links.links_of, case_id)]
