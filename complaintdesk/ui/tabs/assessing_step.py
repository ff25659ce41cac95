# SPDX-License-Identifier: Apache-2.0
"""How a case weighs (R-CLS-09): a complaint's five factors, priority and impact, and the level they suggest."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout

from complaintdesk.desk import judging
from complaintdesk.desk.judging import AssessmentDraft
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.assessment import LEAST, MOST, suggested_level
from complaintdesk.domain.terms import CaseKind, EventKind, Factor, Level, Priority
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.tabs.tall_step import TallStep
from complaintdesk.ui.words import Note

_LABEL = 76  # px of a factor's name


class AssessStep(TallStep):
    """The factors suggest a level as they are chosen; the person decides it."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("AssessStep", "Assessment: 1 slight, 2 medium, 3 grave")
        if page.case.kind is not CaseKind.COMPLAINT:
            title = translate("AssessStep", "Priority and impact")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        self._rule = page.procedure.course.assessment
        self.factors: dict[Factor, Choices] = {}
        self.level: Choices | None = None
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.priority = Choices([(each, label(each)) for each in Priority])
        before = self._last(page)
        if page.case.kind is CaseKind.COMPLAINT:
            self._add_factors(before)
            self.level = Choices([(each, label(each)) for each in Level])
            self.level.set_value(page.case.level)
        self.priority.set_value(Priority(str(before.get("priority", page.case.priority))))
        self._place(translate("AssessStep", "Priority"), self.priority, "priority")
        if self.level is not None:
            self._place(translate("AssessStep", "Level"), self.level, "level")
        self.box.addLayout(self._grid)
        self.suggestion = Note(wrap=True)
        self.box.addWidget(self.suggestion)
        self.impact = self.add_words(translate("AssessStep", "Impact, and why the level is what it is"), lines=2)
        self.fields["impact"] = self.fields["words"]
        self._suggest()

    def take(self) -> Any:
        given = self._given()
        if missing := [factor for factor in self.factors if factor not in given]:
            words = QT_TRANSLATE_NOOP("errors", "1, 2 or 3?")
            raise MissingFields(dict.fromkeys(map(_name, missing), words))
        level = self.level.value if self.level is not None else None
        draft = AssessmentDraft(self.case.id, self.priority.value, self.impact.text(), given, level)
        return self.bridge.do(judging.assess, draft)

    def _add_factors(self, before: dict[str, object]) -> None:
        for factor in Factor:
            choices = Choices([(value, str(value)) for value in range(LEAST, MOST + 1)])
            if factor.value in before:
                choices.set_value(int(str(before[factor.value])))
            choices.changed.connect(self._suggest)
            self.factors[factor] = choices
            self._place(label(factor), choices, _name(factor))

    def _place(self, words: str, choices: Choices, name: str) -> None:
        """Puts a field into the next place, two beside each other."""
        at = self._grid.count()
        row = self.add_field(FieldRow(words, choices, label_width=_LABEL, stretch=False), name, lay_out=False)
        self._grid.addWidget(row, at // 2, at % 2)

    def _given(self) -> dict[Factor, int]:
        return {factor: choices.value for factor, choices in self.factors.items() if choices.value is not None}

    def _suggest(self) -> None:
        """Says what the rule book makes of the factors chosen so far."""
        level, given = suggested_level(self._rule, self._given()), self._given()
        words = ""
        if level is not None and self._rule is not None:
            words = translate("AssessStep", "Sum {sum}: the rule book suggests {level} ({source})")
            words = words.format(sum=sum(given.values()), level=label(level), source=self._rule.source)
        self.suggestion.setText(words)
        self.suggestion.setVisible(bool(words))

    @staticmethod
    def _last(page: CasePage) -> dict[str, object]:
        """What the last assessment that stands said."""
        told = [event.facts for event in page.events if event.kind is EventKind.ASSESSED and not event.withdrawn]
        return told[-1] if told else {}


def _name(factor: Factor) -> str:
    """What errors call a factor's field: the words on the impact are a field of their own."""
    return f"factor_{factor}"
