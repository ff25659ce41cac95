# SPDX-License-Identifier: Apache-2.0
"""What was written is in the journal: whole, in one chain, without anybody's name in the open."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from complaintdesk.db.journal import ENTRY_VERSION
from complaintdesk.db.tables import Base, Case, Place, Staff
from complaintdesk.desk import cases, checking, corrections, dispatching, fees, follow_ups, households, staffing
from complaintdesk.desk.drafts import CaseCorrection, ContactDraft, OccupantDraft, PhoneDraft, StaffDraft
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.domain.terms import AttemptOutcome, Channel, Charge, FollowUpWay, PaymentMethod, Rating, Role
from complaintdesk.errors import UserError
from tests.builders import (
    NINE,
    a_case,
    a_completion,
    a_draft,
    a_household,
    a_place_draft,
    a_repair,
    a_slip,
    codes,
    page,
    rows,
)
from tests.desk.paper import a_file

ENTRY = "seq, recorded_at, happened_at, staff, desk, deed, v, subject, token, facts, prev, hash"


def instant(stored: object) -> str:
    """2026-10-20 01:00:00, as the database holds it, as the journal's canonical JSON writes it."""
    digits = str(stored)
    assert re.fullmatch(r"\S{10} \S{8}(\.000000|\+00:00)", digits)
    return digits[:10] + "T" + digits[11:19] + "Z"


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def last_entry(office) -> dict[str, Any]:
    row = rows(office, f"SELECT {ENTRY} FROM journal ORDER BY seq DESC LIMIT 1")[0]
    return dict(zip(ENTRY.split(", "), row, strict=True))


def facts_of(office, table: str) -> list[dict[str, Any]]:
    return [fact for fact in json.loads(last_entry(office)["facts"]) if fact["table"] == table]


def test_each_hash_is_that_of_the_entry_and_the_one_before(office, clock):
    a_slip(office, a_repair(office, received_at=NINE - timedelta(hours=3)).id)
    clock.later(minutes=5)
    a_household(office)
    prev = "0" * 64
    for count, row in enumerate(rows(office, f"SELECT {ENTRY} FROM journal ORDER BY seq"), start=1):
        seq, recorded, happened, staff, desk, deed, v, subject, token, facts, linked, stored = row
        assert (seq, linked) == (count, prev)
        array = [prev, seq, instant(recorded), instant(happened), staff, desk, deed, v, subject, token, facts]
        assert stored == hashlib.sha256(canonical(array).encode("utf-8")).hexdigest()
        assert facts == canonical(json.loads(facts))
        prev = stored
    assert rows(office, "SELECT seq, hash FROM journal_head") == [(count, prev)]


def test_an_entry_says_who_did_what_when_where_and_to_which_record(office, clock):
    clock.later(hours=2)
    draft = a_draft(office, received_at=NINE)
    number = office.do(cases.register, draft).number
    entry = last_entry(office)
    assert (entry["deed"], entry["subject"], entry["desk"], entry["v"]) == (
        "cases.register",
        number,
        "front",
        ENTRY_VERSION,
    )
    assert (entry["staff"], entry["token"]) == (office.staff.id, draft.token)
    assert instant(entry["happened_at"]) == "2026-10-20T01:00:00Z"
    assert instant(entry["recorded_at"]) == "2026-10-20T03:00:00Z"


def test_a_new_row_is_written_whole_and_of_a_changed_one_what_changed(office):
    case = a_case(office)
    (fact,) = facts_of(office, "case_record")
    assert fact["new"] is True
    hidden = {c.name for c in Case.__table__.columns if c.info.get("personal")}
    assert set(fact["set"]) == {c.name for c in Case.__table__.columns} - hidden - {"id"}
    office.do(cases.handle, case.id, "已协调")
    facts = facts_of(office, "case_record")
    assert {fact["id"] for fact in facts} == {case.id}
    assert not any("new" in fact for fact in facts)
    assert {name: value for fact in facts for name, value in fact["set"].items()} == {"state": "handled", "version": 2}


@pytest.mark.parametrize("table", [t.name for t in Base.metadata.sorted_tables])
def test_free_text_about_people_is_marked_as_personal(table):
    free = {"content", "note", "words", "void_reason", "caller_name", "caller_phone", "place_text", "facts", "result"}
    if table.startswith("journal"):
        return
    columns = Base.metadata.tables[table].columns
    assert [c.name for c in columns if c.name in free and not c.info.get("personal")] == []


SECRETS = {
    "caller_name": "欧阳震华",
    "caller_phone": "13912344321",
    "content": "夫妻争吵影响休息",
    "place_text": "紫荆苑后门",
}


def everything_open(office) -> str:
    """All that stands in the journal's open part."""
    return "\n".join(str(value) for row in rows(office, "SELECT * FROM journal") for value in row)


def test_no_personal_value_stands_in_the_open_journal(office, tmp_path, clock):
    case = a_repair(office, **SECRETS)
    told = ContactDraft(case.id, Channel.VISIT, clock.now, "又来催了一次", "欧阳太太", "0571-88886666")
    office.do(cases.add_contact, told)
    office.do(cases.note, case.id, "老人独居请勿惊扰")
    office.do(corrections.correct, CaseCorrection(case.id, 3, "名字写错", {"caller_name": "欧阳振华"}))
    slip = a_slip(office, case.id)
    office.do(dispatching.complete, a_completion(office, slip.order_id, result="业主家中无人撬锁"))
    owner = OccupantDraft("诸葛孔明", phones=(PhoneDraft("13812340000"),), note="有心脏病")
    place = office.do(households.save_place, a_place_draft(occupants=(owner,), note="欠费户"))
    office.do(households.void_place, place, "张三要求删除")
    other = a_case(office)
    a_file(office, other.id, tmp_path, "欧阳家合影.jpg")
    office.do(corrections.void, other.id, "李四重复来电")
    paid = a_slip(office, charge=Charge.CHARGEABLE, quoted=Decimal(90), price_agreed=True).order_id
    office.do(dispatching.complete, a_completion(office, paid))
    office.do(fees.set_due, paid, 1, Decimal(60), "低保户减免")
    office.do(fees.pay, PaymentDraft(paid, Decimal(60), PaymentMethod.CASH, payer="周老伯", receipt_no="周家代收"))
    called = a_case(office).id
    office.do(cases.handle, called, "已劝止")
    one = page(office, called).follow_ups[0].id
    again = clock.now + timedelta(days=1)
    office.do(follow_ups.attempt, AttemptDraft(one, AttemptOutcome.LATER, words="住院中", call_again_at=again))
    answered = FollowUpDraft(
        one, FollowUpWay.VISIT, Rating.NOT_CONTENT, "家属接待", reasons="邻居报复", unsolved="怀疑偷窃"
    )
    office.do(follow_ups.record, answered)
    words = [*SECRETS.values(), "低保户减免", "周老伯", "周家代收", "住院中", "家属接待", "邻居报复", "怀疑偷窃"]
    words += ["又来催了一次", "欧阳太太", "057188886666", "老人独居请勿惊扰", "名字写错", "欧阳振华"]
    words += ["业主家中无人撬锁", "诸葛孔明", "zhuge", "13812340000", "有心脏病", "欠费户", "张三要求删除"]
    words += ["欧阳家合影", "李四重复来电"]
    opened, private = everything_open(office), str(rows(office, "SELECT text FROM journal_private"))
    assert [word for word in words if word in opened] == []
    assert [word for word in words if word.replace("zhuge", "zhu") not in private] == []


def test_a_personal_part_is_bound_by_its_hmac(office):
    a_repair(office)
    entry = last_entry(office)
    parts = rows(office, f"SELECT n, about, salt, text FROM journal_private WHERE seq = {entry['seq']}")
    facts = [fact for fact in json.loads(entry["facts"]) if "private" in fact]
    assert len(parts) == len(facts) > 1
    for n, about, salt, words in parts:
        (fact,) = [each for each in facts if each["private"] == n]
        assert about == f"{fact['table']}:{fact['id']}"
        assert fact["hmac"] == hmac.new(bytes.fromhex(salt), words.encode("utf-8"), "sha256").hexdigest()
    assert len({salt for _n, _about, salt, _text in parts}) == len(parts)


def test_an_erased_personal_part_leaves_the_chain_whole(office):
    a_household(office)
    gone = ", ".join(
        f"{name} = '已删除'" for name in ("name", "pinyin", "external_no", "note", "seal_reason", "void_reason")
    )
    with office.database.connection(writing=True) as connection:
        connection.execute(text("UPDATE journal_private SET text = NULL, salt = NULL WHERE about LIKE 'occupant:%'"))
        connection.execute(text(f"UPDATE occupant SET {gone}"))
    office.do(checking.rebuild)  # what they are found by goes with an erasure
    assert codes(office) == []


def test_a_refused_deed_leaves_no_entry(office):
    before = last_entry(office)
    with pytest.raises(UserError):
        a_repair(office, content=" ")
    with pytest.raises(UserError):
        office.do(staffing.add, StaffDraft("甲", Role.CLERK, password="long enough"))
    assert last_entry(office) == before


def test_the_passwords_hash_is_nowhere_in_the_journal(office):
    office.sign_in("管理员", "password-of-all")
    office.do(staffing.add, StaffDraft("甲", Role.CLERK, password="a long password"))
    assert facts_of(office, "staff")[0]["set"]["name"] == "甲"
    assert "argon2" not in everything_open(office)
    assert rows(office, "SELECT count(*) FROM credential") == [(8,)]


def test_a_failed_sign_in_is_noted_as_one(office):
    with pytest.raises(UserError):
        office.sign_in("李静", "wrong password")
    entry = last_entry(office)
    assert (entry["deed"], entry["facts"], entry["subject"]) == ("staffing.note_sign_in", "[]", "wrong password: 李静")


def test_money_and_times_are_written_without_loss(office):
    a_repair(office, quoted=Decimal("80.50"), appointment_from=NINE + timedelta(hours=6))
    (fact,) = facts_of(office, "case_record")
    assert (fact["set"]["quoted"], fact["set"]["appointment_from"]) == ("80.5", "2026-10-20T07:00:00Z")


PAST_THE_JOURNAL = {
    "of a class": update(Case).values(content="x"),
    "of a table": update(Base.metadata.tables["case_record"]).values(content="x"),
    "delete": delete(Place),
    "many at once": insert(Staff).values(id=9),
}


@pytest.mark.parametrize("statement", PAST_THE_JOURNAL.values(), ids=PAST_THE_JOURNAL)
def test_a_statement_that_the_journal_would_not_see_is_refused(office, statement):
    with pytest.raises(RuntimeError, match="past the journal"), office.database.writing() as session:
        session.execute(statement)


def test_many_rows_handed_over_at_once_are_refused(office):
    with pytest.raises(RuntimeError, match="past the journal"), office.database.writing() as session:
        session.execute(insert(Place), [{"label": "x"}, {"label": "y"}])


def test_a_row_written_outside_a_deed_is_refused(office):
    with Session(office.database._writer) as session:
        session.get_one(Staff, 1).name = "x"
        with pytest.raises(RuntimeError, match="outside a deed"):
            session.flush()
    assert rows(office, "SELECT name FROM staff WHERE id = 1") == [("管理员",)]


def test_a_row_deleted_by_a_deed_is_refused(office):
    a_household(office)
    with pytest.raises(RuntimeError, match="nothing is deleted"), office.database.writing() as session:
        session.delete(session.get_one(Place, 1))


def test_a_text_in_another_form_than_nfc_is_a_fault_found_before_it_is_stored(office):
    with pytest.raises(ValueError, match="NFC"), office.database.writing() as session:
        session.get_one(Staff, 1).name = "Zoe\u0308"


def test_every_flush_of_a_deed_is_in_its_entry(office):
    def two_steps(session, context):
        session.get_one(Staff, 2).team = "reception"
        session.flush()
        session.get_one(Staff, 3).team = "gate"

    two_steps.__module__, two_steps.__name__ = "x.cases", "note"
    office.do(two_steps)
    assert {(fact["id"], fact["set"]["team"]) for fact in facts_of(office, "staff")} == {(2, "reception"), (3, "gate")}
    assert codes(office) == []


def test_what_changed_is_told_once_and_after_it_was_saved(office):
    told = []
    office.changed.append(lambda tables: told.append((tables, len(rows(office, "SELECT 1 FROM case_record")))))
    a_case(office)
    assert len(told) == 1
    assert told[0][1] == 1
    assert {"case_record", "case_event", "contact", "counter"} <= told[0][0]
    with pytest.raises(UserError):
        a_case(office, content="")
    assert len(told) == 1
