# SPDX-License-Identifier: Apache-2.0
"""What somebody did to the file with another tool, `check` finds, and says what is wrong in words."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.db.engine import Database
from complaintdesk.desk import cases, dispatching, staffing
from complaintdesk.desk.backup import backup
from complaintdesk.desk.checking import WORDS, check
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.office import open_office
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.labels import translate
from tests.builders import (
    PASSWORD,
    DeskClock,
    a_case,
    a_completion,
    a_household,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    rows,
    tampering,
)
from tests.desk.paper import a_file

pytestmark = pytest.mark.about_files("damages files with another tool; a server's books are checked all over")


@pytest.fixture(scope="module")
def books(founded, tmp_path_factory):
    """The folder of an office after some work, in which every kind of record stands; to be copied."""
    folder = tmp_path_factory.mktemp("books")
    shutil.copy(founded, folder / "office.db")
    clock = DeskClock()
    office = open_office(folder / "office.db", clock=clock)
    office.staff = office.ask(staffing.staff_named, "王敏", office.books)
    place = a_household(office)
    first = a_repair(office, place_id=place)
    a_returned_slip(office, first.id)
    clock.later(minutes=5)
    second = a_repair(office)
    slip = a_slip(office, second.id)
    office.do(dispatching.accept, slip.order_id, "张师傅")
    office.sign_out()
    office.staff = office.ask(staffing.staff_named, "李静", office.books)
    complaint = a_case(office)
    a_file(office, complaint.id, folder)
    office.do(cases.handle, complaint.id, "已与楼上沟通")
    a_case(office, CaseKind.INQUIRY)
    office.close()
    return folder


@pytest.fixture
def busy(books, tmp_path, clock):
    """The office after some work, with 王敏 at the desk."""
    shutil.copy(books / "office.db", tmp_path)
    shutil.copytree(books / "office-attachments", tmp_path / "office-attachments")
    clock.later(minutes=5)
    office = open_office(tmp_path / "office.db", clock=clock)
    office.sign_in("王敏", PASSWORD)
    yield office
    office.close()


def tampered(office, *statements: str, against: Database | None = None) -> list[str]:
    """What `check` finds after these statements, by a fresh hand on the file."""
    path, pool = office.database.path, office.pool
    office.close()
    with tampering(path) as connection:
        for statement in statements:
            connection.executescript(statement)
    database = Database(str(path))
    try:
        found = check(database, pool, against=against)
    finally:
        database.close()
    for finding in found:
        assert translate("check", finding.text, "en").format(**finding.values)
    return sorted({finding.code for finding in found})


def test_clean_books_have_no_finding_and_each_part_is_looked_at(busy):
    told: list[str] = []
    assert check(busy.database, busy.pool, progress=told.append) == ()
    assert told == ["file", "journal", "backup", "numbers", "stories", "attachments"]


# What was done → the codes it shows as, and the statement that did it.
FIRST = "WHERE id = 10000001"
HANDLED = "(SELECT max(seq) FROM journal WHERE deed = 'cases.handle')"
FAULTS: dict[str, tuple[list[str], str]] = {
    "a changed row": (["not_found", "row_changed"], "UPDATE work_order SET team = 'lifts' WHERE id = 1"),
    "a changed time": (
        ["row_changed"],
        "UPDATE case_event SET happened_at = '2026-10-20 01:04:00.000000' WHERE kind = 'arrived'",
    ),
    "a changed limit": (["row_changed"], "UPDATE commitment SET met_at = due_at WHERE met_at IS NULL"),
    "a changed price": (["row_changed"], "UPDATE material_line SET unit_price = 1"),
    "a changed personal value": (["row_changed"], "UPDATE case_event SET words = '已道歉' WHERE kind = 'handled'"),
    "a changed phone": (["row_changed", "who_not_found"], "UPDATE phone SET number = '13700000000'"),
    "a changed role": (["row_changed"], "UPDATE staff SET role = 'administrator' WHERE name = '李静'"),
    "a row slipped in": (
        ["row_unknown"],
        "CREATE TEMP TABLE twin AS SELECT * FROM material_line; UPDATE twin SET id = 99, position = 9;"
        "INSERT INTO material_line SELECT * FROM twin",
    ),
    "a row taken out": (["row_unknown"], "DELETE FROM material_line"),
    "a changed journal line": (["journal_changed"], "UPDATE journal SET desk = 'elsewhere' WHERE seq = 9"),
    "a changed time in the journal": (
        ["journal_changed"],
        "UPDATE journal SET recorded_at = '2026-10-19 01:00:00.000000' WHERE seq = 9",
    ),
    "a changed personal part of the journal": (
        ["private_changed", "row_changed"],
        f"UPDATE journal_private SET text = replace(text, '已与', '未与') WHERE seq = {HANDLED}",
    ),
    "a removed personal part": (
        ["private_missing", "row_changed"],
        f"DELETE FROM journal_private WHERE seq = {HANDLED}",
    ),
    "a removed journal line": (
        ["journal_gap"],
        "DELETE FROM journal WHERE deed = 'staffing.note_sign_out'",
    ),
    "a head that was moved": (
        ["journal_head"],
        "UPDATE journal_head SET hash = prev FROM journal WHERE journal.seq = 9",
    ),
    "a counter set back": (["counter_back", "row_changed"], "UPDATE counter SET last = 1 WHERE series = 'BX'"),
    "a counter taken out": (["counter_missing", "row_unknown"], "DELETE FROM counter WHERE series = 'TS'"),
    "a missing number": (["number_missing", "row_changed"], "UPDATE counter SET last = 3 WHERE series = 'BX'"),
    "a case against its events": (
        ["not_found", "row_changed", "state"],
        f"UPDATE case_record SET state = 'closed' {FIRST}",
    ),
    "a slip against its events": (
        ["not_found", "row_changed", "slip_out", "state"],
        "UPDATE work_order SET state = 'void' WHERE id = 2",
    ),
    "a round against the events": (["row_changed", "state"], f"UPDATE case_record SET round = 2 {FIRST}"),
    "a story that contradicts itself": (
        ["row_changed", "story"],
        "UPDATE case_event SET kind = 'closed' WHERE kind = 'accepted'",
    ),
    "a changed rule book": (
        ["procedure_changed", "row_changed"],
        "UPDATE procedure_version SET text = text || ' '",
    ),
    "a reference to nothing": (["reference", "row_changed"], f"UPDATE case_record SET place_id = 77 {FIRST}"),
    "a state that there is not": (["unreadable"], f"UPDATE case_record SET state = 'banana' {FIRST}"),
    "a time that is none": (["unreadable"], "UPDATE journal SET recorded_at = 'lunch' WHERE seq = 9"),
    "a case no longer found": (["not_found"], "DELETE FROM case_search WHERE rowid = 10000001"),
    "a household no longer found": (["who_not_found"], "DELETE FROM who_key WHERE key LIKE 'n%'"),
    "a slip that is out and not listed so": (["slip_out"], "DELETE FROM slip_out"),
    "a slip listed as out that is back": (["slip_out"], "INSERT INTO slip_out VALUES (1)"),
    "a slip listed as out that is not there": (["slip_out"], "INSERT INTO slip_out VALUES (77)"),
    "somebody found who is not there": (["who_without_place"], "INSERT INTO who_key VALUES ('n张三', 77, 77)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_shows_as_what_it_is(busy, fault):
    expected, statement = FAULTS[fault]
    assert tampered(busy, statement) == expected


def test_a_renumbered_case_shows_even_where_all_its_parts_agree(busy):
    found = tampered(
        busy,
        "UPDATE case_record SET number = 'BX2026-000003', running = 3 WHERE number = 'BX2026-000002'",
        "UPDATE counter SET last = 3 WHERE series = 'BX'",
    )
    assert {"number_missing", "row_changed"} <= set(found)


def test_a_number_that_is_not_its_parts_shows(busy):
    found = tampered(busy, "UPDATE case_record SET number = 'BX2026-000009' WHERE id = 10000002")
    assert {"number_changed", "row_changed"} <= set(found)


def test_a_case_taken_out_with_all_that_belongs_to_it_shows_as_a_missing_number(busy):
    gone = "(SELECT id FROM case_record WHERE series = 'ZX')"
    tables = ("commitment", "case_event", "contact")
    out = [f"DELETE FROM {table} WHERE case_id IN {gone}" for table in tables]
    found = tampered(busy, *out, "DELETE FROM case_record WHERE series = 'ZX'")
    assert {"number_missing", "row_unknown"} <= set(found)


def test_a_journal_line_changed_together_with_its_row_shows(busy):
    """A clever hand changes the row and the fact; the entry's hash tells."""
    facts = rows(busy, "SELECT seq, facts FROM journal WHERE deed = 'dispatching.dispatch' ORDER BY seq LIMIT 1")
    seq, text = facts[0]
    told = json.loads(text)
    for fact in told:
        if fact["table"] == "work_order":
            fact["set"]["team"] = "lifts"
    changed = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("'", "''")
    row = "UPDATE work_order SET team = 'lifts' WHERE id = 1"
    found = tampered(busy, row, f"UPDATE journal SET facts = '{changed}' WHERE seq = {seq}")
    assert found == ["journal_changed", "not_found"], "and the case is not found by that team"


def test_a_journal_line_that_is_no_json_any_more_is_a_changed_line(busy):
    seq = rows(busy, "SELECT seq FROM journal WHERE deed = 'staffing.note_sign_out'")[0][0]
    assert tampered(busy, f"UPDATE journal SET facts = 'nothing' WHERE seq = {seq}") == ["journal_changed"]


def rehashed(path: Path, from_seq: int, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """Statements that change an entry and write the whole chain after it anew: what an insider with time would do."""
    database = Database(str(path))
    with database.connection() as connection:
        entries = [dict(row) for row in connection.exec_driver_sql("SELECT * FROM journal ORDER BY seq").mappings()]
    database.close()
    statements, prev = [], entries[from_seq - 1]["prev"]
    for entry in entries[from_seq - 1 :]:
        if entry["seq"] == from_seq:
            change(entry)
        times = [entry[name][:10] + "T" + entry[name][11:19] + "Z" for name in ("recorded_at", "happened_at")]
        array = [prev, entry["seq"], *times]
        array += [entry[name] for name in ("staff", "desk", "deed", "v", "subject", "token", "facts")]
        written = json.dumps(array, ensure_ascii=False, separators=(",", ":"))
        entry["hash"] = hashlib.sha256(written.encode()).hexdigest()
        statements.append(
            f"UPDATE journal SET desk = '{entry['desk']}', prev = '{prev}', hash = '{entry['hash']}'"
            f" WHERE seq = {entry['seq']}"
        )
        prev = entry["hash"]
    return [*statements, f"UPDATE journal_head SET hash = '{prev}'"]


@pytest.fixture
def kept(busy, tmp_path):
    """A backup of the busy office, opened, and further work after it."""
    copy = tmp_path / "kept.db"
    shutil.copy(backup(busy).path, copy)
    a_repair(busy)
    database = Database(str(copy))
    yield database
    database.close()


def test_against_a_backup_of_their_own_clean_books_stay_clean(busy, kept):
    assert codes(busy, kept) == []


def test_a_chain_written_anew_is_whole_in_itself_and_shows_against_a_backup(busy, kept):
    statements = rehashed(busy.database.path, 9, lambda entry: entry.update(desk="elsewhere"))
    assert tampered(busy, *statements) == []
    database = Database(str(busy.database.path))
    assert {finding.code for finding in check(database, busy.pool, against=kept)} == {"other_books"}
    database.close()


def cut_back(office, to_seq: int) -> list[str]:
    """Statements that take out the journal's tail with every row that it tells of, and set head and counters back."""
    entries = rows(office, f"SELECT facts FROM journal WHERE seq > {to_seq}")
    tail = [fact for (facts,) in entries for fact in json.loads(facts)]
    new = {(fact["table"], fact["id"]) for fact in tail if fact.get("new")}
    raised = [fact["id"] for fact in tail if fact["table"] == "counter" and not fact.get("new")]
    order = ("commitment", "case_event", "contact", "case_record", "counter")
    assert {table for table, _ in new} <= set(order)
    assert {fact["table"] for fact in tail if not fact.get("new")} <= {"counter", "case_record"}
    statements = [f"DELETE FROM {table} WHERE id = {id_}" for table in order for name, id_ in new if name == table]
    statements += [f"UPDATE counter SET last = last - 1 WHERE id = {id_}" for id_ in raised]
    statements += [f"DELETE FROM case_search WHERE rowid = {id_}" for table, id_ in new if table == "case_record"]
    statements += [f"DELETE FROM journal_private WHERE seq > {to_seq}", f"DELETE FROM journal WHERE seq > {to_seq}"]
    head = f"SELECT seq, hash FROM journal WHERE seq = {to_seq}"
    return [*statements, f"UPDATE journal_head SET (seq, hash) = ({head})"]


def test_a_tail_cut_off_with_its_rows_shows_against_a_backup(busy, tmp_path, clock):
    upto = rows(busy, "SELECT seq FROM journal_head")[0][0]
    a_repair(busy)
    a_case(busy)
    copy = tmp_path / "kept.db"
    shutil.copy(backup(busy).path, copy)
    path, pool = busy.database.path, busy.pool
    assert tampered(busy, *cut_back(busy, upto)) == [], "the books that are left are whole in themselves"
    kept, database = Database(str(copy)), Database(str(path))
    found = {finding.code: finding.values for finding in check(database, pool, against=kept)}
    assert set(found) == {"tail_cut", "backup_counter"}
    assert found["tail_cut"] == {"seq": upto + 2}
    database.close()
    kept.close()
    again = open_office(path, clock=clock)
    again.sign_in("王敏", PASSWORD)
    assert a_repair(again).number == "BX2026-000003", "without the backup nobody would know"
    again.close()


def test_a_missing_file_and_a_changed_one_are_told_apart(busy):
    (file,) = [each for each in busy.pool.rglob("*") if each.is_file()]
    data = file.read_bytes()
    file.write_bytes(data + b"x")
    assert codes(busy) == ["attachment_changed"]
    file.unlink()
    assert codes(busy) == ["attachment_missing"]
    file.write_bytes(data)
    assert codes(busy) == []


def test_another_offices_backup_shows_as_other_books(busy, founded, tmp_path, clock):
    other = tmp_path / "other" / "office.db"
    other.parent.mkdir()
    shutil.copy(founded, other)
    office = open_office(other, clock=clock)
    office.sign_in("管理员", PASSWORD)
    office.do(staffing.add, StaffDraft("另一个", Role.CLERK, password=PASSWORD))
    kept = Database(str(other))
    assert codes(busy, kept) == ["other_books"]
    kept.close()
    office.close()


def test_a_flipped_bit_in_a_text_shows(busy):
    path, pool = busy.database.path, busy.pool
    busy.do(dispatching.complete, a_completion(busy, 2, result="更换软管一根"))
    busy.close()
    data = path.read_bytes()
    words = "更换软管一根".encode()
    assert data.count(words) >= 2, "in the slip's row, its event and the journal"
    path.write_bytes(data.replace(words, "更换软管两根".encode(), 1))
    database = Database(str(path))
    found = {finding.code for finding in check(database, pool)}
    assert found
    assert found <= {"row_changed", "private_changed"}
    database.close()


def test_a_page_of_zeros_shows(busy):
    path, pool = busy.database.path, busy.pool
    busy.close()
    data = bytearray(path.read_bytes())
    where = data.index("更换角阀".encode()) // 4096 * 4096
    data[where : where + 4096] = bytes(4096)
    path.write_bytes(bytes(data))
    database = Database(str(path))
    assert {finding.code for finding in check(database, pool)} == {"damaged"}
    database.close()


def test_every_finding_has_words(busy):
    assert all("{" in words for words in WORDS.values())
    assert all(translate("check", words, "en") == words for words in WORDS.values())
