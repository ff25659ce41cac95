# SPDX-License-Identifier: Apache-2.0
"""What a month's figures are called, on the screen, in the workbook and on paper."""

from __future__ import annotations

from enum import StrEnum

from complaintdesk.desk.statistics import By, MonthFigures
from complaintdesk.desk.statistics_breakdown import CountRow
from complaintdesk.desk.statistics_rates import ShareKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate

REPORT = QT_TRANSLATE_NOOP("Figures", "Report of {month}/{year}")
COUNTED_AT = QT_TRANSLATE_NOOP("Figures", "Counted at {time} by day of receipt; old registers left out")
COUNTED_WITH_OLD = QT_TRANSLATE_NOOP("Figures", "Counted at {time} by day of receipt; counts with old registers")
IN_REGISTER = QT_TRANSLATE_NOOP("Figures", "Register: {rows} rows = {sum}")
RECEIVED = QT_TRANSLATE_NOOP("Figures", "received {count}")
VOID = QT_TRANSLATE_NOOP("Figures", "void {count}")
ELSEWHERE = QT_TRANSLATE_NOOP("Figures", "joined or transferred {count}")
OLD = QT_TRANSLATE_NOOP("Figures", "from old registers {count}")
PLUS = QT_TRANSLATE_NOOP("Figures", "{one} + {other}")
SUM = QT_TRANSLATE_NOOP("Figures", "Sum")
THIS_MONTH = QT_TRANSLATE_NOOP("Figures", "This month")
MONTH_BEFORE = QT_TRANSLATE_NOOP("Figures", "Month before")
YEAR_BEFORE = QT_TRANSLATE_NOOP("Figures", "Year before")
OPEN_AT_START = QT_TRANSLATE_NOOP("Figures", "Open at the start")
CHANGE = QT_TRANSLATE_NOOP("Figures", "Change")
BY = {
    By.KIND: QT_TRANSLATE_NOOP("Figures", "By kind"),
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "By category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "By department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "By building"),
    By.CHANNEL: QT_TRANSLATE_NOOP("Figures", "By channel"),
    By.LEVEL: QT_TRANSLATE_NOOP("Figures", "Complaints by level"),
}
HEAD = {
    By.KIND: QT_TRANSLATE_NOOP("Figures", "Kind"),
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "Category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "Department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "Building"),
    By.CHANNEL: QT_TRANSLATE_NOOP("Figures", "Channel"),
    By.LEVEL: QT_TRANSLATE_NOOP("Figures", "Level"),
}
NONE = {
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "Without category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "Without department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "Without building"),
}
UNDIVIDED = QT_TRANSLATE_NOOP("Figures", "{name}, not divided further")
FLOWS = {
    By.KIND: QT_TRANSLATE_NOOP("Figures", "What came and went"),
    By.CATEGORY: QT_TRANSLATE_NOOP("Figures", "Came and went, by category"),
    By.DEPARTMENT: QT_TRANSLATE_NOOP("Figures", "Came and went, by department"),
    By.BUILDING: QT_TRANSLATE_NOOP("Figures", "Came and went, by building"),
}
TITLES = {  # of the tables that one waits for
    "shares": QT_TRANSLATE_NOOP("Figures", "Shares"),
    "flow": FLOWS[By.KIND],
    "categories": QT_TRANSLATE_NOOP("Figures", "Categories and kinds"),
}
_SHARE = {
    ShareKind.TIMELINESS: QT_TRANSLATE_NOOP("Figures", "In time"),
    ShareKind.TIMELINESS_OF_ALL: QT_TRANSLATE_NOOP("Figures", "In time, of all slips issued"),
    ShareKind.CLOSING: QT_TRANSLATE_NOOP("Figures", "Handled"),
    ShareKind.CLOSING_WITH_SPECIAL: QT_TRANSLATE_NOOP("Figures", "Handled, with special closings"),
    ShareKind.SATISFACTION: QT_TRANSLATE_NOOP("Figures", "Satisfied, by slips"),
    ShareKind.CONTENT: QT_TRANSLATE_NOOP("Figures", "Content alone, by slips"),
    ShareKind.SATISFACTION_CALLED: QT_TRANSLATE_NOOP("Figures", "Satisfied, by follow-ups"),
    ShareKind.CONTENT_CALLED: QT_TRANSLATE_NOOP("Figures", "Content alone, by follow-ups"),
    ShareKind.FOLLOW_UP: QT_TRANSLATE_NOOP("Figures", "Followed up"),
    ShareKind.RESPONSE: QT_TRANSLATE_NOOP("Figures", "First word back in time"),
    ShareKind.REWORK: QT_TRANSLATE_NOOP("Figures", "Repairs done again"),
    ShareKind.REPEATS: QT_TRANSLATE_NOOP("Figures", "Repeated complaints"),
    ShareKind.INVALID: QT_TRANSLATE_NOOP("Figures", "Invalid complaints"),
}
_MEANING = {
    ShareKind.TIMELINESS: QT_TRANSLATE_NOOP("Figures", "slips finished in time ÷ finished or past their limit"),
    ShareKind.TIMELINESS_OF_ALL: QT_TRANSLATE_NOOP(
        "Figures", "slips finished in time ÷ all issued, undecided ones among them, void ones left out"
    ),
    ShareKind.CLOSING: QT_TRANSLATE_NOOP("Figures", "handled or closed ÷ all to be handled here"),
    ShareKind.CLOSING_WITH_SPECIAL: QT_TRANSLATE_NOOP("Figures", "special closings counted as handled"),
    ShareKind.SATISFACTION: QT_TRANSLATE_NOOP(
        "Figures", "content or fairly content ÷ slips rated, the worst word counts"
    ),
    ShareKind.CONTENT: QT_TRANSLATE_NOOP("Figures", "content ÷ slips rated"),
    ShareKind.SATISFACTION_CALLED: QT_TRANSLATE_NOOP(
        "Figures", "content or fairly content ÷ follow-ups with an answer"
    ),
    ShareKind.CONTENT_CALLED: QT_TRANSLATE_NOOP("Figures", "content ÷ follow-ups with an answer"),
    ShareKind.FOLLOW_UP: QT_TRANSLATE_NOOP("Figures", "made ÷ required and made, given up or past their day"),
    ShareKind.RESPONSE: QT_TRANSLATE_NOOP(
        "Figures", "callers answered within the hours promised ÷ answered or past them"
    ),
    ShareKind.REWORK: QT_TRANSLATE_NOOP("Figures", "repairs reopened ÷ repairs handled"),
    ShareKind.REPEATS: QT_TRANSLATE_NOOP("Figures", "complaints on the same matter again ÷ all complaints"),
    ShareKind.INVALID: QT_TRANSLATE_NOOP("Figures", "complaints found invalid ÷ all complaints"),
}
ASPECT = {
    "quality": QT_TRANSLATE_NOOP("Figures", "Slips: quality"),
    "manner": QT_TRANSLATE_NOOP("Figures", "Slips: manner"),
    "timeliness": QT_TRANSLATE_NOOP("Figures", "Slips: timeliness"),
    "slip": QT_TRANSLATE_NOOP("Figures", "Slips: as a whole"),
    "call": QT_TRANSLATE_NOOP("Figures", "Follow-ups"),
}


class Words:
    """What figures are called, in one language; the screen's where none is given."""

    def __init__(self, language: str | None = None) -> None:
        self._language = language

    def __call__(self, text: str, **values: object) -> str:
        """A marked text of the context "Figures"."""
        return translate("Figures", text, self._language).format(**values)

    def term(self, term: StrEnum) -> str:
        """A term's word."""
        return label(term, self._language)

    def share(self, kind: ShareKind) -> str:
        """What a share is called."""
        return self(_SHARE[kind])

    def meaning(self, kind: ShareKind) -> str:
        """What a share is made of."""
        return self(_MEANING[kind])

    def row(self, by: By, row: CountRow) -> str:
        """What a line of a breakdown is called."""
        if isinstance(row.name, StrEnum):
            return self.term(row.name)
        if row.name:
            numbered = by is By.BUILDING and row.name.isdigit()
            return self(QT_TRANSLATE_NOOP("Figures", "Building {number}"), number=row.name) if numbered else row.name
        return self(UNDIVIDED, name=row.within) if row.depth else self(NONE[by])

    def title(self, figures: MonthFigures) -> str:
        """The report's title."""
        return self(REPORT, year=figures.month.year, month=figures.month.month)

    def counted(self, figures: MonthFigures, time: str) -> str:
        """When and how it was counted; `time` as the office's clock shows it."""
        return self(COUNTED_WITH_OLD if figures.history else COUNTED_AT, time=time)

    def in_register(self, figures: MonthFigures) -> str:
        """How many rows the month's register has: those received, and what no count or not every count holds."""
        if not figures.history:
            return self(IN_REGISTER, rows=figures.cases, sum=self.sum_of(figures))
        old = figures.by(By.KIND).total.now.count - figures.registered
        whole = self(PLUS, one=self.sum_of(figures), other=self(OLD, count=old))
        return self(IN_REGISTER, rows=figures.cases + old, sum=whole)

    def sum_of(self, figures: MonthFigures) -> str:
        """What the month's numbers were given to: matters received, void cases, those that count under another."""
        whole = self(RECEIVED, count=figures.registered)
        for text, figure in ((VOID, figures.void), (ELSEWHERE, figures.elsewhere)):
            if figure.count or text == VOID:
                whole = self(PLUS, one=whole, other=self(text, count=figure.count))
        return whole
