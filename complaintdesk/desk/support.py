# SPDX-License-Identifier: Apache-2.0
"""What somebody needs who is to help from afar: versions, log, counts and codes, and nobody's name, number or words."""

from __future__ import annotations

import io
import json
import platform
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import func, select, text

from complaintdesk import __version__
from complaintdesk.db.engine import Database
from complaintdesk.db.schema import SCHEMA_VERSION, schema_version
from complaintdesk.db.tables import Base
from complaintdesk.desk import redacting, restore_choice
from complaintdesk.desk.checking import check
from complaintdesk.desk.keeping import Places, free_bytes
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.safe_write import safe_write
from complaintdesk.settings import Settings

LISTING = "CONTENTS.txt"
_PARTS = ("SQLAlchemy", "reportlab", "openpyxl", "pypdfium2", "psycopg")
_MEGABYTE = 1000**2
_SHOWN = 20  # backups told of


@dataclass(frozen=True)
class Part:
    """One file of a bundle: its name, what it is (an English text, marked), and what stands in it."""

    name: str
    words: str
    text: str


@dataclass(frozen=True)
class Books:
    """What the books tell about themselves without telling about anybody."""

    kind: str  # SQLite, SQLCipher or PostgreSQL, with its version
    schema: int
    counts: dict[str, int]  # table → rows
    findings: dict[str, int]  # code of what a check found → how often


def engine_words(database: Database) -> str:
    """What keeps the books, and its version: SQLite, SQLCipher (encrypted), PostgreSQL."""
    with database.connection() as connection:
        if database.is_server:
            return f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"
        cipher = connection.scalar(text("PRAGMA cipher_version")) if database.key is not None else None
        plain = f"SQLite {sqlite.sqlite_version}"
        return plain if cipher is None else f"SQLCipher {cipher} ({plain})"


def kind_and_schema(database: Database) -> tuple[str, int]:
    """The same, and the version of the schema in it."""
    with database.connection() as connection:
        schema = schema_version(connection)
    return engine_words(database), schema


def cipher_version() -> str:
    """The version of SQLCipher that the program comes with."""
    with closing(sqlite.connect(":memory:")) as connection:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])


def versions() -> dict[str, str]:
    """The program and what it stands on, by name; without the window's own."""
    return {
        "complaintdesk": __version__,
        "Python": platform.python_version(),
        "SQLite": str(sqlite.sqlite_version),
        "SQLCipher": cipher_version(),
        **{name: version(name) for name in _PARTS},
    }


def look_over(database: Database, pool: Path | None, progress: Callable[[str], None] = lambda _part: None) -> Books:
    """Counts the rows of each table and checks the books; of what is wrong only the codes are kept."""
    with database.connection() as connection:
        tables = Base.metadata.sorted_tables
        counts = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    found = Counter(each.code for each in check(database, pool, progress=progress))
    return Books(*kind_and_schema(database), counts, dict(found))


def bundle(
    books: Books | EnvironmentProblem, settings: Settings, location: str, log_folder: Path, now: datetime
) -> tuple[Part, ...]:
    """Everything that goes along; `books` may be the reason why they can't be opened."""
    parts = [
        Part("versions.json", QT_TRANSLATE_NOOP("support", "versions of the program and its parts"), _versions()),
        Part(
            "books.json",
            QT_TRANSLATE_NOOP("support", "kind and schema of the database, rows of each table, codes of what is wrong"),
            _books(books),
        ),
        Part(
            "settings.json",
            QT_TRANSLATE_NOOP("support", "settings of this computer, without names and folders"),
            _settings(settings, location, now),
        ),
        Part(
            "backups.json",
            QT_TRANSLATE_NOOP("support", "how old the last backups are, and whether they were verified"),
            _backups(settings, location, now),
        ),
    ]
    words = QT_TRANSLATE_NOOP("support", "what happened in the program: times, kinds of errors, places in its code")
    for path in redacting.log_files(log_folder):
        said = path.read_text("utf-8", errors="replace")
        if path.name == redacting.FAULTS:
            said = redacting.without_paths(said)
        parts.append(Part(f"log/{path.name}", words, redacting.redacted(said)))
    return tuple(parts)


def listed(parts: Iterable[Part], say: Callable[[str, str], str]) -> Part:
    """The list of all that is in the bundle, in the words of `say` (context and English text → words)."""
    lines = [say("support", QT_TRANSLATE_NOOP("support", "Nothing else is in this file:")), ""]
    lines += [f"{part.name}  {len(part.text.encode())} B  {say('support', part.words)}" for part in parts]
    words = QT_TRANSLATE_NOOP("support", "It holds no names, phones, addresses or texts of the office, and no folders.")
    return Part(LISTING, "", "\n".join([*lines, "", say("support", words), ""]))


def write(path: Path, parts: Iterable[Part]) -> None:
    """Packs the parts at `path`, just as they were shown; raises EnvironmentProblem when it can't be written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.text)
    safe_write(path, packed.getvalue())


def _versions() -> str:
    return _json({**versions(), "system": f"{platform.system()} {platform.release()}", "machine": platform.machine()})


def _books(books: Books | EnvironmentProblem) -> str:
    if isinstance(books, EnvironmentProblem):
        return _json({"not opened": books.text, "kind": type(books).__name__})
    return _json(
        {
            "database": books.kind,
            "schema": books.schema,
            "schema of the program": SCHEMA_VERSION,
            "rows": books.counts,
            "findings": books.findings,
        }
    )


def _settings(settings: Settings, location: str, now: datetime) -> str:
    copied = settings.second_copy_at
    found: dict[str, Any] = {
        "language": settings.language,
        "scheme": settings.scheme,
        "reminders": settings.reminders,
        "tips": settings.tips,
        "own folder for backups": bool(settings.backups),
        "second medium": bool(settings.second_medium),
        "hours since its last copy": _hours(datetime.fromisoformat(copied), now) if copied else None,
        "folder of the scanner": bool(settings.scans),
    }
    if Path(location).exists():
        found["free on the disk, MB"] = free_bytes(Path(location)) // _MEGABYTE
        found["size of the database, MB"] = round(Path(location).stat().st_size / _MEGABYTE, 1)
    return _json(found)


def _backups(settings: Settings, location: str, now: datetime) -> str:
    found = restore_choice.found_backups(location, Places(settings.backups, settings.second_medium))
    return _json(
        [
            {
                "hours old": _hours(each.manifest.made, now),
                "verified": each.manifest.verified,
                "findings": dict(Counter(each.manifest.findings)),
                "schema": each.manifest.schema,
                "cases": each.manifest.cases,
            }
            for each in found.backups[:_SHOWN]
        ]
    )


def _hours(then: datetime, now: datetime) -> float:
    return round((now - then).total_seconds() / 3600, 1)


def _json(found: object) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
