# SPDX-License-Identifier: Apache-2.0
"""The restore drill: backups taken while another desk registers, the newest put in the place of the books."""

from __future__ import annotations

import json
import subprocess
import sys

from complaintdesk.desk.backup import backup, backup_folder
from complaintdesk.desk.backup_files import backups_in
from complaintdesk.desk.office import open_office
from complaintdesk.desk.restoring import restore
from tests.builders import PASSWORD, a_repair, codes, rows
from tests.conftest import ROOT

CALLS, BACKUPS = 60, 6


def test_a_backup_taken_under_load_is_whole_and_brings_back_all_it_counted(file_office, tmp_path, clock):
    office = file_office
    path = office.database.path
    words = [sys.executable, "-W", "error", "-m", "tests.desk.crowd", str(tmp_path), "1", str(CALLS)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        for _time in range(BACKUPS):
            clock.later(minutes=1)
            assert backup(office).findings == ()
        out, _ = other.communicate()
    assert other.returncode == 0
    assert not any("fault" in word for words in json.loads(out) for word in words)
    kept = backups_in(backup_folder(office))
    assert len(kept) == BACKUPS
    given = rows(office, "SELECT last FROM counter WHERE series = 'BX'")[0][0]
    assert given == CALLS + 1
    newest = kept[0].manifest
    office.close()
    back = restore(kept[0].path, path, staff="王敏", password=PASSWORD, clock=clock)
    assert codes(back.office) == []
    desk = rows(back.office, "SELECT count(*) FROM case_record WHERE origin = 'desk'")[0][0]
    assert desk == newest.cases
    assert a_repair(back.office).number == f"BX2026-{given + 1:06}", "what paper may carry is never given again"
    back.office.close()
    assert back.kept_aside is not None
    aside = open_office(back.kept_aside, clock=clock)
    assert rows(aside, "SELECT count(*) FROM case_record WHERE series = 'BX'") == [(given,)]
    aside.close()
