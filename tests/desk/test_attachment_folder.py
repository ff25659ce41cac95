# SPDX-License-Identifier: Apache-2.0
"""A server's office keeps its attachments in another folder: never in one that lacks them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk.desk import attachments, office_profile
from complaintdesk.desk.attachment_folder import Brought, FilesMissing, bring_along
from complaintdesk.desk.attachments import pooled
from complaintdesk.desk.office import Office
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import ADMINISTRATOR, PASSWORD, a_repair, codes, rows
from tests.conftest import AtDesk

PHOTOS = (b"the ceiling", b"the floor", b"the ceiling again")


@pytest.fixture
def served(books_on_server: str, at_desk: AtDesk, tmp_path: Path) -> Office:
    """An office on a server with three photos, its administrator at the desk."""
    office = at_desk(books_on_server)
    case = a_repair(office)
    for number, data in enumerate(PHOTOS):
        photo = tmp_path / f"{number}.jpg"
        photo.write_bytes(data)
        office.do(attachments.attach, case.id, photo)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    return office


def use(office: Office, folder: Path | str) -> None:
    draft = office.ask(office_profile.profile)
    office.do(office_profile.change, replace(draft, attachments_folder=str(folder)))


def files(pool: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in pool.glob("??/*")}


def pool_of(office: Office) -> Path:
    assert office.pool is not None
    return office.pool


@pytest.mark.parametrize("name", ["typo", "office.txt", "l" * 300])
def test_what_is_no_folder_is_refused_and_nothing_changes(served: Office, tmp_path: Path, name: str) -> None:
    (tmp_path / "office.txt").write_text("no folder")
    before = pool_of(served)
    with pytest.raises(UserError, match="no such folder") as refused:
        use(served, tmp_path / name)
    assert refused.value.field == "attachments_folder"
    with pytest.raises(UserError, match="no such folder"):
        use(served, "attachments")
    assert pool_of(served) == before
    assert codes(served) == []


def test_a_folder_that_lacks_files_is_refused_until_they_are_there_and_the_old_ones_stay(
    served: Office, tmp_path: Path
) -> None:
    before, new = pool_of(served), tmp_path / "new"
    old_files = files(before)
    assert sorted(old_files.values()) == sorted(PHOTOS)
    some = next(iter(old_files))
    pooled(new, some).parent.mkdir(parents=True)
    shutil.copy(pooled(before, some), pooled(new, some))
    with pytest.raises(FilesMissing) as refused:
        use(served, new)
    assert (refused.value.field, refused.value.values) == ("attachments_folder", {"count": 2})
    heard: list[tuple[int, int]] = []
    assert bring_along(served, str(new), lambda done, total: heard.append((done, total))) == Brought(2, 0)
    assert heard == [(0, 2), (1, 2), (2, 2)]
    use(served, new)
    assert pool_of(served) == new
    assert files(new) == files(before) == old_files
    assert codes(served) == []
    assert bring_along(served, str(before), lambda _done, _total: None) == Brought(0, 0)
    use(served, before)  # and back
    assert codes(served) == []


def test_while_files_are_kept_their_folder_can_not_be_left_out(served: Office) -> None:
    before = pool_of(served)
    with pytest.raises(UserError, match="need a folder") as refused:
        use(served, " ")
    assert (type(refused.value), refused.value.values) == (UserError, {"count": 3})
    assert pool_of(served) == before


def test_what_is_lost_or_damaged_in_the_old_folder_keeps_nobody_in_it(served: Office, tmp_path: Path) -> None:
    before, new = pool_of(served), tmp_path / "new"
    new.mkdir()
    lost, damaged, _whole = sorted(files(before))
    pooled(before, lost).unlink()
    pooled(before, damaged).write_bytes(b"flipped")
    with pytest.raises(FilesMissing) as refused:
        use(served, new)
    assert refused.value.values == {"count": 2}
    assert bring_along(served, str(new), lambda _done, _total: None) == Brought(2, 1)
    found = codes(served)
    use(served, new)
    assert codes(served) == found == ["attachment_changed", "attachment_missing"]
    assert pooled(new, damaged).read_bytes() == b"flipped"


def test_while_the_old_folder_is_away_the_new_one_must_hold_all(served: Office, tmp_path: Path) -> None:
    before, new, away = pool_of(served), tmp_path / "new", tmp_path / "unmounted"
    new.mkdir()
    before.resolve().rename(away)
    with pytest.raises(UserError, match="Put them there from a backup") as refused:
        use(served, new)
    assert (type(refused.value), refused.value.values) == (UserError, {"count": 3})
    with pytest.raises(EnvironmentProblem, match="can't be reached from this desk"):
        bring_along(served, str(new), lambda _done, _total: None)
    shutil.copytree(away, new, dirs_exist_ok=True)
    use(served, new)
    assert codes(served) == []
    away.rename(before.resolve())


def test_stopped_in_the_middle_it_is_gone_on_with(served: Office, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()

    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        bring_along(served, str(new), stop)
    assert len(files(new)) == 2
    with pytest.raises(FilesMissing) as refused:
        use(served, new)
    assert refused.value.values == {"count": 1}
    assert bring_along(served, str(new), lambda _done, _total: None) == Brought(1, 0)
    use(served, new)
    assert codes(served) == []


def test_another_desk_that_has_not_heard_of_the_new_folder_yet_keeps_its_files_there(
    served: Office, books_on_server: str, at_desk: AtDesk, tmp_path: Path
) -> None:
    other, new = at_desk(books_on_server), tmp_path / "new"
    case = a_repair(other)
    before = pool_of(other)
    waiting = attachments.store(before, None, "x.jpg", b"on its form", beside_file=False)
    new.mkdir()
    bring_along(served, str(new), lambda _done, _total: None)
    use(served, new)
    assert pool_of(other) == before  # it has not looked since
    (tmp_path / "later.jpg").write_bytes(b"a moment later")
    other.do(attachments.attach, case.id, tmp_path / "later.jpg")
    other.do(attachments.attach_stored, case.id, waiting)
    assert sorted(files(new).values()) == sorted((*PHOTOS, b"on its form", b"a moment later"))
    assert codes(served) == []
    other.news()
    assert pool_of(other) == new
    assert codes(other) == []


def test_a_file_office_keeps_its_files_beside_its_books_whatever_stands_in_the_row(
    office: Office, tmp_path: Path
) -> None:
    office.sign_in(ADMINISTRATOR, PASSWORD)
    if office.database.is_server:
        with pytest.raises(UserError, match="no such folder"):
            use(office, tmp_path / "typo")
        new = tmp_path / "new"
        new.mkdir()
        use(office, new)  # nothing is kept yet
        assert office.pool == new
    else:
        before = office.pool
        use(office, tmp_path / "typo")  # as a move to a server sets it before it begins
        assert office.pool == before
        assert rows(office, "SELECT attachments_folder FROM office") == [(str(tmp_path / "typo"),)]
    assert codes(office) == []
