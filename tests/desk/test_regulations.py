# SPDX-License-Identifier: Apache-2.0
"""The office's own regulations (R-OWN-07): written or attached, found by words and pinyin, changed, taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.desk import attachments, regulations
from complaintdesk.desk.attachments import pooled
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.office import Office
from complaintdesk.desk.regulations import RegulationDraft, RegulationRecord
from complaintdesk.domain.terms import Role
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, codes

FIRST = RegulationDraft("首问负责制", "KF-04", "由首先接待业主的客服人员负责追踪到底。", date(2026, 1, 1))


@pytest.fixture
def led(office: Office) -> Office:
    """An office with a supervisor at the desk."""
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    return office


def a_file(office: Office, words: bytes = b"%PDF-1.4 fees", name: str = "特需服务收费标准.pdf") -> StoredFile:
    database = office.database
    return attachments.store(office.pool, database.key, name, words, beside_file=not database.is_server)


def listed(office: Office, words: str = "") -> list[str]:
    return [each.title for each in records(office, words)]


def records(office: Office, words: str = "") -> tuple[RegulationRecord, ...]:
    return office.ask(regulations.regulation_records, office.ask(regulations.regulation_ids, words))


def test_a_regulation_is_written_down(led):
    led.do(regulations.save, FIRST)
    (kept,) = records(led)
    assert (kept.title, kept.number, kept.text) == (FIRST.title, FIRST.number, FIRST.text)
    assert (kept.effective_on, kept.written_by, kept.files) == (date(2026, 1, 1), led.staff.name, ())
    assert codes(led) == []


def test_a_regulation_may_be_a_file_alone(led):
    led.do(regulations.save, RegulationDraft("特需服务收费标准", files=(a_file(led),)))
    (kept,) = records(led)
    assert [file.name for file in kept.files] == ["特需服务收费标准.pdf"]
    led.do(regulations.save, replace(led.ask(regulations.regulation_draft, kept.id), number="KF-07"))
    assert led.pool is not None
    pooled(led.pool, kept.files[0].sha256).unlink()
    assert codes(led) == ["attachment_missing"]


@pytest.mark.parametrize(("draft", "field"), [(RegulationDraft(), "title"), (RegulationDraft("首问负责制"), "text")])
def test_a_regulation_has_a_name_and_words_or_a_file(led, draft, field):
    with pytest.raises(MissingFields) as missing:
        led.do(regulations.save, draft)
    assert list(missing.value.missing) == [field]


@pytest.mark.parametrize("words", ["首问", "追踪到底", "KF-04", "sw", "首问 业主"])
def test_a_regulation_is_found_by_name_number_words_and_pinyin(led, words):
    led.do(regulations.save, FIRST)
    led.do(regulations.save, RegulationDraft("大件物品出门登记", text="凭放行条出门。"))
    assert listed(led, words) == ["首问负责制"]


def test_a_regulation_is_found_by_the_name_of_its_file(led):
    led.do(regulations.save, RegulationDraft("有偿服务", files=(a_file(led),)))
    assert listed(led, "收费标准") == ["有偿服务"]
    assert listed(led, "出门") == []


def test_regulations_stand_by_name(led):
    for title in ("投诉处理程序", "报修处理程序", "岗位职责"):
        led.do(regulations.save, RegulationDraft(title, text="见附件"))
    assert listed(led) == ["报修处理程序", "岗位职责", "投诉处理程序"]


def test_a_name_stands_once_and_a_change_of_two_desks_is_shown(led):
    regulation_id = led.do(regulations.save, FIRST)
    with pytest.raises(UserError) as refused:
        led.do(regulations.save, FIRST)
    assert refused.value.field == "title"
    read = led.ask(regulations.regulation_draft, regulation_id)
    led.do(regulations.save, replace(read, number="KF-05"))
    with pytest.raises(Conflict) as conflict:
        led.do(regulations.save, replace(read, number="KF-06"))
    assert conflict.value.theirs.number == "KF-05"


def test_one_that_holds_no_longer_is_taken_away_with_a_reason(led):
    regulation_id = led.do(regulations.save, FIRST)
    with pytest.raises(MissingFields):
        led.do(regulations.void, regulation_id, "")
    led.do(regulations.void, regulation_id, "2027年新版")
    assert listed(led) == []
    led.do(regulations.save, FIRST)
    assert codes(led) == []


def test_an_old_file_is_taken_away_from_its_regulation(led):
    led.do(regulations.save, replace(FIRST, files=(a_file(led),)))
    (file,) = records(led)[0].files
    led.do(regulations.void_file, file.id, "旧版")
    assert records(led)[0].files == ()
    assert codes(led) == []


def test_a_whole_regulation_has_room(led):
    led.do(regulations.save, replace(FIRST, text="第一条 客服人员应当站立服务。\n" * 600))
    assert len(records(led)[0].text) > 9000


def test_a_clerk_reads_regulations_and_writes_none(office):
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    assert listed(office) == []
    with pytest.raises(UserError, match="right"):
        office.do(regulations.save, FIRST)
