# SPDX-License-Identifier: Apache-2.0
"""The first morning, from an empty machine to the first slip; and what is wrong on a page is said on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from complaintdesk.app import Desk
from complaintdesk.desk import cases, dispatching, staffing
from complaintdesk.desk.checking import check
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.first_morning import FirstMorning, begin
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.domain.terms import CaseKind, PlaceKind, Role
from complaintdesk.errors import EnvironmentProblem, UserError
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import printing, spooling
from complaintdesk.ui.first_morning import FirstMorningPage
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.progress import ProgressDialog
from complaintdesk.ui.words import Note
from tests.builders import PASSWORD, a_draft, places_kept
from tests.ui.conftest import Answers, Show
from tests.ui.mornings import STEPS, a_morning, fill, go_to


@pytest.fixture
def morning(show: Show, settings: SettingsFile, tmp_path: Path) -> FirstMorningPage:
    """The wizard on its first page."""
    return a_morning(show, settings, tmp_path)


def test_from_an_empty_machine_to_the_first_slip(
    qtbot: QtBot, settings: SettingsFile, answers: Answers, tmp_path: Path
) -> None:
    desk = Desk(settings, str(tmp_path / "data" / "office.db"))
    desk.start()
    qtbot.waitUntil(lambda: isinstance(desk.window.pages.currentWidget(), FirstStartPage), timeout=20_000)
    start = desk.window.pages.currentWidget()
    assert isinstance(start, FirstStartPage)
    qtbot.mouseClick(start.found, Qt.MouseButton.LeftButton)
    morning = start.morning
    assert morning is not None
    fill(morning)
    go_to(morning, "summary")
    said = morning.summary.facts.text()
    assert "2 buildings, 48 doors: 1栋101 … 2栋604 · 3 other places" in said
    assert "收费/价格 goes to 客服部" in said
    assert not (tmp_path / "data").exists(), "nothing is written before the last page"
    answers.expect_dialog(lambda dialog: dialog.kept.setChecked(True))  # the recovery code
    answers.expect("tell")
    morning.go_on()
    qtbot.waitUntil(lambda: len(answers.asked) == 2, timeout=20_000)
    bridge = desk.bridge
    assert bridge is not None
    assert bridge.staff is not None
    assert (bridge.staff.name, bridge.staff.role) == ("周建平", Role.ADMINISTRATOR)
    assert desk.window.current() is not None
    assert settings.now.database == str(tmp_path / "data" / "office.db")
    assert bridge.office.record.address == "阳光路88号"
    assert bridge.ask(places_kept, PlaceKind.HOUSEHOLD) == 48
    assert bridge.ask(places_kept, PlaceKind.SHOP) == 3
    assert bridge.procedure.department("finance").closed
    assert str(bridge.procedure.office_hours.spans[0][0]) == "09:00:00"
    desk.window.leave()

    page = desk.window.sign_in
    page.name.set_value("李静")
    page.password.setText("told to 李静")

    def choose(dialog: object) -> None:
        dialog.password.setText("known to her alone")  # type: ignore[attr-defined]
        dialog.again.setText("known to her alone")  # type: ignore[attr-defined]

    answers.expect_dialog(choose)
    page.sign_in()
    assert bridge.staff.name == "李静"
    case = bridge.do(cases.register, a_draft(bridge.office, CaseKind.REPAIR))
    slip = bridge.do(dispatching.dispatch, case.id, "水电班")
    path = tmp_path / "slip.pdf"
    printing.slip_job(bridge, slip.order_id).to_pdf(path)
    words = "".join(each.extract_text() for each in pypdf.PdfReader(path).pages)
    assert slip.number in words
    assert "阳光花园物业服务中心" in words
    assert list(check(bridge.office.database, bridge.office.pool)) == []
    desk.window.close()
    desk.close()


def test_a_step_not_reached_yet_can_not_be_picked(qtbot: QtBot, morning: FirstMorningPage) -> None:
    qtbot.mouseClick(morning.list.names[4], Qt.MouseButton.LeftButton)
    assert morning.at() == 0
    fill(morning)
    go_to(morning, "staff")
    qtbot.mouseClick(morning.list.names[0], Qt.MouseButton.LeftButton)
    assert morning.at() == 0
    morning.office.profile.name.clear()
    qtbot.mouseClick(morning.list.names[4], Qt.MouseButton.LeftButton)
    assert morning.at() == 0
    assert morning.office.fields["name"].problem() == "The office needs a name."


def short_password(morning: FirstMorningPage) -> None:
    morning.staff.password.setText("12345678")
    morning.staff.again.setText("12345678")


def one_folder_for_both(morning: FirstMorningPage) -> None:
    for box in (morning.backups.choice.folder, morning.backups.choice.second):
        box.setText(str(Path.home()))


def key_typed_once(morning: FirstMorningPage) -> None:
    morning.key.how.set_value(True)
    morning.key.passphrase.setText("long enough")


def nobody_at_the_desk(morning: FirstMorningPage) -> None:
    for day in morning.hours.desk.days:
        day.setChecked(False)


@pytest.mark.parametrize(
    ("step", "spoil", "field"),
    [
        ("office", lambda each: each.office.profile.name.clear(), "name"),
        ("office", lambda each: each.office.profile.name.setText("名" * 61), "name"),
        ("office", lambda each: each.office.profile.address.setText("路" * 121), "address"),
        ("books", lambda each: each.books.file.clear(), "location"),
        ("books", lambda each: each.books.file.setText("office.db"), "location"),
        ("books", lambda each: each.books.file.setText("/srv/Dropbox/office.db"), "location"),
        ("books", lambda each: each.books.where.set_value("server"), "server"),
        ("rooms", lambda each: each.rooms.patterns[0].boxes["buildings"].clear(), "buildings"),
        ("rooms", lambda each: each.rooms.patterns[0].boxes["floors"].setText("1-?"), "floors"),
        ("rooms", lambda each: each.rooms.patterns[0].boxes["floors"].setText("1-3, 2"), "floors"),
        ("rooms", lambda each: each.rooms.others["parking"].setText("车位9-1"), "parking"),
        ("departments", lambda each: each.departments.editor.head(0).box.setText(" "), "department:0"),
        ("departments", lambda each: each.departments.editor.teams(0)[0].box.setText("水电班"), "team:1.0"),
        ("staff", lambda each: each.staff.admin.clear(), "admin"),
        ("staff", lambda each: each.staff.again.setText("another"), "again"),
        ("staff", short_password, "password"),
        ("staff", lambda each: each.staff.people[0].name.setText("周建平"), "name.0"),
        ("staff", lambda each: each.staff.people[0].password.setText("short"), "password.0"),
        ("staff", lambda each: each.staff.people[2].password.setText("nobody's password"), "name.2"),
        ("staff", lambda each: each.staff.people[0].role.put_typed("king"), "role.0"),
        ("staff", lambda each: each.staff.people[0].team.put_typed("水点班"), "team.0"),
        ("hours", lambda each: each.hours.office.spans.setText("all day"), "office_spans"),
        ("hours", nobody_at_the_desk, "desk_weekdays"),
        ("backups", lambda each: each.backups.choice.folder.setText("/nowhere/at/all"), "backups"),
        ("backups", one_folder_for_both, "second_medium"),
        ("key", lambda each: each.key.how.set_value(True), "passphrase"),
        ("key", key_typed_once, "again"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    morning: FirstMorningPage, step: str, spoil: Callable[[FirstMorningPage], object], field: str
) -> None:
    Path.home().mkdir(exist_ok=True)
    fill(morning)
    go_to(morning, step)
    spoil(morning)
    morning.go_on()
    page = morning.steps[morning.at()]
    assert page is getattr(morning, step)
    assert page.fields[field].problem()
    assert page.fields[field].isVisible()


def test_a_pattern_is_counted_while_it_is_typed(qtbot: QtBot, morning: FirstMorningPage) -> None:
    morning.office.profile.name.setText("阳光花园")
    go_to(morning, "rooms")
    rooms = morning.rooms
    for name, words in {"buildings": "1-6", "floors": "1-18", "skipped": "4,14", "rooms": "01-04"}.items():
        qtbot.keyClicks(rooms.patterns[0].boxes[name], words)
    qtbot.waitUntil(lambda: rooms.preview.text() == "6 buildings, 384 doors: 1栋101 … 6栋1804")
    qtbot.mouseClick(rooms.more, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(rooms.patterns[1].boxes["buildings"], "6")
    for name, words in {"floors": "1", "rooms": "1"}.items():
        qtbot.keyClicks(rooms.patterns[1].boxes[name], words)
    qtbot.waitUntil(lambda: "6栋101 would be made twice" in rooms.preview.text())
    morning.go_on()
    assert rooms.fields["buildings.1"].problem()
    qtbot.mouseClick(rooms.fewer, Qt.MouseButton.LeftButton)
    morning.go_on()
    assert morning.at() == STEPS.index("departments")


def test_rooms_may_come_later(morning: FirstMorningPage) -> None:
    morning.office.profile.name.setText("阳光花园")
    go_to(morning, "rooms")
    morning.rooms.how.set_value("later")
    morning.go_on()
    assert morning.at() == STEPS.index("departments")
    assert morning.rooms.places() == ()


def test_who_registers_nothing_is_told_that_nobody_does(morning: FirstMorningPage) -> None:
    fill(morning)
    morning.staff.people[0].name.clear()
    morning.staff.people[0].password.clear()
    go_to(morning, "staff")
    assert morning.staff.warning.isVisible()
    morning.staff.people[0].name.setText("李静")
    assert not morning.staff.warning.isVisible()


def test_the_logo_is_any_picture_made_small(
    qtbot: QtBot, morning: FirstMorningPage, answers: Answers, tmp_path: Path
) -> None:
    picture = QImage(3000, 2000, QImage.Format.Format_RGB32)
    for x in range(3000):
        for y in range(0, 2000, 40):
            picture.setPixel(x, y, (x * 7919 + y * 104729) & 0xFFFFFF)
    assert picture.save(str(tmp_path / "logo.bmp"))
    answers.expect("choose_file", tmp_path / "logo.bmp")
    box = morning.office.profile.logo
    box.choose()
    assert 0 < len(box.logo()) < 256 * 1024 * 4 / 3
    (tmp_path / "letter.txt").write_text("no picture")
    answers.expect("choose_file", tmp_path / "letter.txt")
    box.choose()
    assert morning.office.fields["logo"].problem()


def test_the_test_page_comes_out_of_the_printer_chosen(
    qtbot: QtBot, morning: FirstMorningPage, settings: SettingsFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def a_printer(name: str) -> QPrinter:
        if opened:
            raise EnvironmentProblem("The printer “{printer}” is not there.", "Switch it on.", printer=name)
        opened.append(name)
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "test.pdf"))
        return made

    monkeypatch.setattr(spooling, "printers", lambda: ("LQ-630",))
    monkeypatch.setattr(spooling, "open_printer", a_printer)
    fill(morning)
    go_to(morning, "printer")
    choice = morning.printer.choice
    assert not choice.test.isEnabled()
    choice.read()
    choice.printer.set_value("LQ-630")
    qtbot.mouseClick(choice.test, Qt.MouseButton.LeftButton)
    page = pypdf.PdfReader(tmp_path / "test.pdf").pages[0]
    assert sorted(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) == [148, 210]
    assert "Sent to LQ-630" in choice.said.words()
    qtbot.mouseClick(choice.test, Qt.MouseButton.LeftButton)
    assert "is not there" in choice.said.words()
    choice.dots.setChecked(True)
    choice.keep()
    kept = SettingsFile(settings.path).now.printers["work_order"]
    assert (kept["queue"], kept["dots"], kept["paper"]) == ("LQ-630", True, "A5 landscape")


def a_plan(path: Path, **changes: object) -> FirstMorning:
    told: dict[str, object] = {
        "location": str(path),
        "name": "阳光花园",
        "admin": "周建平",
        "password": PASSWORD,
        "procedure_text": shipped_procedure(),
        **changes,
    }
    return FirstMorning(**told)  # type: ignore[arg-type]


def test_what_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    twice = (StaffDraft("李静", Role.CLERK, password=PASSWORD),) * 2
    with pytest.raises(UserError):
        begin(a_plan(tmp_path / "office.db", staff=twice))
    assert list(tmp_path.glob("office*")) == []

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin(a_plan(tmp_path / "office.db", staff=twice[:1]), stop)
    assert list(tmp_path.glob("office*")) == []
    office = begin(a_plan(tmp_path / "office.db", staff=twice[:1]))
    assert office.ask(staffing.must_change, office.ask(staffing.staff_named, "李静", office.books).id) is False
    office.close()


def test_an_encrypted_office_is_founded_so(tmp_path: Path) -> None:
    office = begin(a_plan(tmp_path / "office.db", passphrase="open the books", address="阳光路88号"))
    assert office.record.address == "阳光路88号"
    office.close()
    assert b"SQLite format" not in (tmp_path / "office.db").read_bytes()[:16]


def test_what_the_founding_is_at_is_said_in_words(qtbot: QtBot, morning: FirstMorningPage) -> None:
    fill(morning)
    go_to(morning, "key")
    morning.key.how.set_value(True)
    for box in (morning.key.passphrase, morning.key.again):
        box.setText("open the books")
    go_to(morning, "summary")
    with qtbot.waitSignal(morning.begun, timeout=60_000) as begun:
        morning.go_on()
        dialog = morning.findChild(ProgressDialog)
        assert dialog is not None
        words = dialog.findChild(Note)
        assert words is not None
        said = [words.text()]
        dialog._job.progressed.connect(lambda _done, _total: said.append(words.text()))
    begun.args[0].close()
    assert list(dict.fromkeys(said)) == [
        "Making the encrypted books; the key takes a few seconds…",
        "Entering the staff: 1 of 1…",
        "Entering the places…",
    ]


def test_a_server_is_tried_before_it_is_taken(qtbot: QtBot, morning: FirstMorningPage, postgres_url: str) -> None:
    morning.office.profile.name.setText("阳光花园")
    go_to(morning, "books")
    books = morning.books
    books.where.set_value("server")
    books.server.setText("mysql://nowhere")
    qtbot.mouseClick(books.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(books.fields["server"].problem()), timeout=20_000)
    books.server.setText(postgres_url)
    morning.go_on()
    assert books.fields["server"].problem() == "Test the connection first."
    qtbot.mouseClick(books.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(books.test.isEnabled, timeout=20_000)
    morning.go_on()
    assert morning.at() == STEPS.index("rooms")
    office = begin(a_plan(Path("unused"), location=postgres_url))
    office.close()
    morning.go_back()
    qtbot.mouseClick(books.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "already" in books.fields["server"].problem(), timeout=20_000)


def test_the_summary_names_a_server_without_its_password(morning: FirstMorningPage) -> None:
    fill(morning)
    morning.books.where.set_value("server")
    morning.books.server.setText("postgresql+psycopg://desk:wisteria@books.example/office")
    morning.show_step(STEPS.index("summary"))
    said = morning.summary.facts.text()
    assert "desk:***@books.example/office" in said
    assert "wisteria" not in said
