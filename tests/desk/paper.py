# SPDX-License-Identifier: Apache-2.0
"""Papers that callers bring along: files to be kept with a case."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.desk import attachments
from complaintdesk.desk.office import Office


def a_file(
    office: Office, case_id: int, folder: Path, name: str = "现场照片.jpg", data: bytes = b"\xff\xd8leak"
) -> int:
    """The id of a file of this name and content, attached to the case."""
    path = folder / name
    path.write_bytes(data)
    return office.do(attachments.attach, case_id, path)
