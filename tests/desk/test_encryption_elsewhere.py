# SPDX-License-Identifier: Apache-2.0
"""Another program that opens the office while its encryption is switched takes nobody's key and seals no file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from complaintdesk.db import engine, keys, rekeying
from complaintdesk.db.engine import Database
from complaintdesk.desk import encryption
from complaintdesk.desk.attachments import finish_sealing
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.errors import EnvironmentProblem
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, codes
from tests.desk.locked import PASSPHRASE, PICTURE, a_busy_office, read_in, the_picture

pytestmark = pytest.mark.about_files("a file is encrypted and made plain; a server's books can't be")

OTHER = """
import sys
from complaintdesk.db import engine
from complaintdesk.desk import office
from complaintdesk.errors import EnvironmentProblem

path, passphrase, module, name = sys.argv[1:]
module = {"office": office, "engine": engine}[module]
real = getattr(module, name)

def paused(*given):
    print("here", flush=True)
    sys.stdin.readline()
    return real(*given)

setattr(module, name, paused)
engine.PRAGMAS["busy_timeout"] = 0  # what is locked is locked for good here
try:
    office.open_office(path, passphrase=passphrase or None).close()
except EnvironmentProblem:
    print("refused")
else:
    print("opened")
"""

BEFORE_ITS_FIRST_LOOK = ("engine", "give_key")  # it has the file open and has asked nothing of it
BEFORE_THE_END = ("office", "finish_sealing")
KILLED = 9


@pytest.fixture
def busy(office, tmp_path, monkeypatch):
    return a_busy_office(office, tmp_path, monkeypatch)


@contextmanager
def another(path: Path, passphrase: str, paused_at: tuple[str, str]) -> Iterator[Callable[[], str]]:
    """Another program that opens the office and waits there; called, it goes on and says how it ended."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path), passphrase, *paused_at],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "here\n"
        yield lambda: other.communicate("\n" * 100)[0].replace("here\n", "").strip()
    assert other.returncode == 0


def switched(office: Office, switch: Callable[[Office, str], object]) -> str:
    """The passphrase the office has before this switch; it is encrypted where that is not ''."""
    if switch is encryption.encrypt:
        return ""
    encryption.encrypt(office, PASSPHRASE)
    return PASSPHRASE


def assert_whole(office: Office, folder: Path, *, encrypted: bool) -> None:
    """The office opens from its files alone, under its passphrase or none, with all that it keeps."""
    office.close()
    path = folder / "office.db"
    assert needs_passphrase(path) is encrypted is keys.key_file(path).exists()
    again = open_office(path, passphrase=PASSPHRASE if encrypted else None, clock=DeskClock(office.now()))
    assert the_picture(again) == PICTURE
    assert codes(again) == []
    assert (read_in(folder) == []) is encrypted
    again.close()


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_who_is_about_to_finish_an_earlier_switch_keeps_the_next_one_from_beginning(busy, tmp_path, switch):
    before = switched(busy, switch)
    with another(tmp_path / "office.db", before, BEFORE_THE_END) as goes_on:
        with pytest.raises(EnvironmentProblem, match="another window"):
            switch(busy, PASSPHRASE)
        assert goes_on() == "opened"
    switch(busy, PASSPHRASE)
    assert_whole(busy, tmp_path, encrypted=switch is encryption.encrypt)


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_who_had_the_file_open_and_looks_into_it_after_the_switch_is_refused(busy, tmp_path, switch):
    before = switched(busy, switch)
    with another(tmp_path / "office.db", before, BEFORE_ITS_FIRST_LOOK) as goes_on:
        switch(busy, PASSPHRASE)
        assert goes_on() == "refused"
    assert_whole(busy, tmp_path, encrypted=switch is encryption.encrypt)


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_nobody_looks_into_the_books_while_their_copy_takes_their_place(busy, tmp_path, monkeypatch, switch):
    before, path = switched(busy, switch), tmp_path / "office.db"
    ended, replace = [], Path.replace
    with another(path, before, BEFORE_ITS_FIRST_LOOK) as goes_on:

        def let_it_try_first(copy: Path, place: Path) -> Path:
            if place == path:
                ended.append(goes_on())
            return replace(copy, place)

        monkeypatch.setattr(Path, "replace", let_it_try_first)
        switch(busy, PASSPHRASE)
    assert ended == ["refused"]
    assert_whole(busy, tmp_path, encrypted=switch is encryption.encrypt)


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_who_knows_the_books_only_as_they_were_before_finishes_nothing(busy, tmp_path, switch):
    before = switched(busy, switch)
    earlier = Database(str(tmp_path / "office.db"), busy.database.key)
    assert (earlier.key is None) is (before == "")
    switch(busy, PASSPHRASE)
    with pytest.raises(EnvironmentProblem):
        finish_sealing(earlier, busy.pool)
    earlier.engine.dispose()
    assert_whole(busy, tmp_path, encrypted=switch is encryption.encrypt)


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_a_second_window_that_switches_at_the_same_moment_leaves_the_first_ones_work(
    busy, tmp_path, monkeypatch, switch
):
    switched(busy, switch)
    path, key = tmp_path / "office.db", busy.database.key
    held = keys.key_file(path)
    busy.database.close()
    with rekeying.copied(path, key, None if key else keys.OfficeKey.new()) as (copy, _let_go):
        held.write_bytes(kept := held.read_bytes() if key else b"the first one's new key")
        with pytest.raises(EnvironmentProblem, match="another window"), rekeying.copied(path, key, None):
            pass
        monkeypatch.setitem(engine.PRAGMAS, "busy_timeout", 0)
        with pytest.raises(EnvironmentProblem):
            switch(busy, PASSPHRASE)
        with pytest.raises(EnvironmentProblem):
            finish_sealing(busy.database, busy.pool)
        assert held.read_bytes() == kept
        with copy.connection() as looked_at:
            assert looked_at.exec_driver_sql("SELECT count(*) FROM attachment").scalar() == 1
    switch(busy, PASSPHRASE)
    assert_whole(busy, tmp_path, encrypted=switch is encryption.encrypt)


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_killed_as_soon_as_the_copy_has_taken_its_place_the_office_is_switched(busy, tmp_path, monkeypatch, switch):
    before, path, clock = switched(busy, switch), tmp_path / "office.db", DeskClock(busy.now())
    replace = Path.replace
    busy.close()

    def killed_behind_it(copy: Path, place: Path) -> Path:
        taken = replace(copy, place)
        if place == path:
            os._exit(KILLED)
        return taken

    child = os.fork()
    if child == 0:
        try:
            office = open_office(path, passphrase=before or None, clock=clock)
            office.sign_in(ADMINISTRATOR, PASSWORD)
            monkeypatch.setattr(Path, "replace", killed_behind_it)
            switch(office, PASSPHRASE)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    encrypted = switch is encryption.encrypt
    busy.database = open_office(path, passphrase=PASSPHRASE if encrypted else None, clock=clock).database
    assert_whole(busy, tmp_path, encrypted=encrypted)


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_a_copy_that_can_not_take_its_place_leaves_the_office_as_it_was(busy, tmp_path, monkeypatch, switch):
    before, path = switched(busy, switch), tmp_path / "office.db"
    replace = Path.replace

    def refused(copy: Path, place: Path) -> Path:
        if place == path:
            raise PermissionError(13, "in use")
        return replace(copy, place)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refused)
        with pytest.raises(EnvironmentProblem):
            switch(busy, PASSPHRASE)
    assert list(tmp_path.glob(".*.copied*")) == []
    assert_whole(busy, tmp_path, encrypted=before != "")
