# SPDX-License-Identifier: Apache-2.0
"""What every page of the settings is made of, and the page of the office itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as columns_of
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import office_profile
from complaintdesk.desk.attachment_folder import Brought, FilesMissing, bring_along
from complaintdesk.desk.office_profile import OfficeProfileDraft
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, EnvironmentProblem, SavedUnheard, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import PrimaryButton
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.look import Tone
from complaintdesk.ui.office_fields import ProfileFields
from complaintdesk.ui.path_row import FolderBox
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.words import Banner, Column, Note, Row, Title


class SettingsPage(QWidget):
    """One page: put things into `box`, which scrolls, and fields into `fields`; `take` does what its Save is for."""

    icon: ClassVar[str]
    heading: ClassVar[str]  # English, marked for its class: QT_TRANSLATE_NOOP("OfficeSettings", …)
    deed: ClassVar[Callable[..., Any] | None] = None  # the page is there for whoever may do this

    def __init__(self, bridge: Bridge, title: str = "", why: str = "") -> None:
        """A page of its own kind is made from the bridge alone."""
        super().__init__()
        self.bridge = bridge
        self.title = title
        self.fields = Fields()
        self.banner = Banner()
        self._settled: object = None
        self.box = Column(look.GAP)
        outer = Column(look.GAP)
        outer.addWidget(Title(title))
        if why:
            outer.addWidget(Note(why, wrap=True))
        self._inside = Column()
        self._inside.addLayout(self.box)
        self._inside.addStretch(1)
        outer.addWidget(Scrolling(self._inside), 1)
        self.foot = Row()
        outer.addWidget(self.banner)
        outer.addLayout(self.foot)
        self.setLayout(outer)

    @classmethod
    def called(cls) -> str:
        """What the page is called."""
        return translate(cls.__name__, cls.heading)

    @classmethod
    def is_for(cls, bridge: Bridge) -> bool:
        """Whether who sits here gets the page."""
        return bridge.staff is not None and (cls.deed is None or bridge.may(cls.deed))

    def read(self) -> None:
        """Shows what is in force."""

    def refresh(self) -> None:
        """Reads the page: when it first comes into view, and when the person asks for it."""
        self.read()
        self._settle()

    def take(self) -> str:
        """Puts what is typed in force and says so, '' if the person thought better of it.

        Raises UserError or EnvironmentProblem.
        """
        raise NotImplementedError

    def typed(self) -> object:
        """What stands in the page's boxes, to be told from what is in force; None where nothing waits to be saved."""
        return None

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed since the page was read or saved."""
        return self.typed() != self._settled

    def _settle(self) -> None:
        self._settled = self.typed()

    def add(self, name: str, row: FieldRow) -> FieldRow:
        """Adds a field under the name that errors call it by."""
        self.fields[name] = row
        self.box.addWidget(row)
        return row

    def grow(self, table: QWidget) -> None:
        """Gives a table of the page what height the window has left."""
        self.box.setStretchFactor(table, 1)
        self._inside.setStretch(0, 1)
        self._inside.setStretch(1, 0)

    def add_save(self, words: str = "") -> PrimaryButton:
        """Ends the page with the button that saves it."""
        button = PrimaryButton(words or translate("SettingsPage", "Save"), "Ctrl+S")
        button.clicked.connect(self.save)
        self.foot.addWidget(button)
        self.foot.addStretch(1)
        return button

    def save(self) -> None:
        """Does `take`, and says how it went."""
        self.attempt(self.take)

    def attempt(self, deed: Callable[[], str]) -> bool:
        """Does something and says how it went: beside the field, on the bar; whether it went well."""
        try:
            said = deed()
        except Conflict as conflict:
            self.show_conflict(conflict)
        except UserError as error:
            self.fields.refuse(error, self.banner)
        except SavedUnheard as notice:  # what is in force now stands in the page, to be saved over another time
            self.fields.clear_problems()
            self._settle()
            self.attempt(self._read_anew)
            self.banner.say(words_of(notice), Tone.GOOD)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            self.fields.clear_problems()
            if said:
                self.banner.say(said, Tone.GOOD)
                self._settle()
            return True
        return False

    def _read_anew(self) -> str:
        self.refresh()
        return ""

    def show_conflict(self, conflict: Conflict) -> None:
        """Says what another desk wrote meanwhile beside what is typed, to choose from (`say_both`)."""
        raise NotImplementedError

    def take_theirs(self) -> None:
        """What another desk saved stands in place of what was typed."""
        self.banner.clear()
        self.refresh()


def saved() -> str:
    """What a page says when all went well."""
    return translate("SettingsPage", "Saved.")


class OfficeSettings(SettingsPage):
    """What stands on the office's paper."""

    help_page = "setting-up"

    heading = QT_TRANSLATE_NOOP("OfficeSettings", "The office")
    icon = "building"
    deed = office_profile.change

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            self.called(),
            translate("OfficeSettings", "This stands on slips and lists from the next print on."),
        )
        self.profile = ProfileFields(self.fields)
        self.box.addWidget(self.profile)
        self.folder = FolderBox(translate("OfficeSettings", "Folder of the attachments"))
        row = FieldRow(
            translate("OfficeSettings", "Folder of the attachments"),
            self.folder,
            above=True,
            note=translate("OfficeSettings", "one that every desk reaches, on the server"),
        )
        self.add("attachments_folder", row)
        row.setVisible(bridge.office.database.is_server)
        self._base: OfficeProfileDraft | None = None
        self.add_save()

    def read(self) -> None:
        self._put(self.bridge.ask(office_profile.profile))

    def take(self) -> str:
        draft = self.typed()
        try:
            return self._save(draft)
        except FilesMissing as missing:
            words = translate(
                "OfficeSettings",
                "{count} files of the office are not in the new folder yet. They are copied there and each is checked; "
                "those in the folder so far stay. Then the new folder is in use.",
            ).format(**missing.values)
            title, yes = translate("OfficeSettings", "Copy the files there?"), translate("OfficeSettings", "Copy them")
            if not prompts.ask_yes_no(self, title, words, yes=yes):
                raise
        self._bring_along(draft)
        return ""

    def _bring_along(self, draft: OfficeProfileDraft) -> None:
        """Copies the attachments in a worker, then saves what was typed."""
        office, folder = self.bridge.office, draft.attachments_folder

        def done(brought: Brought) -> None:
            words = translate("OfficeSettings", "{copied} files were copied and checked; those in the old folder stay.")
            if brought.damaged:
                words = translate(
                    "OfficeSettings",
                    "{copied} files were copied; {damaged} of them were damaged already and came along as they are.",
                )
            said = words.format(copied=brought.copied, damaged=brought.damaged)
            self.attempt(lambda: f"{self._save(draft)} {said}")

        def refused(error: Told) -> None:
            self.banner.say(words_of(error), Tone.LATE)

        title = translate("OfficeSettings", "Copying the files")
        run_with_progress(self, title, lambda progress: bring_along(office, folder, progress), done, refused)

    def typed(self) -> OfficeProfileDraft:
        assert self._base is not None
        profile = self.profile
        return OfficeProfileDraft(
            name=profile.name.text(),
            address=profile.address.text(),
            complaint_phone=profile.phone.text(),
            form_code=profile.code.text(),
            logo=profile.logo.logo(),
            attachments_folder=self.folder.text(),
            version=self._base.version,
        )

    def _save(self, draft: OfficeProfileDraft) -> str:
        self.bridge.do(office_profile.change, draft)
        self.read()
        return saved()

    def _put(self, draft: OfficeProfileDraft) -> None:
        self._base = draft
        self.profile.put(draft.name, draft.address, draft.complaint_phone, draft.form_code, draft.logo)
        self.folder.setText(draft.attachments_folder)

    def show_conflict(self, conflict: Conflict) -> None:
        theirs, mine = conflict.theirs, conflict.mine
        names = {
            "name": translate("OfficeSettings", "Name"),
            "address": translate("OfficeSettings", "Address"),
            "complaint_phone": translate("OfficeSettings", "Complaints line"),
            "form_code": translate("OfficeSettings", "Form code"),
            "attachments_folder": translate("OfficeSettings", "Attachments"),
        }
        lines = []
        for column in columns_of(OfficeProfileDraft):
            there, here = getattr(theirs, column.name), getattr(mine, column.name)
            if column.name == "logo" and there != here:
                lines.append(translate("OfficeSettings", "The logo is another one."))
            elif column.name in names and there != here:
                lines.append(both(names[column.name], there, here))

        def keep_mine() -> None:
            self.attempt(lambda: self._save(replace(self.typed(), version=theirs.version)))

        say_both(self.banner, conflict, lines, keep_mine, self.take_theirs)
