# SPDX-License-Identifier: Apache-2.0
"""Taking the place of a file whose old bytes nobody is to find again on the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from complaintdesk.safe_write import sync_folder

BLOCK = 1 << 20


def replace_erasing(new: Path, old: Path) -> None:
    """Puts a whole file in the place of another, whose bytes are then written over; raises OSError."""
    take_place(new, old)
    erase_leftover(old)


def take_place(new: Path, old: Path) -> None:
    """Puts a whole file in the place of another, whose bytes stay beside it until `erase_leftover`; raises OSError.

    Killed in between, one of the two stands under the name. Bytes that the disk keeps elsewhere (a solid-state disk's
    spare cells, a snapshot) are beyond any program.
    """
    erase_leftover(old)
    with suppress(OSError):  # a stick's file system knows no second names: its old bytes are merely given up
        leftover_of(old).hardlink_to(old)
    new.replace(old)


def erase_leftover(old: Path) -> None:
    """Erases what a program that was killed left of the bytes replaced here."""
    leftover = leftover_of(old)
    if not leftover.exists():
        return
    if old.exists() and leftover.samefile(old):  # killed before it was replaced: these bytes are in use
        leftover.unlink()
    else:
        sync_folder(old.parent)  # a power cut must not give the name back to bytes that are gone
        erase(leftover)


def copy_beside(database: Path) -> Path:
    """Where a copy of a database is made that is to take its place."""
    return database.with_name(f".{database.name}.copied")


def erase_copy(database: Path) -> None:
    """Erases such a copy that came to nothing: of books that are encrypted it may be plain."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        left = Path(f"{copy_beside(database)}{suffix}")
        if left.exists():
            erase(left)


def erase(path: Path) -> None:
    """Writes zeros over a file, waits until they are on the disk, and removes it."""
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(BLOCK, left)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def leftover_of(path: Path) -> Path:
    """Where the bytes of a file stand that was replaced, until they are erased."""
    return path.with_name(f".{path.name}.replaced")
