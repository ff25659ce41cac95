# SPDX-License-Identifier: Apache-2.0
"""The key of an encrypted office, and the file beside its database that holds it under passphrase and recovery code."""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from complaintdesk.domain.recovery_code import read_recovery_code
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import safe_write

SHORTEST_PASSPHRASE = 8
FORMAT = 1
SEALED = b"complaintdesk sealed 1\n"  # what encrypted bytes begin with
_BITS, _NONCE, _TAG = 256, 12, 16
_ROUNDS, _MEMORY, _LANES = 3, 65_536, 4  # argon2id: passes, KiB, threads
_MOST_ROUNDS, _MOST_MEMORY, _MOST_LANES = 64, 1 << 20, 64  # no file may ask for more


@dataclass(frozen=True)
class OfficeKey:
    """The random key that an office's database, files and drafts are encrypted with."""

    raw: bytes = field(repr=False)

    @classmethod
    def new(cls) -> OfficeKey:
        """A key nobody had before."""
        return cls(AESGCM.generate_key(_BITS))

    def fingerprint(self) -> str:
        """Eight signs that tell this key from others, and nothing of what it opens."""
        return HKDF(SHA256(), 4, None, b"complaintdesk fingerprint").derive(self.raw).hex()

    def pragma(self) -> str:
        """The key as the engine takes it; a raw one, which it needs no time to derive."""
        return f"\"x'{self.raw.hex()}'\""

    def seal(self, data: bytes, about: str) -> bytes:
        """The bytes encrypted; they open again for the same `about` alone, so none can stand in for another."""
        nonce = os.urandom(_NONCE)
        return SEALED + nonce + AESGCM(self._for_contents()).encrypt(nonce, data, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """What was sealed; raises ValueError when it is not sealed, was changed, or was sealed by another key."""
        if not sealed.startswith(SEALED):
            raise ValueError("not sealed")
        nonce, rest = sealed[len(SEALED) :][:_NONCE], sealed[len(SEALED) + _NONCE :]
        try:
            return AESGCM(self._for_contents()).decrypt(nonce, rest, about.encode())
        except InvalidTag as error:
            raise ValueError("changed, or another key's") from error

    def _for_contents(self) -> bytes:
        return HKDF(SHA256(), _BITS // 8, None, b"complaintdesk contents").derive(self.raw)


def key_file(database: Path) -> Path:
    """Where an encrypted database has its key."""
    return database.with_name(database.name + ".key")


def lock_away(path: Path, key: OfficeKey, passphrase: str, code: str | None = None) -> None:
    """Writes a key file that opens with the passphrase, and with the recovery code once there is one.

    Raises UserError for a passphrase that is too short, EnvironmentProblem when the disk refuses.
    """
    _write(path, _wrapped(key, chosen(passphrase)), None if code is None else _wrapped(key, code))


def change_passphrase(path: Path, key: OfficeKey, passphrase: str) -> None:
    """Makes the key file open with another passphrase, and with the old one no more; raises as `lock_away`."""
    _write(path, _wrapped(key, chosen(passphrase)), _read(path)["recovery"])


def change_code(path: Path, key: OfficeKey, code: str) -> None:
    """Makes the key file open with this recovery code, and with an older one no more; raises as `lock_away`."""
    _write(path, _read(path)["passphrase"], _wrapped(key, code))


def unlock(path: Path, secret: str) -> OfficeKey:
    """The key, for the passphrase or the recovery code.

    Raises UserError (field `passphrase`, or `code` for what is written like one) when neither fits,
    EnvironmentProblem when the file is damaged.
    """
    held = _read(path)
    key = _unwrapped(held["passphrase"], unicodedata.normalize("NFC", secret))
    if key is not None:
        return key
    try:
        code = read_recovery_code(secret)
    except UserError:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The passphrase is wrong."), field="passphrase") from None
    key = None if held["recovery"] is None else _unwrapped(held["recovery"], code)
    if key is None:
        raise wrong_code()
    return key


def wrong_code() -> UserError:
    """What is said of a recovery code without a slip that is not this office's."""
    return UserError(
        QT_TRANSLATE_NOOP("errors", "This is not the office's recovery code, or a newer one was made since."),
        field="code",
    )


def chosen(passphrase: str) -> str:
    """A new passphrase as it is kept; raises UserError when it is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A passphrase has at least {count} characters."),
            field="passphrase",
            count=SHORTEST_PASSPHRASE,
        )
    return unicodedata.normalize("NFC", passphrase)


def _wrapped(key: OfficeKey, secret: str) -> dict[str, Any]:
    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    costs = {"rounds": _ROUNDS, "memory": _MEMORY, "lanes": _LANES}
    sealed = AESGCM(_derived(secret, salt, costs)).encrypt(nonce, key.raw, None)
    return {"salt": _text(salt), "nonce": _text(nonce), "key": _text(sealed), **costs}


def _unwrapped(wrapped: dict[str, Any], secret: str) -> OfficeKey | None:
    """The key, or None when the secret is another."""
    salt, nonce, sealed = (base64.b64decode(wrapped[name]) for name in ("salt", "nonce", "key"))
    try:
        return OfficeKey(AESGCM(_derived(secret, salt, wrapped)).decrypt(nonce, sealed, None))
    except InvalidTag:
        return None


def _derived(secret: str, salt: bytes, costs: dict[str, Any]) -> bytes:
    return hash_secret_raw(secret.encode(), salt, costs["rounds"], costs["memory"], costs["lanes"], _BITS // 8, Type.ID)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _write(path: Path, passphrase: dict[str, Any], recovery: dict[str, Any] | None) -> None:
    held = {"format": FORMAT, "passphrase": passphrase, "recovery": recovery}
    safe_write(path, json.dumps(held, indent=1).encode())


def _read(path: Path) -> dict[str, Any]:
    """What the file holds, looked at whole; raises EnvironmentProblem when it is none of ours, or damaged."""
    try:
        held: dict[str, Any] = json.loads(path.read_bytes())
        if held["format"] != FORMAT:
            raise ValueError("format")
        _refuse_odd(held["passphrase"])
        if held["recovery"] is not None:
            _refuse_odd(held["recovery"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The key file {path} can't be read, or is damaged."),
            QT_TRANSLATE_NOOP("errors", "Put it back from a backup: each backup of an encrypted office has a copy."),
            path=str(path),
        ) from error
    return held


def _refuse_odd(wrapped: dict[str, Any]) -> None:
    """Raises ValueError, KeyError or TypeError for a wrapped key that nobody of ours wrote."""
    lengths = {name: len(base64.b64decode(wrapped[name], validate=True)) for name in ("salt", "nonce", "key")}
    if lengths != {"salt": 16, "nonce": _NONCE, "key": _BITS // 8 + _TAG}:
        raise ValueError("lengths")
    for name, most in (("rounds", _MOST_ROUNDS), ("memory", _MOST_MEMORY), ("lanes", _MOST_LANES)):
        if not 1 <= wrapped[name] <= most:
            raise ValueError(name)
