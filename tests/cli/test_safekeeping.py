# SPDX-License-Identifier: Apache-2.0
"""Encryption, the recovery code and the way back to an administrator, from the command line."""

from __future__ import annotations

import re

import pytest
from pypdf import PdfReader

from complaintdesk.desk.office import open_office
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.domain.terms import Role
from tests import builders
from tests.cli.conftest import Call

CODE = re.compile(r"(?:[2-9A-Z]{4}-){7}[2-9A-Z]{4}")
PASSPHRASE = "紫荆苑 2026 年"


@pytest.fixture
def secret(tmp_path):
    """Writes a secret into a file of its own and says where."""

    def write(name: str, words: str):
        path = tmp_path / name
        path.write_text(words + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def kept(bare: Call, tmp_path, password_file, secret):
    """Calls on an encrypted office just founded, and its code."""
    start = ("--database", tmp_path / "office.db", "--password-file", password_file)
    phrase = ("--passphrase-file", secret("phrase", PASSPHRASE))
    ended = bare(*start, *phrase, "init", "--office", "春和园", "--admin", "周静", "--encrypt")
    assert (ended.code, ended.counts) == (0, {"offices": "1"})
    (code,) = CODE.findall(ended.out)

    def call(*words, phrase=phrase, staff="周静"):
        return bare(*start, *phrase, "--as", staff, *words)

    return call, code


def test_an_encrypted_office_works_with_its_passphrase_and_not_without(kept, tmp_path, secret):
    call, code = kept
    assert needs_passphrase(tmp_path / "office.db")
    assert call("check").counts == {"findings": "0"}
    assert call("check", phrase=("--passphrase-file", secret("code", code.lower()))).counts == {"findings": "0"}
    wrong = call("check", phrase=("--passphrase-file", secret("wrong", "another one")))
    assert (wrong.code, wrong.out) == (1, "")
    assert "passphrase is wrong" in wrong.err
    without = call("check", phrase=())
    assert without.code == 1
    assert "--passphrase-file" in without.err


def test_its_backup_is_checked_against_and_restored_with_the_passphrase(kept, tmp_path):
    call, _code = kept
    assert call("backup", tmp_path / "kept.zip").code == 0
    assert call("check", "--against", tmp_path / "kept.zip").counts == {"findings": "0"}
    assert call("restore", tmp_path / "kept.zip", "--highest", "WX2026-000001").counts["restored"] == "1"
    assert needs_passphrase(tmp_path / "office.db")
    assert call("check").counts == {"findings": "0"}


def test_a_plain_office_is_encrypted_and_made_plain_again(bare, tmp_path, password_file, secret):
    path = tmp_path / "office.db"
    phrase = secret("phrase", PASSPHRASE)
    start = ("--database", path, "--password-file", password_file, "--passphrase-file", phrase, "--as", "周静")
    assert bare(*start, "init", "--office", "春和园", "--admin", "周静").code == 0
    ended = bare(*start, "encrypt", "--out", tmp_path / "sheet.pdf")
    assert (ended.code, ended.counts) == (0, {"encrypted": "1"})
    (code,) = CODE.findall(ended.out)
    printed = "".join(page.extract_text() for page in PdfReader(tmp_path / "sheet.pdf").pages)
    assert all(group in printed for group in code.split("-"))
    assert "春和园" in printed
    assert needs_passphrase(path)
    second = secret("second", "second passphrase")
    assert bare(*start, "change-passphrase", "--new-passphrase-file", second).counts == {"changed": "1"}
    assert bare(*start, "decrypt").code == 1
    ended = bare(*start[:-4], "--passphrase-file", second, "--as", "周静", "decrypt")
    assert (ended.code, ended.counts) == (0, {"decrypted": "1"})
    assert not needs_passphrase(path)
    assert bare(*start, "check").counts == {"findings": "0"}


def test_a_lost_administrator_comes_back_by_the_code_and_the_code_is_used_up(bare, kept, tmp_path, secret):
    _call, code = kept
    given = ("--code-file", secret("code", code), "--new-password-file", secret("new", "栀子花开了 2026"))
    ended = bare("--database", tmp_path / "office.db", "recover", "新来的", *given, "--out", tmp_path / "sheet.pdf")
    assert (ended.code, ended.counts) == (0, {"administrators": "1"})
    (fresh,) = CODE.findall(ended.out)
    assert fresh != code
    assert (tmp_path / "sheet.pdf").exists()
    office = open_office(tmp_path / "office.db", passphrase=fresh, clock=builders.DeskClock(builders.NINE))
    assert office.sign_in("新来的", "栀子花开了 2026").role is Role.ADMINISTRATOR
    office.close()
    assert bare("--database", tmp_path / "office.db", "recover", "新来的", *given).code == 1


def test_a_slip_in_the_code_is_told_with_its_group(bare, kept, secret, tmp_path):
    _call, code = kept
    slipped = code[:5] + ("3" if code[5] != "3" else "4") + code[6:]
    given = ("--code-file", secret("code", slipped), "--new-password-file", secret("new", "栀子花开了 2026"))
    phrase = ("--passphrase-file", secret("phrase", PASSPHRASE))
    ended = bare("--database", tmp_path / "office.db", *phrase, "recover", "周静", *given)
    assert ended.code == 1
    assert "group 2" in ended.err


def test_a_new_code_is_made_by_keepers(kept):
    call, code = kept
    ended = call("recovery-code")
    assert (ended.code, ended.counts) == (0, {"codes": "1"})
    (fresh,) = CODE.findall(ended.out)
    assert fresh != code


def test_an_office_is_moved_into_an_encrypted_file_and_work_may_go_on_in_the_old_one(kept, bare, tmp_path):
    call, _code = kept
    assert call("move", "--to", tmp_path / "new.db", "--encrypt").counts["moved"] == "1"
    assert needs_passphrase(tmp_path / "new.db")
    assert call("check").code == 0
    assert call("backup").code == 1
    assert call("move", "--stay").counts == {"stayed": "1"}
    assert call("backup").code == 0
