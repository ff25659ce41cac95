# SPDX-License-Identifier: Apache-2.0
"""Small lists written by openpyxl, LibreOffice as the other office program, an office to import into."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from complaintdesk.desk import staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import Role
from complaintdesk.labels import language, set_language
from tests.builders import ADMINISTRATOR

PASSWORD = "a password long enough"
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # a Saturday, 10:30 in the office's zone
ZONE = ZoneInfo("Asia/Shanghai")

Rows = Sequence[Sequence[object]]
MakeList = Callable[..., Path]
Convert = Callable[[Path, str], Path]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The language of the sources, whatever the catalogue of another one holds."""
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def make_list(tmp_path: Path) -> MakeList:
    """Writes rows to list.xlsx: of one sheet, or of several by name."""

    def make(rows: Rows | None = None, /, name: str = "list.xlsx", **sheets: Rows) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, content in (sheets or {"Sheet1": rows or ()}).items():
            sheet = book.create_sheet(title)
            for row in content:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture(scope="session")
def convert(reader: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Has LibreOffice read a file and save it in another form."""
    soffice = reader("soffice")
    profile = tmp_path_factory.mktemp("soffice-profile")
    out = tmp_path_factory.mktemp("soffice")

    def to(path: Path, form: str) -> Path:
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
        return out / f"{path.stem}.{form.partition(':')[0]}"

    return to


def an_office(location: str, role: Role = Role.CLERK, clock: Callable[[], datetime] = lambda: NOW) -> Office:
    """An office with somebody at the desk, on a Saturday morning."""
    made = create_office(location, name="春和园管理处", admin=ADMINISTRATOR, password=PASSWORD, clock=clock)
    made.sign_in(ADMINISTRATOR, PASSWORD)
    made.do(staffing.add, StaffDraft("李想", role, "reception", PASSWORD))
    made.sign_out()
    made.sign_in("李想", PASSWORD)
    return made


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books of such an office, to be copied."""
    path = tmp_path_factory.mktemp("founded") / "office.db"
    an_office(str(path)).close()
    return path


def at_desk(location: str, clock: Callable[[], datetime] = lambda: NOW) -> Office:
    """A copy of such an office, opened, the same person at the desk."""
    opened = open_office(location, clock=clock)
    opened.sign_in("李想", PASSWORD)
    return opened


@pytest.fixture
def office(location: str) -> Iterator[Office]:
    """An office of the test's own."""
    opened = at_desk(location)
    yield opened
    opened.close()
