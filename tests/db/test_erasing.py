# SPDX-License-Identifier: Apache-2.0
"""The bytes of a file that was replaced are written over; those of a file in use never are."""

from __future__ import annotations

import os

import pytest

from complaintdesk.db import erasing


@pytest.fixture
def files(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    new.write_bytes(b"new")
    old.write_bytes(b"old" * 1_000_000)
    return new, old


def test_a_replaced_files_bytes_are_written_over_before_their_name_goes(files):
    new, old = files
    with old.open("rb") as still_open:
        erasing.replace_erasing(new, old)
        assert set(os.pread(still_open.fileno(), 3_000_000, 0)) == {0}
    assert old.read_bytes() == b"new"
    assert [path.name for path in old.parent.iterdir()] == ["old"]


def test_killed_before_it_was_replaced_the_file_in_use_keeps_its_bytes(files):
    _new, old = files
    erasing.leftover_of(old).hardlink_to(old)
    erasing.erase_leftover(old)
    assert old.read_bytes() == b"old" * 1_000_000
    assert not erasing.leftover_of(old).exists()


def test_killed_after_it_the_old_bytes_go_at_the_next_look(files):
    new, old = files
    erasing.take_place(new, old)
    assert erasing.leftover_of(old).read_bytes().startswith(b"old")
    erasing.erase_leftover(old)
    assert not erasing.leftover_of(old).exists()
    assert old.read_bytes() == b"new"
