# SPDX-License-Identifier: Apache-2.0
"""The settings' page of the rule book: departments, teams, hours, and what the office's own says nothing of yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from complaintdesk.desk import procedures
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.procedures import Change, HoursRow
from complaintdesk.desk.shipped_course import lacks_course, with_course
from complaintdesk.desk.shipped_rules import lacks_follow_ups, with_missing
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError
from complaintdesk.labels import filled, translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.book_words import preview_text
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.conflicts import say_both
from complaintdesk.ui.departments_editor import DepartmentsEditor
from complaintdesk.ui.look import Tone
from complaintdesk.ui.office_fields import HoursFields
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.words import Banner, Title


class RuleBookSettings(SettingsPage):
    """Departments, teams and hours: a new version of the rule book, with what changes shown before."""

    help_page = "setting-up"

    heading = QT_TRANSLATE_NOOP("RuleBookSettings", "Departments and hours")
    icon = "users"
    deed = procedures.adopt

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            self.called(),
            translate(
                "RuleBookSettings",
                "Saving makes a new version of the rule book; what was registered before keeps its limits.",
            ),
        )
        self._version, self._text = 0, ""
        self.offer = Banner()  # of what the shipped rule book has and the one in force says nothing of
        self.office = HoursFields("office", translate("RuleBookSettings", "Office hours"), self.fields)
        self.desk = HoursFields("desk", translate("RuleBookSettings", "The desk is manned"), self.fields)
        self.editor = DepartmentsEditor(self.fields)
        for part in (
            self.offer,
            self.office,
            self.desk,
            Title(translate("RuleBookSettings", "Departments and teams"), look.SIZE),
            self.editor,
        ):
            self.box.addWidget(part)
        self.add_save(translate("RuleBookSettings", "See what changes…"))

    def read(self) -> None:
        self._version, self._text = self.bridge.ask(procedures.text_in_force)
        procedure = parse_procedure(self._text)
        self.office.put(procedure.office_hours)
        self.desk.put(procedure.desk_hours)
        self.editor.put(procedures.department_rows(procedure))
        self._offer()

    def _offer(self) -> None:
        """Offers what the program's rule book has more; an office that the program came to earlier hasn't got it."""
        self.offer.clear()
        if _with_more(self._text) == self._text:
            return
        words = translate("RuleBookSettings", "The program's rule book knows more words that categories are found by.")
        if lacks_course(self._text):
            words = translate(
                "RuleBookSettings",
                "This rule book says nothing of the course of a matter: the ladder, approvals, waves, special closing. "
                "The program's own has them.",
            )
        if lacks_follow_ups(self._text):
            words = translate(
                "RuleBookSettings",
                "This rule book says nothing of follow-ups, so none are asked for. The program's own has them.",
            )
        deed = (translate("RuleBookSettings", "Take over…"), lambda: self.attempt(self.take_over))
        self.offer.say(words, Tone.SOON, deed)

    def typed(self) -> object:
        return self.office.typed(), self.desk.typed(), self.editor.rows()

    def take(self) -> str:
        return self._put_in_force(self._written())

    def take_over(self) -> str:
        """Puts what is typed in force, together with what the program's rule book has more."""
        return self._put_in_force(_with_more(self._written()))

    def _written(self) -> str:
        """The rule book with what is typed."""
        text = procedures.with_departments(self._text, self.editor.rows())
        return procedures.with_hours(text, self.office.hours(), self.desk.hours())

    def _put_in_force(self, text: str) -> str:
        if text != self._text:
            words = preview_text(self._text, text)
            title = translate("RuleBookSettings", "Adopt the rule book with these changes?")
            if not prompts.ask_yes_no(self, title, words, yes=translate("RuleBookSettings", "Adopt")):
                return ""
        version = self._adopt(text)
        self.read()
        return translate("RuleBookSettings", "Version {version} of the rule book is in force.").format(version=version)

    def show_conflict(self, conflict: Conflict) -> None:
        base, theirs, mine = (parse_procedure(text) for text in (self._text, conflict.theirs, conflict.mine))
        there, here = translate("RuleBookSettings", "There: {change}"), translate("RuleBookSettings", "Here: {change}")
        lines = [there.format(change=words) for words in _words(procedures.changes(base, theirs))]
        if not lines:
            lines.append(translate("RuleBookSettings", "There: something else in the rule book"))
        lines += [here.format(change=words) for words in _words(procedures.changes(base, mine))]
        whole = _with_more(conflict.mine) == conflict.mine
        save = self.take_over if whole else self.take
        say_both(self.banner, conflict, lines, lambda: self.attempt(lambda: self._save_mine(save)), self.take_theirs)

    def _save_mine(self, save: Callable[[], str]) -> str:
        """Puts what was changed here into what another desk adopted; what then changes is shown before, as ever."""
        base = parse_procedure(self._text)
        hours = [
            (fields, mine)
            for fields, was in ((self.office, base.office_hours), (self.desk, base.desk_hours))
            if (mine := fields.hours()) != HoursRow(was.spans, was.weekdays, was.by_calendar)
        ]
        rows = self.editor.rows()
        self.take_theirs()
        theirs = procedures.department_rows(parse_procedure(self._text))
        self.editor.put(procedures.merged_rows(procedures.department_rows(base), theirs, rows))
        for fields, mine in hours:
            fields.put(mine)
        return save()

    def _adopt(self, text: str) -> int:
        try:
            return self.bridge.do(procedures.adopt, text, self._version)
        except UserError as error:
            if error.field.startswith("team:"):
                raise self._beside_its_box(error) from error
            raise

    def _beside_its_box(self, error: UserError) -> UserError:
        """The refusal of a team in use, beside the box of that team."""
        wanted = error.field.partition(":")[2]
        for at, row in enumerate(self.editor.rows()):
            for number, team in enumerate(row.teams):
                if team.id == wanted:
                    return UserError(error.text, field=f"team:{at}.{number}", **error.values)
        return error


def _with_more(text: str) -> str:
    """The text with what the program's rule book has more, and this one says nothing of."""
    shipped = shipped_procedure()
    return with_course(with_missing(text, shipped), shipped)


def _words(changes: Iterable[Change]) -> list[str]:
    return [filled("procedure", each.text, each.values) for each in changes]
