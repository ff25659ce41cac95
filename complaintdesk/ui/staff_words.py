# SPDX-License-Identifier: Apache-2.0
"""Who somebody is, what each role may do, in a line, and the teams that somebody may work in."""

from __future__ import annotations

from complaintdesk.desk.records import StaffRecord
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import Role
from complaintdesk.labels import label, translate


def with_role(staff: StaffRecord) -> str:
    """Somebody's name with their role, as everywhere that says who somebody is: 王敏 · 客服主管."""
    return f"{staff.name} · {label(staff.role)}"


def role_words(role: Role) -> str:
    """The role's rights in one line."""
    return {
        Role.CLERK: translate("StaffWords", "Registers calls, issues slips, closes cases, keeps the households."),
        Role.SUPERVISOR: translate("StaffWords", "As a clerk; also voids slips and cases."),
        Role.OFFICE_HEAD: translate("StaffWords", "As a supervisor; also keeps staff and settings."),
        Role.ENGINEERING: translate("StaffWords", "Writes down how slips go on: taken, on site, done."),
        Role.QUALITY: translate("StaffWords", "Answers, reminds, reopens; prints and exports lists."),
        Role.FINANCE: translate("StaffWords", "Sees slips and their charges; prints and exports."),
        Role.ADMINISTRATOR: translate("StaffWords", "Keeps staff, settings and lists; registers no calls."),
    }[role]


def role_choices() -> list[tuple[Role, str]]:
    """Every role with its name."""
    return [(role, label(role)) for role in Role]


def team_choices(procedure: Procedure) -> list[tuple[str, str]]:
    """The teams in use, and none."""
    return [("", translate("StaffWords", "no team")), *((team.id, team.name) for team in procedure.teams)]
