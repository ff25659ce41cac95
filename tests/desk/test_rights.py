# SPDX-License-Identifier: Apache-2.0
"""Who may do what, row by row of the one table; a deed without a row is done by nobody."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from complaintdesk import desk
from complaintdesk.desk import cases
from complaintdesk.desk.rights import BY_ITSELF, RIGHTS
from complaintdesk.domain.terms import Role
from complaintdesk.errors import UserError
from tests.builders import NAME_OF, PASSWORD, rows

# Shared steps of several deeds: they take a session and a context and are done within a deed, never alone.
STEPS = {
    "story.tell",
    "story.settle",
    "commitment_rows.settle_commitments",
    "follow_up_rows.settle_follow_ups",
    "slip_fees.settle_fees",
    "numbers.take_number",
    "liaison.new_sheet",
    "void_papers.void_slip",
    "void_papers.void_liaison",
    "void_papers.void_corrective",
    "carried.void_carried",
    "case_links.take_back_link",
    "leading.handle_along",
    "leading.take_back_along",
    "cases.new_case",
    "cases.checked_facts",
    "cases.tell_reported",
    "personal_access.note_paper",
    "slip_returns.note_parts",
    "slip_returns.tell_returned",
    "slip_returns.tell_signed_back",
    "slip_returns.void_returned_by",
    "slip_returns.void_return",
    "slip_facts.put_on",
    "slip_facts.put_finished",
    "staffing.checked_colleague",
    "attachments.keep_with",
    "importing.count_done",
    "quoted_lines.add_lines",
    "quoted_lines.replace_lines",
}


def deeds() -> Iterator[tuple[str, Any]]:
    """Every public function of the desk that takes a session and a context."""
    for found in pkgutil.iter_modules(desk.__path__):
        module = importlib.import_module(f"complaintdesk.desk.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                parameters = [each.lstrip("_") for each in inspect.signature(function).parameters]
                if parameters[:2] == ["session", "context"]:
                    yield f"{found.name}.{name}", function


DEEDS = dict(deeds())


def test_every_deed_has_a_row_and_every_row_a_deed():
    assert set(RIGHTS) == set(DEEDS) - STEPS
    assert set(DEEDS) >= STEPS


def test_every_deed_has_somebody_who_may_do_it():
    assert [name for name, roles in RIGHTS.items() if not roles] == []


@pytest.mark.parametrize("role", Role)
def test_each_role_does_its_deeds_and_no_other(office, role):
    office.sign_in(NAME_OF[role], PASSWORD)
    allowed = {name for name in RIGHTS if "no right" not in outcome(office, DEEDS[name])}
    assert allowed == {name for name, roles in RIGHTS.items() if role in roles}
    assert {name for name in RIGHTS if office.may(DEEDS[name])} == allowed


def outcome(office, deed: Any) -> str:
    """What comes of a deed that is told nothing, as a text; '' when it is done all the same."""
    facts = [each for each in list(inspect.signature(deed).parameters.values())[2:] if each.default is each.empty]
    entries = rows(office, "SELECT count(*) FROM journal")
    try:
        office.do(deed, *[None] * len(facts))
    except Exception as error:  # noqa: BLE001 - a deed told nothing may stumble over anything
        assert rows(office, "SELECT count(*) FROM journal") == entries
        return repr(error)
    return ""


def test_with_nobody_at_the_desk_nothing_is_done(office):
    office.sign_out()
    for name, deed in DEEDS.items():
        if name in RIGHTS.keys() - BY_ITSELF:
            with pytest.raises(UserError, match="Nobody has signed in"):
                office.do(deed)
            assert office.may(deed) is False


@pytest.mark.parametrize("step", sorted(STEPS))
def test_a_step_is_no_deed(office, step):
    with pytest.raises(KeyError):
        office.do(DEEDS[step])


def test_a_function_from_elsewhere_is_no_deed(office):
    def grab(session: Any, context: Any) -> None:
        raise AssertionError("done all the same")

    with pytest.raises(KeyError):
        office.do(grab)
    with pytest.raises(KeyError):
        office.do(cases.new_case)


def test_rights_that_the_office_counts_on():
    desk_staff = {Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD}
    assert RIGHTS["cases.register"] == desk_staff
    assert Role.CLERK not in RIGHTS["corrections.void"] | RIGHTS["dispatching.void_order"]
    assert RIGHTS["staffing.add"] == {Role.OFFICE_HEAD, Role.ADMINISTRATOR}
    assert Role.ENGINEERING in RIGHTS["dispatching.complete"]
    assert Role.ENGINEERING not in RIGHTS["households.save_place"] | RIGHTS["exports.note_export"], "R-OWN-03"
