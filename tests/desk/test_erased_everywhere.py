# SPDX-License-Identifier: Apache-2.0
"""Name and number of a person written into every personal column there is, then erased: nothing is left (PIPL 47)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, inspect, select, text
from sqlalchemy.orm import Session

from complaintdesk.db.journal import personal_columns
from complaintdesk.db.tables import Base, Occupant
from complaintdesk.desk import data_requests, household_files
from complaintdesk.desk.context import Context
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.household_records import VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import RequestKind, Role
from tests.builders import a_case, codes, page
from tests.desk.private_office import OWNER, OWNER_PHONE, furnish, sits

PLATES = ("粤C·A1234", "粤CA1234", "粤 c-a1234", "C·A1234")
WRITTEN = f"找{OWNER}，电话 139 1234-5678 或 {OWNER_PHONE}，车牌{'、'.join(PLATES)}"
TRACES = (OWNER, OWNER_PHONE, "139 1234-5678", "yuchigongjing", *PLATES)
# What is made of other columns, found by, or never changed: no free words.
MADE = frozenset(
    {"key", "plate_key", "pinyin", "pinyin_keys", "number", "import_key", "draft_sha256", "caller_phone", "old_number"}
)
OWN = frozenset({"occupant", "phone"})  # of others these keep their names and numbers


def write_everywhere(session: Session, context: Context) -> list[str]:
    """Puts the words into every personal text of a row of every table; the names of the tables that have one."""
    context.subject = "everything"
    written = []
    for mapper in Base.registry.mappers:
        table: Any = mapper.class_
        columns = [each for each in personal_columns(table.__tablename__) if each not in MADE]
        row = session.scalars(select(table).limit(1)).first() if columns and table.__tablename__ not in OWN else None
        if row is not None:
            for column in columns:
                words = isinstance(table.__table__.columns[column].type, String)
                setattr(row, column, WRITTEN if words else {**getattr(row, column), "words": WRITTEN})
            written.append(table.__tablename__)
    return written


# `Office.do` knows deeds by their names: this one goes for one that the head may do.
write_everywhere.__module__, write_everywhere.__name__ = "complaintdesk.desk.cases", "note"


def dump(office: Office) -> dict[str, str]:
    """All that stands in each table of the database, the index of the search and the journal too."""
    with office.database.connection() as connection:
        names = inspect(connection).get_table_names()
        readable = [name for name in names if not name.startswith("case_search_")]
        return {
            name: repr([tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]) for name in readable
        }


def in_files(office: Office) -> list[str]:
    """The traces that stand in the office's files, in any encoding that one may look in; a server's are its own."""
    found = []
    path = office.database.path
    for file in () if path is None else (path, Path(f"{path}-wal")):
        held = file.read_bytes() if file.exists() else b""
        found += [each for each in TRACES if any(each.encode(code) in held for code in ("utf-8", "utf-16-le", "gbk"))]
    return found


@pytest.fixture
def written(office: Office) -> int:
    """The id of the person, of whom every corner tells."""
    ids = furnish(office)
    sits(office, Role.OFFICE_HEAD)
    tables = office.do(write_everywhere)
    told = {name for name, rows in dump(office).items() if OWNER in rows}
    assert set(tables) < told
    assert {"case_record", "case_event", "contact", "vehicle", "pet", "decoration", "work_order", "payment"} <= told
    assert {"personal_access", "data_request", "place", "occupant", "journal_private", "case_quote"} <= told
    return ids["occupant"]


def test_nothing_of_an_erased_person_is_left_in_any_table_index_journal_or_file(office: Office, written: int) -> None:
    asked = office.do(data_requests.ask, RequestDraft("e", written, RequestKind.ERASURE, "本人要求"))
    office.do(data_requests.decide, asked, True)
    done = data_requests.erase_for_good(office, asked)
    assert done.records > 10
    left = [(name, each) for name, rows in dump(office).items() for each in TRACES if each in rows]
    assert left == []
    assert in_files(office) == []
    assert codes(office) == []


def test_plates_of_others_and_one_that_two_have_stay_in_the_texts(office: Office) -> None:
    ids = furnish(office)
    others = "粤CA12345、湘C·A1234、粤C·B1234、A1234路"
    mine = VehicleDraft(ids["place"], "粤C·88888", occupant_id=ids["occupant"])
    office.do(household_files.save_vehicle, mine)
    office.do(household_files.save_vehicle, VehicleDraft(ids["complaint_place"], "粤C88888"))
    case = a_case(office, content=f"车位被占：{others}、粤C·88888 与粤C·A1234")
    sits(office, Role.OFFICE_HEAD)
    asked = office.do(data_requests.ask, RequestDraft("e", ids["occupant"], RequestKind.ERASURE, "本人要求"))
    office.do(data_requests.decide, asked, True)
    office.do(data_requests.erase, asked)
    assert page(office, case.id).case.content == f"车位被占：{others}、粤C·88888 与已删除"
    assert codes(office) == []


def test_the_person_alone_is_erased(office: Office, written: int) -> None:
    with office.database.reading() as session:
        others = set(session.scalars(select(Occupant.name).where(Occupant.id != written)))
    asked = office.do(data_requests.ask, RequestDraft("e", written, RequestKind.ERASURE, "本人要求"))
    office.do(data_requests.decide, asked, True)
    office.do(data_requests.erase, asked)
    with office.database.reading() as session:
        assert set(session.scalars(select(Occupant.name).where(Occupant.id != written))) == others
