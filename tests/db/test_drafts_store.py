# SPDX-License-Identifier: Apache-2.0
"""What is typed and not saved outlives the program that it was typed into."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from complaintdesk.db.drafts_store import Drafts
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
