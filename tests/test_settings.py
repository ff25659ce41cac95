# SPDX-License-Identifier: Apache-2.0
"""The machine's settings: kept whole, read back as they were, a damaged file put aside and not lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from complaintdesk import paths
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.settings import Settings, SettingsFile, settings_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_a_new_machine_starts_in_chinese_and_as_the_system_looks(path: Path) -> None:
    settings = SettingsFile(path)
    assert (settings.now.language, settings.now.scheme) == ("zh_CN", "system")
    assert not path.exists()


def test_what_is_changed_is_there_at_the_next_start(path: Path) -> None:
    changed = SettingsFile(path)
    changed.change(scheme="dark", staff='王敏 "老"', widths={"register": (120, 0, 80)}, places={"exports": "D:\\表"})
    changed.change(database="/somewhere/office.db")
    assert SettingsFile(path).now == changed.now
    assert SettingsFile(path).now.widths == {"register": (120, 0, 80)}


def test_the_file_is_toml_that_people_can_read(path: Path) -> None:
    SettingsFile(path).change(staff="王敏")
    assert tomllib.loads(path.read_text("utf-8"))["staff"] == "王敏"


@pytest.mark.parametrize(
    "written",
    ["scheme = ", "scheme = 3", "scheme = 'pink'", "language = 'xx'", "widths = 'wide'", "widths = {a = ['x']}"],
)
def test_a_damaged_file_is_put_aside_and_said_to_be(path: Path, written: str) -> None:
    path.parent.mkdir()
    path.write_text(written, "utf-8")
    settings = SettingsFile(path)
    assert settings.now == Settings()
    assert settings.damaged is not None
    assert settings.damaged.read_text("utf-8") == written
    settings.change(scheme="light")
    assert SettingsFile(path).now.scheme == "light"


@pytest.mark.parametrize("at", ["'gestern'", "'2026-11-21T10:30:00'", "3", "2026-11-21"])
def test_one_setting_that_can_not_be_read_starts_anew_and_is_named_while_the_others_hold(path: Path, at: str) -> None:
    path.parent.mkdir()
    written = f"scheme = 'dark'\nsecond_medium = '/media/stick'\nsecond_copy_at = {at}\n"
    path.write_text(written, "utf-8")
    settings = SettingsFile(path)
    assert settings.now == Settings(scheme="dark", second_medium="/media/stick")
    assert settings.wrong == ("second_copy_at",)
    assert settings.damaged is not None
    settings.change(language="en")
    assert settings.damaged.read_text("utf-8") == written
    again = SettingsFile(path)
    assert again.now == Settings(language="en", scheme="dark", second_medium="/media/stick")
    assert again.damaged is None


def test_what_a_later_version_wrote_is_passed_over(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("scheme = 'dark'\nsound = true\n", "utf-8")
    settings = SettingsFile(path)
    assert settings.damaged is None
    assert settings.now.scheme == "dark"


def test_a_file_that_can_not_be_written_is_told_and_the_change_holds_until_the_end(path: Path) -> None:
    settings = SettingsFile(path)
    path.mkdir(parents=True)
    with pytest.raises(EnvironmentProblem):
        settings.change(scheme="dark")
    assert settings.now.scheme == "dark"


def test_where_something_was_done_last_stops_nobody_who_can_not_keep_it(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = SettingsFile(path)
    path.mkdir(parents=True)
    settings.remember(pdf_folder="/a")
    assert settings.now.places == {"pdf_folder": "/a"}
    assert "not remembered: pdf_folder" in caplog.text


def test_two_windows_leave_each_other_what_they_changed(path: Path) -> None:
    one, other = SettingsFile(path), SettingsFile(path)
    one.change(backups="/data/backups", places={"orders": "300"})
    other.change(window="AAEC", places={"register": "400"})
    assert SettingsFile(path).now.backups == "/data/backups"
    assert SettingsFile(path).now.places == {"orders": "300", "register": "400"}
    assert other.now == SettingsFile(path).now, "what the other one chose is in force here too"


def test_what_could_not_be_written_is_written_with_the_next_change(path: Path) -> None:
    settings = SettingsFile(path)
    path.parent.mkdir(parents=True)
    path.mkdir()
    with pytest.raises(EnvironmentProblem):
        settings.change(language="en")
    path.rmdir()
    settings.change(scheme="dark")
    assert SettingsFile(path).now.language == "en"


def test_the_settings_lie_in_the_users_configuration() -> None:
    assert settings_file().path == paths.config_folder() / "settings.toml"


def test_the_one_printer_that_used_to_be_kept_for_all_forms_stays_that_of_the_slips(path: Path) -> None:
    path.parent.mkdir()
    places = "orders = '300'\nprinter = 'LQ-630'\nneedle_printers = \"Star\\nLQ-630\"\n"
    path.write_text(f"scheme = 'dark'\n[places]\n{places}", "utf-8")
    settings = SettingsFile(path)
    assert (settings.damaged, settings.now.scheme) == (None, "dark")
    assert settings.now.printers == {"work_order": {"queue": "LQ-630", "dots": True}}
    settings.change(printers={"register": {"queue": "HP"}})
    again = SettingsFile(path).now
    assert again.places == {"orders": "300"}
    assert again.printers == {"work_order": {"queue": "LQ-630", "dots": True}, "register": {"queue": "HP"}}


def test_a_desk_that_had_given_up_its_printer_has_none(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[places]\nprinter = ''\nneedle_printers = 'LQ-630'\n", "utf-8")
    assert SettingsFile(path).now.printers == {}


def test_printers_that_are_no_tables_are_named_and_start_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[printers]\nwork_order = 'LQ-630'\n", "utf-8")
    settings = SettingsFile(path)
    assert (settings.wrong, settings.now.printers) == (("printers",), {})
