# SPDX-License-Identifier: Apache-2.0
"""What this office's words say of a call's category: learnt from its cases, the rule book's words and the shipped."""

from __future__ import annotations

import tomllib
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case
from complaintdesk.desk.phrases import own_words, shipped_phrases
from complaintdesk.domain.category_words import CategoryWords
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseState
from complaintdesk.paths import shipped

LEARNT = 6000  # cases at most, the last ones: what people said years ago, they say no more
_SAID = 3  # cases that a category's own name, or an everyday word for it, counts as


def learnt(session: Session, procedure: Procedure) -> CategoryWords:
    """The model of the office as it files today; takes about a second for LEARNT cases: ask for it in a worker."""
    model = known_words(procedure)
    for phrase in own_words(session):
        model.seed([phrase.words], phrase.category)
    query = (
        select(Case.content, Case.category)
        .where(Case.category != "", Case.state != CaseState.VOID)
        .order_by(Case.id.desc())
        .limit(LEARNT)
    )
    for content, category in session.execute(query):
        model.learn(content, category)
    return model


def known_words(procedure: Procedure) -> CategoryWords:
    """The model of an office without a case: the rule book's names and everyday words, and the shipped seed list."""
    model = CategoryWords()
    for row in procedure.categories:
        model.seed((row.name, *row.aliases), row.id, _SAID)
        model.seed(seed_words().get(row.id, ()), row.id)
    for phrase in shipped_phrases():
        model.seed([phrase.words], phrase.category)
    return model


@cache
def seed_words() -> dict[str, tuple[str, ...]]:
    """The shipped words by the category's id, which means the same in every rule book."""
    table = tomllib.loads(shipped("resources", "category_words.toml").read_text("utf-8"))
    return {category: tuple(words) for category, words in table.items()}
