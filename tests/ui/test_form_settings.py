# SPDX-License-Identifier: Apache-2.0
"""The settings' page of forms: written out, read back with what is wrong named by cell, adopted, gone back from."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from complaintdesk.desk import forms
from complaintdesk.printing.form_text import text_of
from complaintdesk.ui import outside
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_dialogs import FormReadDialog, FormVersionsDialog
from complaintdesk.ui.form_settings import FormSettings
from tests.builders import ADMINISTRATOR, PASSWORD
from tests.printing.own_forms import FORM, retitled
from tests.ui.conftest import Answers, Show


@pytest.fixture
def page(bridge: Bridge, show: Show) -> FormSettings:
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    made = FormSettings(bridge)
    show(made)
    made.refresh()
    made.table.choose(next(at for at, row in enumerate(made._rows, 1) if row.form.id == FORM))
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system's own programs were asked to open."""
    found: list[Path] = []

    def hand_over(path: Path) -> bool:
        found.append(path)
        return True

    monkeypatch.setattr(outside, "hand_over", hand_over)
    return found


@pytest.fixture
def workbook(page: FormSettings, answers: Answers, opened: list[Path], tmp_path: Path) -> Path:
    """The form as the page wrote it."""
    path = tmp_path / "催办.xlsx"
    answers.expect("save_file", path)
    page.edit_button.click()
    assert opened == [tmp_path]
    assert "催办.xlsx" in page.banner.words()
    return path


def change(path: Path, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def stands(page: FormSettings) -> list[str]:
    """What the list says of the form."""
    row = next(at for at, each in enumerate(page._rows) if each.form.id == FORM)
    return [page.table.cell(row, at) for at in (0, 2, 4, 5)]


def test_a_form_is_written_out_changed_read_back_and_adopted(
    page: FormSettings, answers: Answers, workbook: Path
) -> None:
    change(workbook, "A3", "催办函")

    def look(dialog: FormReadDialog) -> None:
        assert dialog.findings == ()
        assert [each.view.count() for each in dialog.views] == [1, 1]
        dialog.note.setText("改题")

    answers.expect("choose_file", workbook)
    answers.expect_dialog(look)
    page.read_button.click()
    assert page.banner.words() == "催办函 is printed in the new version from now on."
    assert stands(page) == ["催办函", "own, 1", ADMINISTRATOR, "改题"]


def test_what_is_wrong_is_named_by_its_cell_and_nothing_can_be_adopted(
    page: FormSettings, answers: Answers, workbook: Path, bridge: Bridge
) -> None:
    change(workbook, "A5", None)

    def look(dialog: FormReadDialog) -> None:
        assert dialog.list.toPlainText().startswith("A5 横!A5：The number is missing")
        assert dialog.views == []
        dialog.accept()

    answers.expect("choose_file", workbook)
    answers.expect_dialog(look, accept=False)
    page.read_button.click()
    assert bridge.ask(forms.versions) == ()


def test_a_file_that_is_no_form_is_refused_on_the_page(page: FormSettings, answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    openpyxl.Workbook().save(path)
    answers.expect("choose_file", path)
    page.read_button.click()
    assert "list.xlsx" in page.banner.words()


def test_the_shipped_form_is_printed_again_and_an_earlier_version_after_it(
    page: FormSettings, answers: Answers, bridge: Bridge
) -> None:
    bridge.do(forms.adopt, FORM, text_of(retitled("催办函")), 0, "改题")
    page.refresh()
    assert page.reset_button.isEnabled()
    answers.expect("yes_no", True)
    page.reset_button.click()
    assert page.banner.words() == "The shipped form is printed again."
    assert stands(page)[1:3] == ["as shipped", ADMINISTRATOR]
    assert not page.reset_button.isEnabled()

    def again(dialog: FormVersionsDialog) -> None:
        assert dialog.table.count() == 2
        assert not dialog.button.isEnabled()
        dialog.table.choose(dialog.found[-1].id)
        assert dialog.button.isEnabled()

    answers.expect_dialog(again)
    page.versions_button.click()
    assert stands(page) == ["催办函", "own, 3", ADMINISTRATOR, "Version 1 again"]


def test_a_version_that_cannot_be_read_any_more_is_said_on_the_page(page: FormSettings, bridge: Bridge) -> None:
    text = text_of(retitled("催办函")).replace("{reminder.words}", "{reminder.gone}")
    bridge.do(forms.adopt, FORM, text, 0)
    page.refresh()
    assert "reminder.gone" in page.banner.words()
    assert stands(page)[1] == "can't be read"


def test_a_workbook_of_an_earlier_version_is_told_as_one(
    page: FormSettings, answers: Answers, workbook: Path, bridge: Bridge
) -> None:
    change(workbook, "A3", "催办函")
    bridge.do(forms.adopt, FORM, text_of(retitled("催办信")), 0)

    def look(dialog: FormReadDialog) -> None:
        assert "an earlier version" in dialog.list.toPlainText()
        assert f"{ADMINISTRATOR} adopted version 1" in dialog.list.toPlainText()

    answers.expect("choose_file", workbook)
    answers.expect_dialog(look)
    page.read_button.click()
    assert stands(page)[:2] == ["催办函", "own, 2"]
    answers.expect("save_file", workbook)
    page.edit_button.click()
    change(workbook, "A3", "催办书")
    answers.expect("choose_file", workbook)
    answers.expect_dialog(lambda dialog: dialog.note.setText("再改题"))
    page.read_button.click()
    assert stands(page)[:2] == ["催办书", "own, 3"]


def test_another_desk_that_was_faster_is_said_and_nothing_is_overwritten(
    page: FormSettings, answers: Answers, workbook: Path, bridge: Bridge
) -> None:
    change(workbook, "A3", "催办函")

    def faster(dialog: FormReadDialog) -> None:
        bridge.do(forms.adopt, FORM, text_of(retitled("催办信")), 0)
        dialog.accept()
        assert "faster" in dialog.banner.words()
        dialog.reject()

    answers.expect("choose_file", workbook)
    answers.expect_dialog(faster, accept=False)
    page.read_button.click()
    assert dict(bridge.office.record.own_forms)[FORM] == text_of(retitled("催办信"))
