# SPDX-License-Identifier: Apache-2.0
"""What is typed and not saved outlives the program that it was typed into."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import closing

import pytest
import sqlcipher3.dbapi2 as sqlite

from complaintdesk.db.drafts_store import Drafts
from complaintdesk.db.keys import OfficeKey
from complaintdesk.errors import EnvironmentProblem
from tests.conftest import ROOT

FORM = {"content": "漏水\n“很急”", "phones": ["138", ""], "anonymous": True, "version": 3, "place": None}


@pytest.fixture
def drafts(tmp_path):
    store = Drafts(tmp_path / "state" / "drafts.db")
    yield store
    store.close()


def test_a_form_comes_back_as_it_was_left(drafts):
    drafts.keep(2, "register", FORM)
    assert drafts.kept(2) == {"register": FORM}


def test_each_form_of_each_person_is_kept_apart_and_the_last_state_counts(drafts):
    drafts.keep(2, "register", {"content": "一"})
    drafts.keep(2, "register", {"content": "二"})
    drafts.keep(2, "note 7", {"words": "三"})
    drafts.keep(3, "register", {"content": "四"})
    assert drafts.kept(2) == {"note 7": {"words": "三"}, "register": {"content": "二"}}
    assert drafts.kept(3) == {"register": {"content": "四"}}
    assert drafts.kept(4) == {}


def test_what_was_saved_is_forgotten_and_nothing_else(drafts, tmp_path):
    drafts.keep(2, "register", FORM)
    drafts.keep(2, "note 7", FORM)
    drafts.forget(2, "register")
    drafts.forget(2, "never kept")
    assert list(drafts.kept(2)) == ["note 7"]


def test_a_forgotten_text_is_not_left_in_the_file(tmp_path):
    path = tmp_path / "drafts.db"
    store = Drafts(path)
    store.keep(2, "register", {"content": "欧阳震华"})
    store.forget(2, "register")
    store.close()
    assert "欧阳震华".encode() not in path.read_bytes()


def test_a_killed_program_loses_no_word(tmp_path):
    path = tmp_path / "drafts.db"
    code = (
        "import os, signal, sys; from pathlib import Path; from complaintdesk.db.drafts_store import Drafts;"
        "store = Drafts(Path(sys.argv[1])); store.keep(2, 'register', {'content': '漏水'});"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    store = Drafts(path)
    assert store.kept(2) == {"register": {"content": "漏水"}}
    store.close()


def test_nobody_else_reads_it(drafts, tmp_path):
    drafts.keep(2, "register", FORM)
    folder = tmp_path / "state"
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert oct((folder / "drafts.db").stat().st_mode & 0o777) == "0o600"


def test_two_windows_may_keep_at_the_same_time(drafts, tmp_path):
    other = Drafts(tmp_path / "state" / "drafts.db")
    other.keep(3, "register", {"content": "一"})
    drafts.keep(2, "register", {"content": "二"})
    assert (drafts.kept(3), other.kept(2)) == ({"register": {"content": "一"}}, {"register": {"content": "二"}})
    other.close()


@pytest.mark.parametrize("spoiled", [b"x" * 5000, None], ids=["no database", "a folder"])
def test_a_file_that_cannot_be_used_is_told_in_words(tmp_path, spoiled):
    path = tmp_path / "drafts.db"
    if spoiled is None:
        path.mkdir()
    else:
        path.write_bytes(spoiled)
    with pytest.raises(EnvironmentProblem, match="can't be kept"):
        Drafts(path)
    assert path.exists()


def read_in(folder) -> bool:
    """Whether somebody who reads the files finds the draft's words."""
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    return "欧阳震华".encode() in everything or "欧阳震华".encode("utf-16-le") in everything


@pytest.mark.parametrize("closed", [False, True])
def test_drafts_of_an_encrypted_office_are_sealed(tmp_path, closed):
    store = Drafts(tmp_path / "drafts" / "drafts.db", OfficeKey.new())
    store.keep(2, "case/1", {"caller_name": "欧阳震华"})
    if closed:
        store.close()
    assert not read_in(tmp_path / "drafts")
    if not closed:
        assert store.kept(2) == {"case/1": {"caller_name": "欧阳震华"}}
        store.close()


def test_drafts_kept_before_the_encryption_are_sealed_with_it_and_plain_again_after(tmp_path):
    path, key = tmp_path / "drafts" / "drafts.db", OfficeKey.new()
    store = Drafts(path)
    store.keep(2, "case/1", {"caller_name": "欧阳震华"})
    assert read_in(path.parent)
    store.use_key(key)
    assert not read_in(path.parent)
    assert store.kept(2) == {"case/1": {"caller_name": "欧阳震华"}}
    store.use_key(None)
    assert read_in(path.parent)
    store.close()
    again = Drafts(path, key)  # as after a switch that broke off before the drafts
    assert not read_in(path.parent)
    assert again.kept(2) == {"case/1": {"caller_name": "欧阳震华"}}
    again.close()


def test_what_is_typed_after_a_refused_sealing_outlives_the_program(tmp_path):
    path = tmp_path / "drafts" / "drafts.db"
    store = Drafts(path)
    store.keep(2, "case/1", {"content": "一"})
    with closing(sqlite.connect(str(path), isolation_level=None)) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'disk full'); END")
        with pytest.raises(EnvironmentProblem):
            store.use_key(OfficeKey.new())
        other.execute("DROP TRIGGER full")
    store.keep(2, "case/2", {"content": "二"})
    killed = tmp_path / "as a kill leaves it"
    shutil.copytree(path.parent, killed)
    store.close()
    again = Drafts(killed / "drafts.db")
    assert again.kept(2) == {"case/1": {"content": "一"}, "case/2": {"content": "二"}}
    again.close()


def test_a_draft_sealed_with_another_key_is_left_alone(tmp_path):
    path, key = tmp_path / "drafts.db", OfficeKey.new()
    store = Drafts(path, key)
    store.keep(2, "case/1", {"content": "漏水"})
    store.close()
    for other in (None, OfficeKey.new()):
        store = Drafts(path, other)
        assert store.kept(2) == {}
        store.close()
    store = Drafts(path, key)
    assert store.kept(2) == {"case/1": {"content": "漏水"}}
    store.close()


def test_a_draft_moved_to_another_person_does_not_open(tmp_path):
    path, key = tmp_path / "drafts.db", OfficeKey.new()
    store = Drafts(path, key)
    store.keep(2, "case/1", {"content": "漏水"})
    store._connection.execute("UPDATE draft SET staff_id = 3")
    assert store.kept(3) == {}
    store.close()
