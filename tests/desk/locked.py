# SPDX-License-Identifier: Apache-2.0
"""An office with something to hide, its passphrase, and what somebody finds who reads its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaintdesk.db import keys
from complaintdesk.desk import attachments, recovery
from complaintdesk.desk.office import Office
from tests.builders import ADMINISTRATOR, PASSWORD, QUICK_HASHER, a_household, a_repair, rows

PASSPHRASE = "紫荆苑 2026 年"
SECRETS = ("欧阳震华", "13800001234", "紫荆苑后门", "单飞", "门口的照片里有欧阳震华")
PICTURE = "门口的照片里有欧阳震华".encode() * 20


def a_busy_office(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office with a case, a household and an attachment, its administrator at the desk; passphrases are quick."""
    monkeypatch.setattr(recovery, "_hasher", QUICK_HASHER)
    monkeypatch.setattr(keys, "_MEMORY", 64)
    monkeypatch.setattr(keys, "_ROUNDS", 1)
    case = a_repair(office, caller_name="欧阳震华", place_text="紫荆苑后门")
    a_household(office)
    (folder / "照片.jpg").write_bytes(PICTURE)
    office.do(attachments.attach, case.id, folder / "照片.jpg")
    (folder / "照片.jpg").unlink()
    office.sign_in(ADMINISTRATOR, PASSWORD)
    return office


def read_in(folder: Path) -> list[str]:
    """Which secrets somebody finds who reads every file of the folder, in any usual encoding."""
    everything = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    spelt = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [words for words in SECRETS if any(words.encode(code) in everything for code in spelt)]


def the_picture(office: Office) -> bytes:
    """What the attachment holds."""
    (sha256,) = [each for (each,) in rows(office, "SELECT sha256 FROM attachment")]
    return attachments.read_attachment(office.pool, sha256, office.database.key)
