# SPDX-License-Identifier: Apache-2.0
"""The settings' page of phrases: added, changed against another desk, taken out, the shipped ones only to look at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import phrases
from complaintdesk.desk.office import Office
from complaintdesk.desk.phrases import PhraseDraft
from complaintdesk.domain.terms import Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.phrase_settings import PhraseDialog, PhraseSettings
from tests.builders import NAME_OF, PASSWORD
from tests.ui.conftest import Answers, Show


@pytest.fixture
def page(bridge: Bridge, show: Show) -> PhraseSettings:
    made = PhraseSettings(bridge)
    show(made)
    made.refresh()
    return made


def rows(page: PhraseSettings) -> list[tuple[str, ...]]:
    return [tuple(page.table.cell(row, at) for at in range(4)) for row in range(page.table.count())]


def test_a_phrase_is_added_changed_and_taken_out_with_its_reason(page: PhraseSettings, answers: Answers) -> None:
    def add(dialog: PhraseDialog) -> None:
        dialog.letters.setText("QC")
        dialog.words.setText("泳池漏水")
        dialog.category.put_typed("给排水")

    answers.expect_dialog(add)
    page.add_button.click()
    assert rows(page) == [("qc", "泳池漏水", "给排水", "the office")]
    page.table.choose(page.table.model().ids[0])  # type: ignore[attr-defined]
    answers.expect_dialog(lambda dialog: dialog.words.setText("泳池水管漏水"))
    page.change.click()
    assert rows(page)[0][1] == "泳池水管漏水"
    answers.expect("words", "不再用")
    page.take_out.click()
    assert rows(page) == []
    assert page.banner.words() == "qc is no phrase any more."


def test_what_is_wrong_is_told_beside_its_box_and_the_dialog_stays(page: PhraseSettings, answers: Answers) -> None:
    def wrong(dialog: PhraseDialog) -> None:
        dialog.words.setText("泳池漏水")
        dialog.category.setEditText("无此类")
        dialog.accept()
        assert dialog.fields["category"].problem()
        dialog.category.set_value(None)
        dialog.letters.setText("漏水")
        dialog.accept()
        assert dialog.fields["abbreviation"].problem().startswith("Letters and digits that begin with a letter")

    answers.expect_dialog(wrong, accept=False)
    page.add_button.click()
    assert rows(page) == []


def test_another_desk_was_faster_and_a_person_chooses(office: Office, page: PhraseSettings, answers: Answers) -> None:
    made = office.do(phrases.save, PhraseDraft("qc", "泳池漏水"))
    page.refresh()
    page.table.choose(made)

    def late(dialog: PhraseDialog) -> None:
        office.do(phrases.save, replace(office.ask(phrases.phrase_draft, made), words="会所泳池漏水"))
        dialog.words.setText("泳池边漏水")
        dialog.accept()
        assert "会所泳池漏水" in dialog.banner.words()

    answers.expect_dialog(late, accept=False)
    page.change.click()
    assert office.ask(phrases.phrase_draft, made).words == "会所泳池漏水"


def test_the_shipped_ones_can_be_looked_at_but_not_changed(page: PhraseSettings) -> None:
    assert page.table.count() == 0
    page.with_shipped.setChecked(True)
    assert ("ls", "厨房水管漏水", "给排水", "shipped") in rows(page)
    page.table.choose(-1)
    assert (page.change.isEnabled(), page.take_out.isEnabled()) == (False, False)


def test_a_clerk_adds_phrases_and_takes_none_out(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    page = PhraseSettings(bridge)
    qtbot.addWidget(page)
    page.refresh()
    assert PhraseSettings.is_for(bridge)
    assert page.take_out.isHidden()
    bridge.sign_in(NAME_OF[Role.FINANCE], PASSWORD)
    assert not PhraseSettings.is_for(bridge)
