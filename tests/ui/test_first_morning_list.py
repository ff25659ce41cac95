# SPDX-License-Identifier: Apache-2.0
"""The first morning of an office that has its rooms in a list: chosen in the wizard, imported once it is founded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.app import Desk
from complaintdesk.desk.checking import check
from complaintdesk.settings import SettingsFile
from complaintdesk.sheets.imports import HOUSEHOLDS
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.first_morning import FirstMorningPage
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.import_wizard import FILE, RESULT, ImportWizard, import_list
from tests.builders import places_kept
from tests.ui import looking
from tests.ui.conftest import Answers, Show
from tests.ui.lists import GOOD, HEADS, a_list, figures, go_on
from tests.ui.mornings import STEPS, a_morning, fill, go_to

SHEETS = "owners/hc小区导入模板_多sheet.xlsx"


@pytest.fixture
def desk(settings: SettingsFile, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The program on an empty machine, its wizard filled up to the rooms."""
    made = Desk(settings, str(tmp_path / "data" / "office.db"))
    made.window.resize(looking.now.size)
    made.start()
    qtbot.waitUntil(lambda: isinstance(made.window.pages.currentWidget(), FirstStartPage), timeout=20_000)
    start = made.window.pages.currentWidget()
    assert isinstance(start, FirstStartPage)
    qtbot.mouseClick(start.found, Qt.MouseButton.LeftButton)
    morning = morning_of(made)
    fill(morning)
    go_to(morning, "rooms")
    yield made
    made.close()
    made.window.close()


def morning_of(desk: Desk) -> FirstMorningPage:
    start = desk.window.pages.currentWidget()
    assert isinstance(start, FirstStartPage)
    assert start.morning is not None
    return start.morning


def bridge_of(desk: Desk) -> Bridge:
    assert desk.bridge is not None
    return desk.bridge


def found(qtbot: QtBot, desk: Desk, answers: Answers, questions: int) -> None:
    """Founds the office; its recovery code is kept, and so many questions are answered in all."""
    morning = morning_of(desk)
    go_to(morning, "summary")
    morning.go_on()
    qtbot.waitUntil(lambda: len(answers.asked) == questions, timeout=60_000)


def keep_the_code(answers: Answers) -> None:
    answers.expect_dialog(lambda dialog: dialog.kept.setChecked(True))


def test_a_list_chosen_in_the_wizard_is_imported_as_soon_as_the_administrator_sits_at_the_desk(
    qtbot: QtBot, desk: Desk, settings: SettingsFile, answers: Answers, shared_data: Path
) -> None:
    morning = morning_of(desk)
    morning.rooms.how.set_value("list")
    answers.expect("choose_file", shared_data / SHEETS)
    qtbot.mouseClick(morning.rooms.list.choose, Qt.MouseButton.LeftButton)
    said = "from the list “hc小区导入模板_多sheet.xlsx”, as soon as the office is founded"
    assert morning.rooms.list.said.text() == said
    go_to(morning, "summary")
    assert said in morning.summary.facts.text()
    assert morning.plan().places == ()

    def walk(wizard: ImportWizard) -> None:
        assert wizard.pages.currentIndex() == FILE
        assert wizard.file.kinds.value is HOUSEHOLDS
        assert wizard.file.path.text() == str(shared_data / SHEETS)
        go_on(qtbot, wizard, RESULT)
        assert figures(wizard) == (14, 11, 0, 3)

    keep_the_code(answers)
    answers.expect("tell")
    answers.expect_dialog(walk)
    found(qtbot, desk, answers, 4)
    assert "the import opens on “hc小区导入模板_多sheet.xlsx”" in answers.asked[2].text
    bridge = bridge_of(desk)
    assert bridge.ask(places_kept) == 6  # of the 11 people in it
    assert bridge.staff is not None
    assert bridge.staff.name == "周建平"
    assert settings.now.places["import_folder"] == str((shared_data / SHEETS).parent)
    assert list(check(bridge.office.database, bridge.office.pool)) == []


def test_a_list_that_is_broken_off_waits_and_goes_in_later(
    qtbot: QtBot, desk: Desk, answers: Answers, shared_data: Path
) -> None:
    morning = morning_of(desk)
    morning.rooms.how.set_value("list")
    morning.rooms.list.path.setText(str(shared_data / SHEETS))

    def read_alone(wizard: ImportWizard) -> None:
        go_on(qtbot, wizard, FILE + 1)

    keep_the_code(answers)
    answers.expect("tell")
    answers.expect_dialog(read_alone, accept=False)
    answers.expect("yes_no", True)  # leave the import?
    answers.expect("tell")
    found(qtbot, desk, answers, 5)
    assert answers.asked[-1].title == "The rooms can wait"
    assert "“Import a list…” in the menu" in answers.asked[-1].text
    bridge = bridge_of(desk)
    assert bridge.ask(places_kept) == 0
    assert bridge.staff is not None

    def walk(wizard: ImportWizard) -> None:
        answers.expect("choose_file", shared_data / SHEETS)
        wizard.file.choose.click()
        go_on(qtbot, wizard, RESULT)

    answers.expect_dialog(walk)
    assert import_list(bridge, desk.window)
    assert bridge.ask(places_kept) == 6


@pytest.mark.parametrize("at_once", [True, False])
def test_rooms_left_for_later_are_offered_with_the_good_morning(
    qtbot: QtBot, desk: Desk, answers: Answers, tmp_path: Path, at_once: bool
) -> None:
    morning_of(desk).rooms.how.set_value("later")
    path = a_list(tmp_path / "业主.xlsx", HEADS, GOOD)

    def offered(dialog: object) -> None:
        looking.take_picture(dialog, "good-morning")  # type: ignore[arg-type]

    def walk(wizard: ImportWizard) -> None:
        wizard.file.path.setText(str(path))
        go_on(qtbot, wizard, RESULT)

    keep_the_code(answers)
    answers.expect_dialog(offered, accept=at_once)
    if at_once:
        answers.expect_dialog(walk)
    found(qtbot, desk, answers, 3 if at_once else 2)
    assert bridge_of(desk).ask(places_kept) == int(at_once)


def put_away(morning: FirstMorningPage, folder: Path) -> None:
    (folder / "letter.docx").write_bytes(b"no list")
    morning.rooms.list.path.setText(str(folder / "letter.docx"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda morning, _folder: morning.rooms.list.path.clear(), "Which file?"),
        (lambda morning, folder: morning.rooms.list.path.setText(str(folder / "gone.xlsx")), "There is no such file"),
        (lambda morning, folder: morning.rooms.list.path.setText(str(folder)), "There is no such file"),
        (lambda morning, _folder: morning.rooms.list.path.setText("list.xlsx"), "There is no such file"),
        (lambda morning, _folder: morning.rooms.list.path.setText("~nobody/list.xlsx"), "There is no such file"),
        (lambda morning, _folder: morning.rooms.list.path.setText("/" + "长" * 400 + ".xlsx"), "There is no such file"),
        (put_away, "“letter.docx” is no list: .xlsx"),
    ],
)
def test_what_is_no_list_is_said_beside_its_box(
    show: Show,
    settings: SettingsFile,
    tmp_path: Path,
    spoil: Callable[[FirstMorningPage, Path], object],
    said: str,
) -> None:
    morning = a_morning(show, settings, tmp_path)
    fill(morning)
    go_to(morning, "rooms")
    morning.rooms.how.set_value("list")
    spoil(morning, tmp_path)
    assert morning.rooms.list.said.text() == ""
    morning.go_on()
    assert morning.at() == STEPS.index("rooms")
    assert said in morning.rooms.fields["list"].problem()
    assert morning.rooms.fields["list"].isVisible()


def test_a_list_that_is_gone_before_the_office_is_founded_is_said_beside_its_box(
    show: Show, settings: SettingsFile, tmp_path: Path
) -> None:
    morning = a_morning(show, settings, tmp_path)
    fill(morning)
    go_to(morning, "rooms")
    morning.rooms.how.set_value("list")
    path = a_list(tmp_path / "业主.xlsx", HEADS, GOOD)
    morning.rooms.list.path.setText(path.as_uri())  # as it is pasted or dropped
    go_to(morning, "summary")
    path.unlink()
    morning.go_on()
    assert morning.at() == STEPS.index("rooms")
    assert "There is no such file" in morning.rooms.fields["list"].problem()
    assert not (tmp_path / "books" / "office.db").exists()
