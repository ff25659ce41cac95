# SPDX-License-Identifier: Apache-2.0
"""Backups as they lie in a folder: database, manifest, pool of attachments; how they are listed, thinned, unpacked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from complaintdesk import paths
from complaintdesk.db.engine import Database
from complaintdesk.db.keys import OfficeKey, key_file
from complaintdesk.db.server import names_a_server
from complaintdesk.desk.attachments import pooled
from complaintdesk.domain.thinning import thinned
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.safe_write import refusals_told, safe_write, whole_file

DATABASE_NAME, MANIFEST_NAME, POOL_NAME = "desk.db", "manifest.json", "attachments"
PLAIN = b"SQLite format 3\0"  # what a database begins with that is not encrypted
KEY_NAME = key_file(Path(DATABASE_NAME)).name
POOL = re.compile(f"{POOL_NAME}(-[0-9a-f]{{8}})?")  # as `pool_name` names them
BLOCK = 1 << 20
HASH = re.compile("[0-9a-f]{64}")
COUNTED = re.compile("([A-Z]{2,4})([0-9]{4})")  # a series and its year, as a manifest counts them
LEFT_BEHIND = 3600  # seconds after which what is half made was left by a killed program


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: an anchor for `check --against` and for a restore."""

    made_at: str  # ISO 8601, UTC
    office: str
    sha256: str  # of the database file
    journal_seq: int
    journal_hash: str
    cases: int
    orders: int
    numbers: dict[str, int]  # 'BX2026' → last running number
    attachments: tuple[str, ...]  # sha256 of each file
    books: str = ""  # the hash of the journal's first entry: whose backup it is
    pool: str = POOL_NAME  # the folder beside it that holds the attachments
    schema: int = 1
    whole_at: str = ""  # when everything was last looked through, as made_at; since then what was written anew
    series: tuple[str, ...] = ()  # in which the rule book gives numbers, whether one was given yet or not
    missing: tuple[str, ...] = ()  # those of the attachments that the pool had lost or that were changed
    findings: tuple[str, ...] = field(default=())  # codes of what a check found wrong; none in a verified backup

    @property
    def verified(self) -> bool:
        """Whether nothing was found wrong when it was made: only such a one counts."""
        return not self.findings

    @property
    def made(self) -> datetime:
        """When it was made, aware."""
        return datetime.fromisoformat(self.made_at).astimezone(UTC)


@dataclass(frozen=True)
class Kept:
    """A backup that lies somewhere: its database or packed file, and what it holds."""

    path: Path
    manifest: Manifest
    copies: tuple[Path, ...] = ()  # where else the very same lies


def as_json(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest read back, what later versions wrote into it passed over; raises ValueError when it is none."""
    told = json.loads(data)
    if not isinstance(told, dict):
        raise ValueError("no manifest")
    known = {each.name: told[each.name] for each in fields(Manifest) if each.name in told}
    for name in ("attachments", "series", "missing", "findings"):
        known[name] = tuple(str(each) for each in known.get(name, ()))
    try:
        manifest = Manifest(**known)
        if not all(COUNTED.fullmatch(each) and isinstance(last, int) for each, last in manifest.numbers.items()):
            raise ValueError("no manifest")
        if manifest.made.tzinfo is None or not POOL.fullmatch(manifest.pool):
            raise ValueError("no manifest")
    except (TypeError, AttributeError) as error:
        raise ValueError("no manifest") from error
    return manifest


def backups_in(folder: Path) -> tuple[Kept, ...]:
    """The backups in a folder, newest first; a database without its manifest is none, nor the other way round."""
    found = []
    with refusals_told(folder):
        for path in folder.glob("desk-*.json"):
            with suppress(ValueError, FileNotFoundError):
                kept = Kept(path.with_suffix(".db"), read_manifest(path.read_bytes()))
                if kept.path.exists():
                    found.append(kept)
    return tuple(sorted(found, key=lambda kept: (kept.manifest.made, kept.path.name), reverse=True))


def kept_at(file: Path) -> Kept:
    """The backup in this file, packed or beside its manifest; raises EnvironmentProblem when it is none."""
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                return Kept(file, read_manifest(packed.read(MANIFEST_NAME)))
        return Kept(file, read_manifest(file.with_suffix(".json").read_bytes()))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise no_backup(file) from error


def place_of(location: str, chosen: str = "") -> Path:
    """Where backups of these books go: in the chosen folder, else beside them, a server's in the data folder.

    Each office has a folder of its own there.
    """
    if names_a_server(location):
        stem, usual = re.sub(r"\W", "_", urlsplit(location).path.strip("/")), paths.data_folder()
    else:
        stem, usual = Path(location).stem, Path(location).parent
    return (Path(chosen) if chosen else usual) / f"{stem}-backups"


def folder_of(location: str, chosen: str = "") -> Path:
    """The same, made where it was not there; raises EnvironmentProblem when it can't be."""
    folder = place_of(location, chosen)
    with refusals_told(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def key_of(database: Database) -> Path | None:
    """The file with an encrypted office's key, which goes with every backup; an old one may lie beside plain books."""
    return None if database.key is None or database.path is None else key_file(database.path)


def pool_name(key: OfficeKey | None) -> str:
    """The folder beside the backups for their attachments, one for each key: so a backup's open with its own."""
    return POOL_NAME if key is None else f"{POOL_NAME}-{key.fingerprint()}"


def is_plain(file: Path) -> bool:
    """Whether a backup's database opens without a passphrase: its own first bytes say so, for a key may lie beside it.

    What can't be read doesn't.
    """
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed, packed.open(DATABASE_NAME) as database:
                return database.read(len(PLAIN)) == PLAIN
        with file.open("rb") as database:
            return database.read(len(PLAIN)) == PLAIN
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error):
        return False


def put(folder: Path, name: str, database: Path, manifest: Manifest, pool: Path | None, key: Path | None) -> Path:
    """Lays a backup into a folder: its attachments first, its database last, so that no half of it is one.

    What is written is read back. Raises EnvironmentProblem, and there is no such backup then.
    """
    path = folder / name
    if pool is not None:
        pool_files(manifest, pool, folder / manifest.pool)
    if key is not None and key.exists():
        safe_write(key_file(path), key.read_bytes())
    safe_write(path.with_suffix(".json"), as_json(manifest))
    with database.open("rb") as source, whole_file(path) as target:
        shutil.copyfileobj(source, target, BLOCK)
    if sha256_of(path) != manifest.sha256:
        _remove(path)
        raise _unreliable(path)
    return path


def _unreliable(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "What was written to {path} reads back as something else."),
        QT_TRANSLATE_NOOP("errors", "This disk or stick can't be relied on. Use another one for the backups."),
        path=str(path),
    )


def _remove(path: Path) -> None:
    """Removes a backup from its folder, its database first: a manifest alone is none."""
    path.unlink()
    key_file(path).unlink(missing_ok=True)
    path.with_suffix(".json").unlink()


def pool_files(manifest: Manifest, pool: Path, kept: Path) -> None:
    """Copies each attachment once into the pool beside the backups; what the books' own pool lost can't be copied.

    What is copied is read back; when everything was looked through, so are the files that are there already. Raises
    EnvironmentProblem where one reads back as something else; it is removed.
    """
    whole = manifest.whole_at == manifest.made_at
    for sha256 in _there(manifest):
        source, target = pooled(pool, sha256), pooled(kept, sha256)
        if not target.exists() or (whole and sha256_of(target) != sha256_of(source)):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with source.open("rb") as incoming, whole_file(target) as out:
                shutil.copyfileobj(incoming, out, BLOCK)
            if sha256_of(target) != sha256_of(source):
                target.unlink()
                raise _unreliable(target)


def pack(path: Path, copy: Path, manifest: Manifest, pool: Path | None, key: Path | None) -> None:
    """Writes a backup with its attachments into one file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST_NAME, as_json(manifest))
        packed.write(copy, DATABASE_NAME)
        if key is not None and key.exists():
            packed.write(key, KEY_NAME)
        for sha256 in manifest.attachments:
            if pool is not None and sha256 not in manifest.missing:
                packed.write(pooled(pool, sha256), f"{POOL_NAME}/{sha256}")


def thin(folder: Path, newest: Manifest, now: datetime, zone: ZoneInfo) -> int:
    """How many backups of the same books were removed, as they are thinned: verified ones and others apart.

    Verified ones give way to a verified one alone.
    """
    removed = 0
    with refusals_told(folder):
        ours = [kept for kept in backups_in(folder) if kept.manifest.books in ("", newest.books)]
        for verified in {newest.verified, False}:
            some = [kept for kept in ours if kept.manifest.verified is verified]
            stay = thinned((kept.manifest.made.astimezone(zone) for kept in some), now.astimezone(zone))
            for kept in some:
                if kept.manifest.made not in stay:
                    _remove(kept.path)
                    removed += 1
        _sweep_pools(folder)
    return removed


def drop_repeated(folder: Path, newest: Manifest) -> None:
    """Removes earlier backups of the same books up to the same entry, in which the same is wrong: they hold no more."""
    with refusals_told(folder):
        for kept in backups_in(folder):
            older = kept.manifest
            same = (older.books, older.journal_hash, older.findings) == (
                newest.books,
                newest.journal_hash,
                newest.findings,
            )
            if same and older.books and older.made < newest.made:
                _remove(kept.path)


def _sweep_pools(folder: Path) -> None:
    """Removes the files that no manifest in the folder names; none where a manifest can't be read."""
    named: set[Path] = set()
    for path in folder.glob("desk-*.json"):
        try:
            manifest = read_manifest(path.read_bytes())
        except ValueError:
            return
        named.update(pooled(folder / manifest.pool, sha256) for sha256 in manifest.attachments)
    for file in folder.glob(f"{POOL_NAME}*/??/*"):
        # A young one may belong to a backup that is being made just now.
        if HASH.fullmatch(file.name) and file not in named and is_left_behind(file):
            file.unlink()


def sweep(folder: Path, pattern: str) -> None:
    """Removes copies of the books that a killed program left half made."""
    for left in folder.glob(pattern):
        if is_left_behind(left):
            shutil.rmtree(left)


def is_left_behind(path: Path) -> bool:
    """Whether nothing was written there for so long that nobody is at it any more."""
    return time.time() - path.stat().st_mtime > LEFT_BEHIND


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes: those on the disk, as far as the system can be asked to forget what it remembers."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Waits until the file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


class Unpacked(NamedTuple):
    """A backup's parts, taken out: its database with its key beside it, its attachments, what it says it holds."""

    database: Path
    pool: Path
    manifest: Manifest


def unpack(file: Path, folder: Path) -> Unpacked:
    """A backup's database (its key beside it) and attachments, copied into `folder`.

    Attachments come as they lie there, for a lost one is no reason to lose all: what they hold is looked into with the
    books' key. Raises EnvironmentProblem when it is no backup, or its database was changed.
    """
    database, pool = folder / DATABASE_NAME, folder / POOL_NAME
    pool.mkdir(mode=0o700, exist_ok=True)
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                manifest = read_manifest(packed.read(MANIFEST_NAME))
                _take(partial(packed.open, DATABASE_NAME), database, manifest.sha256)
                if KEY_NAME in packed.namelist():
                    safe_write(key_file(database), packed.read(KEY_NAME))
                _take_files(manifest, pool, lambda sha256: packed.read(f"{POOL_NAME}/{sha256}"))
        else:
            manifest = read_manifest(file.with_suffix(".json").read_bytes())
            _take(lambda: file.open("rb"), database, manifest.sha256)
            if key_file(file).exists():
                safe_write(key_file(database), key_file(file).read_bytes())
            _take_files(manifest, pool, lambda sha256: pooled(file.parent / manifest.pool, sha256).read_bytes())
    except (FileNotFoundError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise no_backup(file) from error
    return Unpacked(database, pool, manifest)


def _there(manifest: Manifest) -> Iterable[str]:
    return (sha256 for sha256 in manifest.attachments if sha256 not in manifest.missing)


def _take_files(manifest: Manifest, pool: Path, read: Callable[[str], bytes]) -> None:
    """Copies the attachments that can be read; ValueError for a name that is no hash: it might lead out of the pool."""
    for sha256 in manifest.attachments:
        if not HASH.fullmatch(sha256):
            raise ValueError("no hash")
        try:
            data = read(sha256)
        except (OSError, KeyError, zipfile.BadZipFile, zlib.error):
            continue  # whoever looks into the copy finds that it is missing
        target = pooled(pool, sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        safe_write(target, data)


def _take(source: Callable[[], IO[bytes]], target: Path, sha256: str) -> None:
    """Copies a part of a backup, readable to its owner alone; ValueError when it is not what its hash says."""
    digest = hashlib.sha256()
    target.touch(mode=0o600)
    with source() as incoming, target.open("wb") as out:
        while block := incoming.read(BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != sha256:
        raise ValueError("changed since it was made")


def no_backup(file: Path) -> EnvironmentProblem:
    """What is said of a file that is no backup."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "{path} is no backup of the desk, or it was changed since it was made."),
        QT_TRANSLATE_NOOP("errors", "Choose another backup; nothing was changed."),
        path=str(file),
    )
