# SPDX-License-Identifier: Apache-2.0
"""A plain backup is restored above encrypted books, which tell what they know for their passphrase, and go without."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.db import keys
from complaintdesk.desk import encryption, recovery
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.restore_choice import is_encrypted_backup
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.restoring import RestorePage
from tests.builders import ADMINISTRATOR, PASSWORD, QUICK_HASHER, DeskClock, codes, rows
from tests.ui.conftest import Answers, Show
from tests.ui.restores import press, sign, worked

pytestmark = pytest.mark.about_files("a file is encrypted; a server's books can't be")

PASSPHRASE = "紫荆苑 2026 年"


@pytest.fixture
def page(
    office: Office, settings: SettingsFile, show: Show, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> RestorePage:
    """The page on books that were encrypted after their only backup."""
    monkeypatch.setattr(recovery, "_hasher", QUICK_HASHER)
    monkeypatch.setattr(keys, "_MEMORY", 64)
    location = worked(office)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    encryption.encrypt(office, PASSPHRASE)
    office.close()
    made = RestorePage(str(location), settings, clock=clock)
    show(made)
    return made


@pytest.mark.parametrize(("passphrase", "numbers", "why"), [(PASSPHRASE, 3, "replaced"), ("", 1, "damaged")])
def test_the_passphrase_is_asked_for_and_not_needed(
    page: RestorePage,
    office: Office,
    qtbot: QtBot,
    answers: Answers,
    clock: DeskClock,
    passphrase: str,
    numbers: int,
    why: str,
) -> None:
    chosen, location = page.chosen(), Path(office.database.location)
    assert chosen is not None
    assert not is_encrypted_backup(chosen)
    assert not page.fields["passphrase"].isHidden()
    page.passphrase.setText(passphrase)
    sign(page)
    answers.expect("yes_no", True)
    answers.expect("tell")
    with qtbot.waitSignal(page.opened, timeout=20_000):
        press(qtbot, page)
    assert len(list(location.parent.glob(f"office-{why}-*.db"))) == 1
    again = open_office(location, clock=clock)
    office.database = again.database  # what its fixture closes
    assert rows(again, "SELECT count(*) FROM case_record WHERE series = 'BX'") == [(numbers,)], "given, or void since"
    assert codes(again) == []
