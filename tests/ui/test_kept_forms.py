# SPDX-License-Identifier: Apache-2.0
"""Half-typed forms follow the office's encryption: none stays plain where it is on, none is lost where it goes off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from complaintdesk.db.drafts_store import drafts_of
from complaintdesk.db.keys import OfficeKey
from complaintdesk.desk import encryption
from complaintdesk.desk.office import Office
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.ui.kept_forms import KeptForms
from tests.builders import ADMINISTRATOR, PASSWORD

FORM = {"caller_name": "欧阳震华"}
PASSPHRASE = "紫荆苑 2026 年"


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[KeptForms]:
    made = KeptForms(str(tmp_path / "office.db"))
    yield made
    made.close()


def on_disk(location: str) -> bytes:
    place = drafts_of(location)
    return b"".join(path.read_bytes() for path in place.parent.glob(f"{place.name}*"))


def test_where_the_disk_refuses_to_seal_the_forms_no_other_is_kept_plain(forms: KeptForms, tmp_path: Path) -> None:
    location = str(tmp_path / "office.db")
    forms.keep(1, "case/1", FORM)
    with closing(sqlite.connect(str(drafts_of(location)), isolation_level=None)) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'disk full'); END")
        with pytest.raises(EnvironmentProblem):
            forms.use_key(OfficeKey.new())
        other.execute("DROP TRIGGER full")
    forms.keep(1, "case/2", FORM)
    assert forms.kept(1, "case/") == {"1": FORM, "2": FORM}
    forms.close()
    assert "欧阳震华".encode() not in on_disk(location)


@pytest.mark.about_files("a file is encrypted and made plain; a server's books can't be")
def test_forms_outlive_the_books_being_made_plain(office: Office) -> None:
    office.sign_in(ADMINISTRATOR, PASSWORD)
    encryption.encrypt(office, PASSPHRASE)
    location = office.database.location
    forms = KeptForms(location, office.database.key)
    forms.keep(1, "case/1", FORM)
    encryption.decrypt(office, PASSPHRASE)
    at_next_start = KeptForms(location)
    assert at_next_start.kept(1, "case/") == {"1": FORM}, "even where the program was killed just now"
    forms.use_key(None)
    forms.keep(1, "case/2", FORM)
    assert at_next_start.kept(1, "case/") == {"1": FORM, "2": FORM}
    for each in (forms, at_next_start):
        each.close()


def test_an_offices_forms_are_the_same_however_its_file_is_spelled(
    forms: KeptForms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms.keep(1, "case/1", FORM)
    monkeypatch.chdir(tmp_path)
    spelled = KeptForms("office.db")
    assert spelled.kept(1, "case/") == {"1": FORM}
    spelled.close()
