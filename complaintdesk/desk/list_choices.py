# SPDX-License-Identifier: Apache-2.0
"""By what lists are narrowed: kinds and teams of the rule book in force, and those that the books still tell of."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, WorkOrder
from complaintdesk.desk.rule_books import DEPARTMENTS, KINDS, TEAMS, RuleBooks
from complaintdesk.domain.terms import CaseKind


def kinds_to_list(session: Session, books: RuleBooks) -> dict[CaseKind, str]:
    """The kinds by which cases are listed, each with its name, '' where no rule book has one.

    Those of the rule book in force, and those of cases that came in under earlier ones or in an old register.
    """
    kinds = {row.id for row in books.in_force.kinds} | set(session.scalars(select(Case.kind).distinct()))
    rows = books.known(session, KINDS, kinds)
    return {kind: rows[kind].name if kind in rows else "" for kind in kinds}


def teams_to_list(session: Session, books: RuleBooks) -> tuple[tuple[str, str], ...]:
    """Id and name, after its department's, of the teams by which slips are listed, in the rule books' order.

    Those in use, and those that were given a slip before.
    """
    teams = {team.id for team in books.in_force.teams} | set(session.scalars(select(WorkOrder.team).distinct()))
    return tuple(
        (team.id, f"{books.name(session, books.in_force, DEPARTMENTS, team.department)} › {team.name}")
        for team in books.known(session, TEAMS, teams).values()
    )
