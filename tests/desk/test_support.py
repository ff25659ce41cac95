# SPDX-License-Identifier: Apache-2.0
"""What is passed on to whoever helps tells how the program fares, and of nobody: read byte by byte."""

from __future__ import annotations

import faulthandler
import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from complaintdesk.db.schema import SCHEMA_VERSION
from complaintdesk.db.tables import Occupant
from complaintdesk.desk import backup, redacting, support
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.office import Office
from complaintdesk.errors import EnvironmentProblem, UserError
from complaintdesk.labels import translate
from complaintdesk.settings import Settings
from tests.builders import a_household, a_repair, tampering

NAME, STAFF, PHONE, LANDLINE = "欧阳晓岚", "王敏", "13812345678", "0755-83345678"
WORDS = "厨房水管爆了，请尽快上门"
PRIVATE = (NAME, STAFF, PHONE, "138 1234 5678", LANDLINE, "83345678", WORDS, "水管", "阳光", "O'Brien-Smythe")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The folder of a log that is being written."""
    folder = tmp_path / "state"
    folder.mkdir()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    faults = redacting.start_log(folder)
    yield folder
    for added in [one for one in root.handlers if one not in before]:
        root.removeHandler(added)
        added.close()
    root.setLevel(level)
    faulthandler.disable()
    faults.close()


def told_of(data: bytes) -> list[str]:
    """What stands in the bytes that must not."""
    return [private for private in PRIVATE if private.encode() in data or private.encode("gbk") in data]


def filled(office: Office) -> None:
    """People, phones and their words in the books."""
    people = (OccupantDraft(NAME, phones=(PhoneDraft("138 1234 5678"),)),)
    place = a_household(office, occupants=people)
    a_repair(office, content=f"{WORDS}，电话 {LANDLINE}", place_id=place, caller_name=NAME, caller_phone=PHONE)


def stumble_everywhere(office: Office) -> None:
    """Crashes and failures whose exceptions quote what is in the books."""
    log = logging.getLogger("complaintdesk")

    def from_the_database() -> None:
        with office.database.writing() as session:
            person = session.scalars(select(Occupant)).first()
            assert person is not None
            twice = {"id": person.id, "name": NAME}
            session.execute(text("INSERT INTO occupant (id, name) VALUES (:id, :name)"), twice)

    def from_a_dictionary() -> None:
        {}[f"{NAME} {PHONE}"]  # type: ignore[index]

    def from_words() -> None:
        try:
            int(f"{WORDS} {LANDLINE}")
        except ValueError as error:
            raise RuntimeError(NAME) from error

    for stumble in (from_the_database, from_a_dictionary, from_words):
        try:
            stumble()
        except Exception as error:
            log.exception("uncaught")
            logging.getLogger("sqlalchemy.pool").error("lost %s", error, exc_info=error)
    problem = EnvironmentProblem("“{path}” can't be written.", "Free some space.", path=f"/srv/{NAME}/欠费.xlsx")
    log.error("told: %s", problem)
    log.error("told: %s", UserError("{name} is on leave.", name=STAFF))
    logging.getLogger("qt").warning("cannot open /srv/O'Brien-Smythe/欧阳晓岚.png of %s, call %s", NAME, PHONE)
    detail = f'duplicate key value violates "uq"\nDETAIL:  Key (name)=(O\'Brien-Smythe, {NAME}, {LANDLINE}) exists.'
    logging.getLogger("psycopg").error("%s", detail)


def a_bundle(office: Office, log: Path, settings: Settings) -> tuple[support.Part, ...]:
    books = support.look_over(office.database, office.pool)
    parts = support.bundle(books, settings, office.database.location, log, office.now())
    return (support.listed(parts, translate), *parts)


def test_no_name_no_phone_and_no_word_of_the_office_is_in_log_or_bundle(
    file_office: Office, log: Path, tmp_path: Path
) -> None:
    filled(file_office)
    stumble_everywhere(file_office)
    backup.backup(file_office)
    settings = Settings(
        staff=STAFF,
        database=str(tmp_path / NAME / "office.db"),
        backups=str(tmp_path),
        second_medium=f"/media/{NAME}",
        places={"printer": f"{NAME}的打印机"},
    )
    out = tmp_path / "bundle.zip"
    support.write(out, a_bundle(file_office, log, settings))
    written = {path.name: path.read_bytes() for path in redacting.log_files(log)}
    assert b"IntegrityError" in written[redacting.LOG]
    assert b"from_words" in written[redacting.LOG]
    assert {name: told_of(data) for name, data in written.items() if told_of(data)} == {}
    with zipfile.ZipFile(out) as packed:
        assert {name: told_of(packed.read(name)) for name in packed.namelist() if told_of(packed.read(name))} == {}
        assert not [name for name in packed.namelist() if str(tmp_path).encode() in packed.read(name)]


def test_the_bundle_tells_versions_rows_findings_and_backups(file_office: Office, log: Path) -> None:
    filled(file_office)
    backup.backup(file_office)
    parts = {part.name: part.text for part in a_bundle(file_office, log, Settings())}
    books = json.loads(parts["books.json"])
    assert books["schema"] == books["schema of the program"] == SCHEMA_VERSION
    assert books["rows"]["case_record"] == 1
    assert books["findings"] == {}
    assert books["database"].startswith("SQLite ")
    assert {"complaintdesk", "Python", "SQLAlchemy", "SQLCipher"} <= set(json.loads(parts["versions.json"]))
    assert json.loads(parts["backups.json"])[0]["verified"] is True
    assert json.loads(parts["settings.json"])["second medium"] is False


def test_of_what_is_wrong_only_the_codes_are_told(file_office: Office, books: Path) -> None:
    filled(file_office)
    with tampering(books) as connection:
        connection.execute("UPDATE occupant SET name = ? ", (f"{NAME} {PHONE}",))
    found = support.look_over(file_office.database, file_office.pool).findings
    assert found
    assert all(code.isascii() and code.replace("_", "").isalpha() for code in found)


def test_the_listing_names_every_file_that_is_in_the_bundle_and_no_other(
    file_office: Office, log: Path, tmp_path: Path
) -> None:
    logging.getLogger("complaintdesk").warning("something")
    parts = a_bundle(file_office, log, Settings())
    out = tmp_path / "bundle.zip"
    support.write(out, parts)
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
        listing = packed.read(support.LISTING).decode()
        assert {part.name: part.text for part in parts} == {name: packed.read(name).decode() for name in names}
    lines = [line.split()[0] for line in listing.splitlines() if " B  " in line]
    assert [support.LISTING, *lines] == names


def test_books_that_can_not_be_opened_are_told_of_without_their_place(log: Path, tmp_path: Path) -> None:
    problem = EnvironmentProblem("There is no database at {path}.", "", path=tmp_path / NAME)
    now = datetime.now(UTC)
    parts = {part.name: part.text for part in support.bundle(problem, Settings(), str(tmp_path / "no.db"), log, now)}
    assert json.loads(parts["books.json"])["not opened"] == "There is no database at {path}."


def test_the_age_of_the_second_copy_is_told_in_hours(log: Path, tmp_path: Path) -> None:
    now = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
    settings = Settings(second_medium="/media/stick", second_copy_at=(now - timedelta(hours=30)).isoformat())
    problem = EnvironmentProblem("There is no database at {path}.", "", path=tmp_path)
    parts = {part.name: part.text for part in support.bundle(problem, settings, str(tmp_path / "no.db"), log, now)}
    assert json.loads(parts["settings.json"])["hours since its last copy"] == 30.0


def test_the_log_is_cut_into_five_files_of_a_megabyte_at_most(log: Path) -> None:
    line = "x" * 10_000
    for _ in range(700):
        logging.getLogger("complaintdesk").info(line)
    files = [path for path in redacting.log_files(log) if path.name != redacting.FAULTS]
    assert len(files) == redacting.LOG_FILES
    assert all(path.stat().st_size <= redacting.LOG_SIZE for path in files)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("张建国 called", "••• called"),
        ("房号 3-2-1502", "••• 3-2-1502"),
        ("Running upgrade 1 -> 2", "Running upgrade 1 -> 2"),
        ("0755-83345678", "•••"),
    ],
)
def test_chinese_words_and_long_numbers_are_blotted_out(written: str, kept: str) -> None:
    assert redacting.redacted(written) == kept


@pytest.mark.parametrize(
    "path", ["/srv/zhang/office.db", r"D:\Zhang\office.db", "~/office.db", r"\\server\zhang\a.xlsx"]
)
def test_paths_are_blotted_out(path: str) -> None:
    assert redacting.without_paths(f"can't open {path}") == "can't open •••"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (r"can't open D:\Zhang San\Documents\list of Li Ming.xlsx: in use", "can't open •••: in use"),
        (r"can't open \\server\Zhang San\list of Li Ming.xlsx.", "can't open •••."),
        ("can't open /srv/Zhang San/list of Li Ming.xlsx.damaged now", "can't open ••• now"),
        ("can't open file:///D:/Zhang San/office.db", "can't open •••"),
        (r"D:\Zhang San\backups is full", "••• is full"),
        (r"moving C:\a\b to D:\c d\e.db", "moving ••• to •••"),
        ("one of 3/4, and/or none", "one of 3/4, and/or none"),
    ],
)
def test_a_path_with_blanks_is_blotted_out_to_the_end_of_its_name(said: str, kept: str) -> None:
    assert redacting.without_paths(said) == kept


@pytest.mark.parametrize(
    "address",
    [
        "psycopg://li:secret@srv:5432/office",
        "psycopg://li:se/c:r'e@t@srv/office",
        "https://srv/Li.pdf",
        "psycopg://:p@h",
    ],
)
def test_of_an_address_the_kind_alone_is_left(address: str) -> None:
    kind = address.partition(":")[0]
    assert redacting.without_paths(f"no answer from {address} (gone)") == f"no answer from {kind}://••• (gone)"


def test_a_path_with_blanks_is_blotted_out_whole_in_quotes_and_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    assert redacting.without_paths(r"open 'D:\Personal\Zhang San\office.db' failed") == "open ••• failed"
    monkeypatch.setattr(Path, "home", lambda: Path("/srv/Zhang San"))
    assert redacting.without_paths("can't open /srv/Zhang San/office.db here") == "can't open ••• here"
