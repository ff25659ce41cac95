# SPDX-License-Identifier: Apache-2.0
"""Where a database file must not lie: network shares and folders that a cloud program synchronises."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "fuse.sshfs", "fuse.rclone", "9p", "davfs", "afs", "ceph", "glusterfs")
SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "坚果云",
    "nutstore",
    "百度网盘",
    "baidunetdisk",
    "baidusyncdisk",
    "wps云盘",
    "wpsdrive",
)


def refuse_unsafe_location(path: Path) -> None:
    """Raises EnvironmentProblem when the file would lie on a network share or in a synchronised folder."""
    full = path.resolve()  # a link may lead into such a folder
    if _on_network(full):
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors", "The database lies on a network drive, where it would sooner or later be damaged."
            ),
            QT_TRANSLATE_NOOP(
                "errors", "Keep it on this computer's own disk; for several desks use a PostgreSQL server."
            ),
        )
    if any(name in part.casefold() for part in full.parts for name in SYNCHRONISED):
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors", "The database lies in a folder that a cloud program copies while it is in use."
            ),
            QT_TRANSLATE_NOOP("errors", "Keep it in another folder, and put backups into the synchronised one."),
        )


def _on_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        return path.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == drive_remote
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    found, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, mount, file_system, *_rest = line.split(" ")
        inside = os.path.commonpath([mount, path]) == mount
        if inside and len(mount) >= len(found):
            found, kind = mount, file_system
    return kind.startswith(NETWORK_FILE_SYSTEMS)
