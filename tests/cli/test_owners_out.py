# SPDX-License-Identifier: Apache-2.0
"""Households, phones, outside numbers and regulations from the command line, with the notes that a window makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.desk import directory, regulations
from complaintdesk.desk.access_lists import AccessFilter, accesses
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.regulations import RegulationDraft
from tests.builders import a_household
from tests.cli.conftest import Call, MakeList, sheet


def noted(office: Office) -> list[tuple[str, int, str]]:
    return [(row.what, row.people, row.reason) for row in office.ask(accesses, AccessFilter(), office.zone)]


@pytest.mark.parametrize(
    ("command", "what", "count"),
    [("export-households", "households", {"households": "1"}), ("export-phones", "phone_register", {"phones": "1"})],
)
def test_owners_records_go_out_by_a_leader_and_with_a_reason(
    run: Call, opened: Callable[[], Office], tmp_path: Path, command: str, what: str, count: dict[str, str]
) -> None:
    office, out = opened(), tmp_path / "out.xlsx"
    a_household(office)
    assert run(command, out).code == 2
    assert run(command, "--reason", " ", out).code == 1
    refused = run(command, "--reason", "换系统", out, by="李静")
    assert (refused.code, "no right" in refused.err, out.exists()) == (1, True, False)
    assert noted(office) == []
    ended = run(command, "--reason", "换系统", out)
    assert (ended.code, ended.counts) == (0, count)
    assert noted(office) == [(what, 1, "换系统")]
    assert any("1502" in str(cell) for cell in sheet(out)[1])


def test_outside_numbers_go_out_and_come_back(
    run: Call, opened: Callable[[], Office], a_list: MakeList, tmp_path: Path
) -> None:
    office, out = opened(), tmp_path / "numbers.xlsx"
    office.do(directory.save, EntryDraft("自来水公司", phone="96390"))
    assert run("export-numbers", out).counts == {"numbers": "1"}
    assert run("import-numbers", out).counts == {"rows": "1", "new": "0", "existing": "1", "refused": "0"}
    ended = run("import-numbers", a_list(("单位", "电话"), ("燃气抢修", "95177"), ("派出所", "打不通")))
    assert (ended.code, ended.counts) == (1, {"rows": "2", "new": "1", "existing": "0", "refused": "1"})
    assert ended.err.startswith("row 3: ")
    assert len(office.ask(directory.outside_ids)) == 2


def test_regulations_go_out_with_their_words(run: Call, opened: Callable[[], Office], tmp_path: Path) -> None:
    opened().do(regulations.save, RegulationDraft("首问负责制", "KF-04", "由首先接待者负责到底。"))
    assert run("export-regulations", tmp_path / "all.xlsx").counts == {"regulations": "1"}
    assert sheet(tmp_path / "all.xlsx")[1][:2] == ["首问负责制", "KF-04"]
