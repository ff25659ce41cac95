# SPDX-License-Identifier: Apache-2.0
"""One household's sheet of a survey (业主意见征询表, 业主满意度调查表, R-CB-11), and the questions shipped for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from complaintdesk import paths
from complaintdesk.domain.terms import FollowUpWay, SurveyGrade
from complaintdesk.domain.toml_table import TomlTable

OPINION, SATISFACTION = "opinion_survey", "satisfaction_survey"  # as rule books and forms call them


@dataclass(frozen=True)
class SurveyAnswer:
    """A question with its answer; `grade` None and the words empty where nothing was answered."""

    group: str
    question: str
    grade: SurveyGrade | None = None
    opinion: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class SurveySheet:
    """A household's answers."""

    number: str
    period: str  # which quarter or half-year it is of
    place: str
    name: str
    phone: str
    day: date | None
    way: FollowUpWay | None
    questions: tuple[SurveyAnswer, ...]
    words: str
    by: str  # who asked


@cache
def questions_of(survey: str) -> tuple[SurveyAnswer, ...]:
    """The questions of a shipped survey, in their order, none of them answered."""
    file = paths.shipped("resources", "surveys", f"{survey}.toml")
    table = TomlTable.parse(file.read_text("utf-8"), file.name)
    found = []
    for each in table.tables("questions", name="group"):
        group = each.text("group")
        found += [SurveyAnswer(group, words) for words in each.texts("words")]
        each.done()
    table.done()
    return tuple(found)
