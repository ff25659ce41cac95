# SPDX-License-Identifier: Apache-2.0
"""Where a database file must not lie: network shares and folders that a cloud program synchronises."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

# What locks badly, or lies on another machine; `fuse.` alone would refuse sticks and disks of Windows (fuseblk).
NETWORK_FILE_SYSTEMS = (
    *("nfs", "cifs", "smb", "ncp", "9p", "davfs", "afs", "ceph", "glusterfs", "lustre", "ocfs", "gfs", "vboxsf"),
    *("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.s3fs", "fuse.glusterfs", "fuse.gvfs", "fuse.smbnetfs"),
    *("fuse.curlftpfs", "fuse.juicefs", "fuse.vmhgfs", "fuse.google-drive", "fuse.onedriver", "fuse.jmtpfs"),
)
SYNCHRONISED = (
    *("onedrive", "dropbox", "icloud", "googledrive", "google drive", "nextcloud", "owncloud", "seafile", "syncthing"),
    *("坚果云", "nutstore", "百度网盘", "百度云", "baidunetdisk", "baidusyncdisk", "baiduyun", "wps云盘", "wpsdrive"),
    *("wps cloud", "阿里云盘", "aliyundrive", "腾讯微云", "weiyun", "天翼云盘", "360安全云盘", "115网盘", "夸克网盘"),
    *("resilio", "synologydrive", "synology drive", "megasync"),
)
MARKS = (".dropbox.cache", ".nutstore", ".stfolder", ".tmp.drivedownload")  # left by such a program in its folder
VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # name its folder, however it is called


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
    if _is_synchronised(full):
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors", "The database lies in a folder that a cloud program copies while it is in use."
            ),
            QT_TRANSLATE_NOOP("errors", "Keep it in another folder, and put backups into the synchronised one."),
        )


def _is_synchronised(path: Path) -> bool:
    """Whether a folder above the file is named like such a program's, bears its mark, or is the one it told Windows."""
    if any(name in part.casefold() for part in path.parts for name in SYNCHRONISED):
        return True
    told = [Path(os.environ[name]).resolve() for name in VARIABLES if os.environ.get(name)]
    return any(folder in told or any((folder / mark).exists() for mark in MARKS) for folder in path.parents)


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
        _device, written, file_system, *_rest = line.split(" ")
        mount = written.replace("\\040", " ")  # as the kernel writes a space
        inside = os.path.commonpath([mount, path]) == mount
        if inside and len(mount) >= len(found):
            found, kind = mount, file_system
    return kind.startswith(NETWORK_FILE_SYSTEMS)
