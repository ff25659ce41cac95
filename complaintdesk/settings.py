# SPDX-License-Identifier: Apache-2.0
"""What belongs to this machine and not to the office: language, scheme, widths, the last database; kept as TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from complaintdesk import paths

LANGUAGES = ("zh_CN", "en")
SCHEMES = ("system", "light", "dark")
PARTS = frozenset({"widths", "places"})  # settings with names of their own, each changed by itself


@dataclass(frozen=True)
class Settings:
    """One state of the settings; every field has a value that a new machine starts with."""

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
    tips: bool = True  # a line of advice in the status line, the next at each start
    next_tip: int = 0  # which one is next
    widths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # columns of each table, px
    places: Mapping[str, str] = field(default_factory=dict)  # splitters and folders chosen last, by name


class SettingsFile:
    """The settings in force and the file that they are kept in."""

    def __init__(self, path: Path) -> None:
        """Reads the file. A damaged one is put aside, not overwritten: `damaged` then says where it went."""
        self.path = path
        self.damaged: Path | None = None
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
        self.now = replace(earlier, **self._unwritten | parts)
        text = tomlkit.dumps({name: _plain(value) for name, value in asdict(self.now).items()})
        with refusals_told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        safe_write(self.path, text.encode())
        self._unwritten.clear()

    def _read(self, otherwise: Settings) -> Settings:
        """What stands in the file; `otherwise` where there is none, or a damaged one, which is put aside."""
        if not self.path.exists():
            return otherwise
        import tomllib

        try:
            return _settings_of(tomllib.loads(self.path.read_text("utf-8")))
        except (ValueError, TypeError):
            self.damaged = self.path.with_suffix(".damaged")
            self.path.replace(self.damaged)
            return otherwise


def settings_file() -> SettingsFile:
    """This machine's settings, from the user's configuration folder."""
    return SettingsFile(paths.config_folder() / "settings.toml")


def _settings_of(table: dict[str, Any]) -> Settings:
    """The settings in a parsed file; what a later version wrote is passed over. Raises TypeError for a wrong kind."""
    fresh = Settings()
    known: dict[str, Any] = {}
    for name, usual in asdict(fresh).items():
        value = table.get(name, usual)
        if any(isinstance(usual, kind) != isinstance(value, kind) for kind in (str, bool, int, dict)):
            raise TypeError(name)
        known[name] = value
    if known["language"] not in LANGUAGES or known["scheme"] not in SCHEMES:
        raise ValueError("language or scheme")
    known["widths"] = {name: tuple(int(width) for width in row) for name, row in known["widths"].items()}
    known["places"] = {name: str(value) for name, value in known["places"].items()}
    return Settings(**known)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return list(value) if isinstance(value, tuple) else value
