# SPDX-License-Identifier: Apache-2.0
"""A server's books are backed up with their attachments before an upgrade."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.db.schema import SCHEMA_VERSION
from complaintdesk.desk import upgrading
from complaintdesk.desk.backup_files import backups_in, folder_of
from complaintdesk.desk.office import open_office
from tests.builders import NINE, PASSWORD, DeskClock, a_case
from tests.desk.paper import a_file


def test_the_backup_before_an_upgrade_holds_a_servers_attachments_too(books_on_server, tmp_path: Path, monkeypatch):
    clock = DeskClock(NINE)
    office = open_office(books_on_server, clock=clock)
    office.sign_in("王敏", PASSWORD)
    a_file(office, a_case(office).id, tmp_path)
    office.close()
    monkeypatch.setattr(upgrading, "SCHEMA_VERSION", SCHEMA_VERSION + 1)  # as the next version finds them
    open_office(books_on_server, clock=clock).close()
    (kept,) = backups_in(folder_of(books_on_server))
    assert (kept.manifest.findings, kept.manifest.missing, len(kept.manifest.attachments)) == ((), (), 1)
    assert len(list((kept.path.parent / "attachments").glob("??/*"))) == 1
