# SPDX-License-Identifier: Apache-2.0
"""Proof that the owner shows is kept with the case, by its content, once (R-REG-10)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from complaintdesk.desk import attachments, corrections
from complaintdesk.desk.attachments import pooled, read_attachment
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import a_case, codes, page, rows, story
from tests.desk.paper import a_file


def test_a_file_is_kept_under_its_hash_and_named_in_the_case(office, tmp_path, clock):
    case = a_case(office)
    clock.later(minutes=4)
    a_file(office, case.id, tmp_path, "漏水 现场.jpg", b"the picture")
    (kept,) = page(office, case.id).attachments
    sha256 = hashlib.sha256(b"the picture").hexdigest()
    assert (kept.name, kept.size, kept.sha256, kept.by) == ("漏水 现场.jpg", 11, sha256, "王敏")
    assert kept.added_at == clock.now
    assert pooled(office.pool, sha256).read_bytes() == b"the picture"
    assert story(office, case.id) == ["registered", "attached"]
    assert codes(office) == []


def test_the_owners_own_file_may_go(office, tmp_path):
    case = a_case(office)
    a_file(office, case.id, tmp_path)
    (tmp_path / "现场照片.jpg").unlink()
    assert read_attachment(office.pool, page(office, case.id).attachments[0].sha256, None) == b"\xff\xd8leak"


def test_the_same_file_of_two_cases_is_kept_once(office, tmp_path):
    first, second = a_case(office), a_case(office)
    a_file(office, first.id, tmp_path)
    a_file(office, second.id, tmp_path, "另一个名字.jpg")
    assert len([each for each in office.pool.rglob("*") if each.is_file()]) == 1
    assert [page(office, case.id).attachments[0].name for case in (first, second)] == ["现场照片.jpg", "另一个名字.jpg"]


def test_a_file_spoiled_in_the_pool_is_put_right_by_the_same_file_again(office, tmp_path):
    case = a_case(office)
    a_file(office, case.id, tmp_path)
    (kept,) = [each for each in office.pool.rglob("*") if each.is_file()]
    kept.write_bytes(b"spoiled")
    assert codes(office) == ["attachment_changed"]
    with pytest.raises(EnvironmentProblem, match="no longer as it was"):
        read_attachment(office.pool, kept.name, None)
    a_file(office, case.id, tmp_path)
    assert codes(office) == []


def test_a_file_that_is_lost_is_told_in_words(office, tmp_path):
    with pytest.raises(EnvironmentProblem, match="no longer as it was"):
        read_attachment(office.pool, "ab" * 32, None)


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("nowhere.jpg", EnvironmentProblem, "can't be read"),
        ("", UserError, "is no file"),
        ("0.jpg", UserError, "empty"),
    ],
    ids=["not there", "a folder", "an empty file"],
)
def test_what_cannot_be_read_is_not_attached(office, tmp_path, name, error, said):
    case = a_case(office)
    (tmp_path / "0.jpg").touch()
    with pytest.raises(error, match=said):
        office.do(attachments.attach, case.id, tmp_path / name)
    assert page(office, case.id).attachments == ()
    assert [*office.pool.rglob("*")] == []


def test_a_file_too_large_is_refused(office, tmp_path, monkeypatch):
    monkeypatch.setattr(attachments, "LARGEST", 1024**2)
    case = a_case(office)
    with pytest.raises(UserError) as refused:
        a_file(office, case.id, tmp_path, data=b"x" * (1024**2 + 1))
    assert refused.value.values == {"size": 1, "name": "现场照片.jpg"}
    assert [*office.pool.rglob("*")] == []
    a_file(office, case.id, tmp_path, data=b"x" * 1024**2)


def test_a_strange_name_is_kept_as_it_can_be_read(office, tmp_path):
    case = a_case(office)
    a_file(office, case.id, tmp_path, "a\u0308 \u202egpj.exe")
    assert page(office, case.id).attachments[0].name == "\u00e4 gpj.exe"
    assert codes(office) == []


def test_a_file_waits_in_the_pool_for_its_case_and_is_kept_with_it_once(office, tmp_path):
    stored = attachments.store(office.pool, None, "漏水.jpg", b"leak", beside_file=True)
    case = a_case(office)
    assert office.do(attachments.attach_stored, case.id, stored) == office.do(
        attachments.attach_stored, case.id, stored
    )
    (kept,) = page(office, case.id).attachments
    assert (kept.name, kept.size) == ("漏水.jpg", 4)
    assert read_attachment(office.pool, kept.sha256, None) == b"leak"
    lost = replace(stored, sha256="ab" * 32)
    with pytest.raises(EnvironmentProblem, match="no longer as it was"):
        office.do(attachments.attach_stored, case.id, lost)
    assert codes(office) == []


def test_a_refused_file_leaves_no_row(office, tmp_path):
    case = a_case(office)
    office.do(corrections.void, case.id, "重复")
    with pytest.raises(UserError):
        a_file(office, case.id, tmp_path)
    assert rows(office, "SELECT count(*) FROM attachment") == [(0,)]
