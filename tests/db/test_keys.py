# SPDX-License-Identifier: Apache-2.0
"""The key of an encrypted office opens with its passphrase or its recovery code, and with nothing else."""

from __future__ import annotations

import json
import stat

import pytest

from complaintdesk.db import keys
from complaintdesk.db.keys import OfficeKey
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.errors import EnvironmentProblem, UserError

PASSPHRASE = "紫荆苑 correct 'horse'"


@pytest.fixture
def key():
    return OfficeKey.new()


@pytest.fixture
def path(tmp_path, key):
    """A key file that opens with the passphrase alone."""
    file = tmp_path / "office.db.key"
    keys.lock_away(file, key, PASSPHRASE)
    return file


def field_refused(path, secret) -> str:
    with pytest.raises(UserError) as refused:
        keys.unlock(path, secret)
    return refused.value.field


def test_the_passphrase_gives_the_key_and_another_is_refused_beside_its_field(path, key):
    assert keys.unlock(path, PASSPHRASE) == key
    for other in ("", PASSPHRASE + " ", PASSPHRASE.upper(), "7" * 40):
        assert field_refused(path, other) == "passphrase"


def test_a_passphrase_is_the_same_however_its_accents_are_typed(tmp_path, key):
    keys.lock_away(tmp_path / "k", key, "caf\u00e9 au lait")
    assert keys.unlock(tmp_path / "k", "cafe\u0301 au lait") == key


def test_the_key_file_is_its_owners_alone_and_shows_neither_key_nor_passphrase(path, key):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert key.raw.hex() not in text
    assert "horse" not in text
    assert key.raw.hex() not in repr(key)


def test_two_key_files_of_one_key_have_nothing_in_common(tmp_path, path, key):
    keys.lock_away(tmp_path / "again", key, PASSPHRASE)
    first, second = (json.loads(each.read_text())["passphrase"] for each in (path, tmp_path / "again"))
    assert not {first[name] for name in ("salt", "nonce", "key")} & {second[name] for name in ("salt", "nonce", "key")}


def test_to_try_a_passphrase_is_costly_enough_as_shipped(tmp_path, key, shipped_secrets):
    keys.lock_away(tmp_path / "k", key, PASSPHRASE)
    costs = json.loads((tmp_path / "k").read_text())["passphrase"]
    assert costs["memory"] >= 19 * 1024  # KiB, OWASP's least for argon2id with two passes
    assert costs["rounds"] >= 2
    assert keys.unlock(tmp_path / "k", PASSPHRASE) == key


def test_a_short_passphrase_locks_nothing_away(tmp_path, key):
    with pytest.raises(UserError) as refused:
        keys.lock_away(tmp_path / "k", key, "1234567")
    assert refused.value.field == "passphrase"
    assert not (tmp_path / "k").exists()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(path, key):
    code = new_recovery_code()
    keys.change_code(path, key, code)
    keys.change_passphrase(path, key, "another passphrase")
    assert keys.unlock(path, "another passphrase") == key
    assert keys.unlock(path, code) == key
    assert field_refused(path, PASSPHRASE) == "passphrase"


def test_the_recovery_code_opens_typed_as_people_type(path, key):
    code = new_recovery_code()
    keys.change_code(path, key, code)
    assert keys.unlock(path, code.lower().replace("-", " ")) == key
    assert keys.unlock(path, PASSPHRASE) == key


def test_a_new_recovery_code_voids_the_old_one(path, key):
    old, new = new_recovery_code(), new_recovery_code()
    keys.change_code(path, key, old)
    keys.change_code(path, key, new)
    assert keys.unlock(path, new) == key
    assert field_refused(path, old) == "code"


def test_a_code_of_another_office_is_called_so(path):
    assert field_refused(path, new_recovery_code()) == "code"


def damaged_copies(text: str):
    held = json.loads(text)
    yield ""
    yield text[:-20]
    yield "[]"
    yield json.dumps(held | {"format": 2})
    yield json.dumps({"format": 1})
    for name, value in (
        ("salt", "AAAA"),
        ("key", "!"),
        ("nonce", 7),
        ("memory", 1 << 40),
        ("rounds", 0),
        ("lanes", "4"),
    ):
        yield json.dumps(held | {"passphrase": held["passphrase"] | {name: value}})


def test_a_damaged_key_file_is_told_in_words(path):
    for text in damaged_copies(path.read_text()):
        path.write_text(text)
        with pytest.raises(EnvironmentProblem, match="key file"):
            keys.unlock(path, PASSPHRASE)
    path.unlink()
    with pytest.raises(EnvironmentProblem, match="key file"):
        keys.unlock(path, PASSPHRASE)


def test_sealed_bytes_open_for_their_own_purpose_and_key_alone(key):
    sealed = key.seal("欧阳震华".encode(), "draft:1")
    assert key.unseal(sealed, "draft:1").decode() == "欧阳震华"
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong, about, other in (
        (sealed, "draft:2", key),
        (flipped, "draft:1", key),
        (sealed, "draft:1", OfficeKey.new()),
    ):
        with pytest.raises(ValueError, match="changed"):
            other.unseal(wrong, about)
    with pytest.raises(ValueError, match="not sealed"):
        key.unseal(b"plain", "draft:1")


def test_the_same_bytes_sealed_twice_look_different(key):
    assert key.seal(b"x", "a") != key.seal(b"x", "a")
