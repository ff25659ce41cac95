# SPDX-License-Identifier: Apache-2.0
"""Where a database would be damaged sooner or later it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaintdesk.db import location
from complaintdesk.db.location import refuse_unsafe_location
from complaintdesk.desk.office import open_office
from complaintdesk.errors import EnvironmentProblem

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/office /mnt/office nfs4 rw 0 0
//nas/desk /mnt/nas cifs rw 0 0
user@server: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdb1 /mnt/office/local ext4 rw 0 0
/dev/sdc1 /mnt/usb fuseblk rw 0 0
host /mnt/shared\\040folder vboxsf rw 0 0
gvfsd /run/user/0/gvfs fuse.gvfsd-fuse rw 0 0
"""


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """A machine with these mounts, as its kernel tells of them."""
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    paths = {"/proc/mounts": table}
    monkeypatch.setattr(location, "Path", lambda name: paths.get(name, Path(name)))


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive",
        "OneDrive - 阳光物业",
        "Dropbox (Office)",
        "我的坚果云",
        "Nutstore Files",
        "BaiduNetdisk",
        "百度网盘",
        "WPS云盘",
        "WPSDrive",
        "BaiduSyncdisk",
        "阿里云盘",
        "腾讯微云",
        "Nextcloud",
    ],
)
def test_a_folder_that_a_cloud_program_copies_is_refused(tmp_path, folder):
    with pytest.raises(EnvironmentProblem, match="cloud program"):
        refuse_unsafe_location(tmp_path / folder / "desk" / "office.db")


def test_a_link_into_such_a_folder_is_refused_too(tmp_path):
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "desk").symlink_to(tmp_path / "OneDrive", target_is_directory=True)
    with pytest.raises(EnvironmentProblem, match="cloud program"):
        refuse_unsafe_location(tmp_path / "desk" / "office.db")


@pytest.mark.parametrize("mark", location.MARKS)
def test_a_folder_that_bears_the_mark_of_such_a_program_is_refused_whatever_its_name(tmp_path, mark):
    (tmp_path / mark).mkdir()
    with pytest.raises(EnvironmentProblem, match="cloud program"):
        refuse_unsafe_location(tmp_path / "desk" / "office.db")


def test_the_folder_that_windows_is_told_of_is_refused_whatever_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDrive", str(tmp_path / "我的文档"))
    with pytest.raises(EnvironmentProblem, match="cloud program"):
        refuse_unsafe_location(tmp_path / "我的文档" / "desk" / "office.db")
    refuse_unsafe_location(tmp_path / "别的" / "office.db")


def test_nothing_is_made_where_it_is_refused(tmp_path):
    with pytest.raises(EnvironmentProblem):
        open_office(tmp_path / "Dropbox" / "office.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path", ["/mnt/office/desk.db", "/mnt/nas/a/b/desk.db", "/mnt/ssh/desk.db", "/mnt/shared folder/desk.db"]
)
def test_a_network_drive_is_refused(mounted, path):
    with pytest.raises(EnvironmentProblem, match="network drive"):
        refuse_unsafe_location(Path(path))


@pytest.mark.parametrize("path", ["/srv/desk.db", "/mnt/office/local/desk.db", "/mnt/officedesk/a.db", "/mnt/usb/a.db"])
def test_a_disk_of_this_machine_is_not(mounted, path):
    refuse_unsafe_location(Path(path))
