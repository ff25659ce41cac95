# SPDX-License-Identifier: Apache-2.0
"""What belongs to this machine and not to the office: language, scheme, widths, the last database; kept as TOML."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from complaintdesk import paths

LANGUAGES = ("zh_CN", "en")
SCHEMES = ("system", "light", "dark")
LOCKS_AFTER = range(1, 31)
PARTS = frozenset({"widths", "places", "printers"})  # settings with names of their own, each changed by itself


class Settings(NamedTuple):
    """One state of the settings; every field has a value that a new machine starts with.

    No dataclass: those take a tenth of the program's share of the first picture.
    """

    language: str = "zh_CN"
    scheme: str = "system"
    database: str = ""  # the one opened last: a path or a URL
    staff: str = ""  # who signed in last at this desk
    window: str = ""  # where the window stood, as Qt tells it in base64
    backups: str = ""  # the folder of the backups; '' is beside the database
    second_medium: str = ""  # a folder on another disk or stick that gets a copy of them
    second_copy_at: str = ""  # when it last got one, ISO 8601, UTC
    scans: str = ""  # the folder in which the scanner puts its files
    reminders: bool = True  # beeps and notes of the tray, besides what the window shows
    lock_after: int = 5  # minutes without a touch after which the desk locks itself, 1 to 30
    tips: bool = True  # a line of advice in the status line, the next at each start
    next_tip: int = 0  # which one is next
    widths: Mapping[str, tuple[int, ...]] = {}  # columns of each table, px
    places: Mapping[str, str] = {}  # splitters and folders chosen last, by name
    printers: Mapping[str, Mapping[str, str | bool | int | float]] = {}  # of each form, as `printer_profile` reads it


class SettingsFile:
    """The settings in force and the file that they are kept in."""

    def __init__(self, path: Path) -> None:
        """Reads the file. One that is damaged is kept beside it: `damaged` then says where, and `wrong` which settings.

        These start anew and the others are in force; where `wrong` is empty the whole file could not be read.
        """
        self.path = path
        self.damaged: Path | None = None
        self.wrong: tuple[str, ...] = ()
        self._unwritten: dict[str, Any] = {}
        self.now = self._read(Settings())

    def change(self, **changes: Any) -> None:
        """Puts the changes in force and writes them down; raises EnvironmentProblem when they can't be written.

        What another window of the program wrote meanwhile stays, and is in force here from now on.
        """
        import tomlkit  # writing takes longer to load than the start may, which only reads

        from complaintdesk.safe_write import refusals_told, safe_write

        self._unwritten |= changes
        try:
            earlier = self._read(self.now)
        except OSError:  # writing will say so in words
            earlier = self.now
        parts = {name: {**getattr(earlier, name), **self._unwritten[name]} for name in PARTS & self._unwritten.keys()}
        self.now = earlier._replace(**self._unwritten | parts)
        text = tomlkit.dumps({name: _plain(value) for name, value in self.now._asdict().items()})
        with refusals_told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        safe_write(self.path, text.encode())
        self._unwritten.clear()

    def remember(self, **places: str) -> None:
        """Keeps where something was done last; what can't be written goes until the program ends, and into the log."""
        from complaintdesk.errors import EnvironmentProblem

        try:
            self.change(places=places)
        except EnvironmentProblem as problem:  # what was done there is done all the same
            logging.getLogger("complaintdesk").warning("not remembered: %s: %s", ", ".join(places), problem)

    def _read(self, otherwise: Settings) -> Settings:
        """What stands in the file; `otherwise` where there is none, or a damaged one, which is put aside."""
        if not self.path.exists():
            return otherwise
        import tomllib

        aside = self.path.with_suffix(".damaged")
        try:
            table = tomllib.loads(self.path.read_text("utf-8"))
        except ValueError:
            self.damaged = self.path.replace(aside)
            return otherwise
        known = _settings_in(table)
        wrong = tuple(name for name, value in known.items() if value is None)
        if wrong:
            aside.write_bytes(self.path.read_bytes())  # the next change writes over it
            self.damaged, self.wrong = aside, wrong
        return Settings(**{name: value for name, value in known.items() if value is not None})


def settings_file() -> SettingsFile:
    """This machine's settings, from the user's configuration folder."""
    return SettingsFile(paths.config_folder() / "settings.toml")


def _settings_in(table: dict[str, Any]) -> dict[str, Any]:
    """Each setting that a parsed file has, None where it can't be so; what a later version wrote is passed over."""
    usual = Settings()._asdict()
    _carry_printer_over(table)
    return {name: _sound(name, value, usual[name]) for name, value in table.items() if name in usual}


def _carry_printer_over(table: dict[str, Any]) -> None:
    """One printer used to be kept for all forms, and the names of those with needles; slips stay with it."""
    places = table.get("places")
    if not isinstance(places, dict):
        return
    queue, needles = (str(places.pop(name, "")) for name in ("printer", "needle_printers"))
    if queue and "printers" not in table:
        table["printers"] = {"work_order": {"queue": queue, "dots": queue in needles.split("\n")}}


def _sound(name: str, value: Any, usual: Any) -> Any:
    """The value as it is kept in force; None if it is none that this setting can have."""
    if any(isinstance(usual, kind) != isinstance(value, kind) for kind in (str, bool, int, dict)):
        return None
    try:
        if name == "widths":
            return {table: tuple(int(width) for width in row) for table, row in value.items()}
        if name == "second_copy_at" and value and not _is_instant(value):
            return None
    except (ValueError, TypeError):
        return None
    if name == "printers":
        return value if all(isinstance(profile, dict) for profile in value.values()) else None
    if name == "places":
        return {place: str(at) for place, at in value.items()}
    if name == "lock_after" and value not in LOCKS_AFTER:
        return None
    known = {"language": LANGUAGES, "scheme": SCHEMES}.get(name, (value,))
    return value if value in known else None


def _is_instant(text: str) -> bool:
    from datetime import datetime  # not before it is needed: the window's first picture waits for what is loaded here

    return datetime.fromisoformat(text).tzinfo is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return list(value) if isinstance(value, tuple) else value
