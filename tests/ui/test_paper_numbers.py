# SPDX-License-Identifier: Apache-2.0
"""Before a restore every series is asked that may stand on paper: no number is given twice, whatever year it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk.backup import backup
from complaintdesk.desk.backup_files import backups_in
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.restoring import RestorePage
from tests.builders import PASSWORD, DeskClock, a_case, a_repair, codes, found
from tests.ui.conftest import Answers, Show
from tests.ui.restores import box, press, sign, worked

pytestmark = pytest.mark.about_files("a file that can't be read any more is replaced")


@pytest.fixture
def new_year(office: Office, clock: DeskClock) -> Path:
    """Books backed up last on 30 December, with numbers given in January, then not readable any more."""
    location = worked(office)
    clock.now = datetime(2026, 12, 30, 2, tzinfo=UTC)
    a_repair(office)
    backup(office)
    clock.now = datetime(2027, 1, 3, 2, tzinfo=UTC)
    assert [a_repair(office).number, a_repair(office).number, a_case(office).number][1:] == [
        "BX2027-000002",
        "TS2027-000001",
    ]
    office.close()
    unreadable(location)
    return location


def unreadable(location: Path) -> None:
    """Spoils the books, which nobody has open."""
    location.write_bytes(bytes(4096))
    for side in ("-wal", "-shm"):
        Path(f"{location}{side}").unlink(missing_ok=True)


def test_after_new_year_every_series_is_asked_of_both_years_and_no_number_is_given_again(
    qtbot: QtBot, new_year: Path, settings: SettingsFile, show: Show, clock: DeskClock, answers: Answers
) -> None:
    page = RestorePage(str(new_year), settings, clock=clock)
    show(page)
    asked = [(each.series, each.year, each.known) for each in page.paper.inputs]
    assert [each[1] for each in asked] == [2027] * 9 + [2026] * 9
    assert {each[0] for each in asked} == {"TS", "BX", "ZX", "JY", "QZ", "TY", "WX", "LX", "JZ"}, "all of the rule book"
    assert [each for each in asked if each[2]] == [("TS", 2026, 1), ("BX", 2026, 4), ("WX", 2026, 1)]
    box(page, "BX", 2027).setText("2")
    box(page, "TS", 2027).setText("TS2027-000001")
    box(page, "ZX", 2026).setText("1")
    sign(page)
    answers.expect("yes_no", True)
    answers.expect("tell")
    with qtbot.waitSignal(page.opened, timeout=20_000):
        press(qtbot, page)
    again = open_office(new_year, clock=clock)
    again.sign_in("王敏", PASSWORD)
    assert (a_repair(again).number, a_case(again).number) == ("BX2027-000003", "TS2027-000002")
    assert codes(again) == []
    again.close()


def test_a_backup_from_before_the_first_number_asks_for_every_series(
    tmp_path: Path, settings: SettingsFile, show: Show, clock: DeskClock
) -> None:
    path = tmp_path / "new" / "desk.db"
    path.parent.mkdir()
    found(path, clock)
    early = open_office(path, clock=clock)
    manifest = backup(early).path.with_suffix(".json")
    early.close()
    page = RestorePage(str(path), settings, clock=clock)
    show(page)
    assert len(page.paper.inputs) == 9
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({key: value for key, value in told.items() if key != "series"}), "utf-8")
    page.look_again()
    assert len(page.paper.inputs) == 9, "a manifest of an older version doesn't name them"


def test_what_a_newer_backup_knows_is_taken_although_nobody_types_it(
    qtbot: QtBot, new_year: Path, settings: SettingsFile, show: Show, clock: DeskClock, answers: Answers
) -> None:
    december = backups_in(new_year.parent / "office-backups")[0]
    back = restore(december.path, new_year, staff="王敏", password=PASSWORD, clock=clock).office
    a_repair(back)
    backup(back)
    back.close()
    unreadable(new_year)
    page = RestorePage(str(new_year), settings, clock=clock)
    show(page)
    page.table.choose(1)
    assert "BX2027-000001: one number" in page.missing.text()
    assert box(page, "BX", 2027).placeholderText() == "BX2027-000001"
    sign(page)
    answers.expect("yes_no", True)
    answers.expect("tell")
    with qtbot.waitSignal(page.opened, timeout=20_000):
        press(qtbot, page)
    again = open_office(new_year, clock=clock)
    again.sign_in("王敏", PASSWORD)
    assert a_repair(again).number == "BX2027-000002"
    again.close()
