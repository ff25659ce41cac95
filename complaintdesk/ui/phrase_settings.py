# SPDX-License-Identifier: Apache-2.0
"""The settings' page of phrases by abbreviation: the office's own added, changed, taken out; the shipped to look at."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from complaintdesk.desk import phrases
from complaintdesk.desk.phrases import PhraseDraft, PhraseRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.tabs.answer_form import all_categories
from complaintdesk.ui.tabs.case_words import not_listed

_HEIGHT = 330  # px of the table at least


class PhraseDialog(Dialog):
    """The letters, the words that they stand for, and the category that they speak of."""

    help_page = "calls"

    def __init__(self, parent: QWidget, bridge: Bridge, draft: PhraseDraft) -> None:
        new = translate("PhraseDialog", "A new phrase")
        title = new if draft.id is None else translate("PhraseDialog", "Change the phrase")
        super().__init__(parent, title, width=480)
        self._bridge, self._draft = bridge, draft
        self.letters = LineInput(placeholder="ls")
        self.words = LineInput(placeholder="厨房水管漏水")
        self.category = FilterBox(placeholder=translate("PhraseDialog", "Any"))
        self.category.set_choices(all_categories(bridge.procedure))
        for name, words, box in (
            ("abbreviation", translate("PhraseDialog", "Letters"), self.letters),
            ("words", translate("PhraseDialog", "Words"), self.words),
            ("category", translate("PhraseDialog", "Category proposed with it"), self.category),
        ):
            self.add_field(name, FieldRow(words, box, above=True))
        self._put(draft)
        self.add_buttons(translate("PhraseDialog", "Save"))
        self.letters.setFocus()

    def take(self) -> None:
        self.category.settle()
        if self.category.value is None and self.category.typed.strip():
            raise not_listed("category", self.category.typed)
        typed = (self.letters.text(), self.words.text(), self.category.value or "")
        letters, words, category = typed
        self._bridge.do(phrases.save, replace(self._draft, abbreviation=letters, words=words, category=category))

    def show_conflict(self, conflict: Conflict) -> None:
        """Says what another desk saved meanwhile beside what is typed, to choose from (`say_both`)."""
        theirs: PhraseDraft = conflict.theirs
        mine: PhraseDraft = conflict.mine
        facts = (
            (translate("PhraseDialog", "Letters"), theirs.abbreviation, mine.abbreviation),
            (translate("PhraseDialog", "Words"), theirs.words, mine.words),
        )

        def keep_mine() -> None:
            self._draft = theirs
            self.accept()

        def take_theirs() -> None:
            self.done(QDialog.DialogCode.Accepted)  # the list behind shows it

        lines = [both(name, there, here) for name, there, here in facts if there != here]
        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _put(self, draft: PhraseDraft) -> None:
        self.letters.setText(draft.abbreviation)
        self.words.setText(draft.words)
        self.category.set_value(draft.category if self.category.offers(draft.category) and draft.category else None)


class PhraseSettings(SettingsPage):
    """The office's own phrases, and on demand those that every office starts with."""

    help_page = "calls"
    heading = QT_TRANSLATE_NOOP("PhraseSettings", "Phrases")
    icon = "keyboard"
    deed = phrases.save

    def __init__(self, bridge: Bridge) -> None:
        why = translate(
            "PhraseSettings",
            "Type the letters where something is described, and Enter puts the words there: ls is 厨房水管漏水.",
        )
        super().__init__(bridge, self.called(), why)
        self._shown: dict[int, PhraseRecord] = {}
        columns = [
            Column(translate("PhraseDialog", "Letters"), 90, lambda row: row.abbreviation, bold=lambda _row: True),
            Column(translate("PhraseDialog", "Words"), 300, lambda row: row.words, stretch=True),
            Column(translate("PhraseSettings", "Category"), 150, lambda row: row.category_name),
            Column(
                translate("PhraseSettings", "From"),
                90,
                lambda row: _shipped_words() if row.id < 0 else translate("PhraseSettings", "the office"),
                lambda _row: Colour.SECOND,
            ),
        ]
        self.table = RecordTable(
            "phrases",
            columns,
            lambda ids: tuple(self._shown[each] for each in ids),
            settings=bridge.settings,
            accessible_name=self.called(),
            empty=(
                translate("PhraseSettings", "The office has no phrases of its own yet"),
                translate("PhraseSettings", "Add one, or look at the shipped ones below."),
            ),
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.with_shipped = TickBox(translate("PhraseSettings", "Those that are shipped too"))
        self.with_shipped.toggled.connect(lambda _on: self.read())
        self.add_button = Button(translate("PhraseSettings", "Add…"), "F2", icon="plus")
        self.change = Button(translate("PhraseSettings", "Change…"), icon="pencil")
        self.take_out = Button(translate("PhraseSettings", "Take out…"), icon="x")
        buttons = QWidget()
        flow = Flow()
        for button in (self.add_button, self.change, self.take_out):
            flow.addWidget(button)
        buttons.setLayout(flow)
        for part in (self.table, buttons, self.with_shipped):
            self.box.addWidget(part)
        self.grow(self.table)
        self.table.chosen.connect(lambda _id: self._show())
        self.table.opened.connect(lambda _id: self._change())
        self.add_button.clicked.connect(lambda: self._ask(PhraseDraft("", "")))
        self.change.clicked.connect(self._change)
        self.take_out.clicked.connect(self._take_out)

    def read(self) -> None:
        shown = list(self.bridge.ask(phrases.own_phrases, self.bridge.books))
        if self.with_shipped.isChecked():
            shown += _shipped(self.bridge)
        self._shown = {each.id: each for each in shown}
        chosen = self.table.chosen_id()
        self.table.set_ids(list(self._shown))
        if chosen in self._shown:
            self.table.choose(chosen)
        self._show()

    def _chosen(self) -> PhraseRecord | None:
        at = self.table.chosen_id()
        return None if at is None else self._shown.get(at)

    def _show(self) -> None:
        chosen = self._chosen()
        own = chosen is not None and chosen.id > 0
        self.change.setEnabled(own)
        self.take_out.setEnabled(own)
        self.take_out.setVisible(self.bridge.may(phrases.void))

    def _change(self) -> None:
        if self.change.isEnabled() and (chosen := self._chosen()) is not None:
            self._ask(self.bridge.ask(phrases.phrase_draft, chosen.id))

    def _take_out(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        title = translate("PhraseSettings", "Take {letters} out of use").format(letters=chosen.abbreviation)
        label = translate("PhraseSettings", "Why? The reason stays in the books")
        reason = prompts.ask_words(self, title, chosen.words, label=label, lines=2)
        if reason is None:
            return

        def take_out() -> str:
            self.bridge.do(phrases.void, chosen.id, reason)
            return translate("PhraseSettings", "{letters} is no phrase any more.").format(letters=chosen.abbreviation)

        self.attempt(take_out)
        self.read()

    def _ask(self, draft: PhraseDraft) -> None:
        if prompts.show_dialog(PhraseDialog(self, self.bridge, draft)):
            self.banner.clear()
            self.read()


def _shipped_words() -> str:
    return translate("PhraseSettings", "shipped")


def _shipped(bridge: Bridge) -> list[PhraseRecord]:
    """The shipped ones as rows, with ids below nought."""
    names = {row.id: row.name for row in bridge.procedure.categories}
    return [
        PhraseRecord(-at, each.abbreviation, each.words, each.category, names.get(each.category, ""), 0)
        for at, each in enumerate(phrases.shipped_phrases(), 1)
    ]
