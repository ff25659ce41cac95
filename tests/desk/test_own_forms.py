# SPDX-License-Identifier: Apache-2.0
"""An office's own versions of its paper forms: adopted, gone back from, heard of at other desks, kept by backups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaintdesk.desk import forms
from complaintdesk.desk.backup import backup
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.errors import Conflict, UserError
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Mode, Paper, render
from complaintdesk.printing.rows import UNREADABLE
from tests.builders import ADMINISTRATOR, PASSWORD, codes, rows
from tests.printing.own_forms import FORM, retitled
from tests.printing.papers import PRINTED_AT, ZONE, read_by_pypdf


@pytest.fixture
def keeper(office: Office) -> Office:
    """The office with its administrator at the desk."""
    office.sign_in(ADMINISTRATOR, PASSWORD)
    return office


def printed(office: Office, form_id: str = FORM) -> Paper:
    return render(form_id, office=office.record, printed_by="王敏", printed_at=PRINTED_AT, zone=ZONE, mode=Mode.SAMPLE)


def title_printed(office: Office) -> str:
    return read_by_pypdf(printed(office).pdf)[0]


def test_an_own_version_is_printed_from_then_on_and_the_shipped_one_again_after_going_back(keeper):
    first = keeper.do(forms.adopt, FORM, text_of(retitled("催办通知（本处）")), 0, " 按公司要求  改题 ")
    assert "催办通知（本处）" in title_printed(keeper)
    second = keeper.do(forms.adopt, FORM, text_of(retitled("催办函")), first)
    assert "催办函" in title_printed(keeper)
    keeper.do(forms.back_to_shipped, FORM, second, "公司收回")
    assert "催办通知（本处）" not in title_printed(keeper)
    assert "催办函" not in title_printed(keeper)
    found = keeper.ask(forms.versions, FORM)
    assert [(each.by, each.note, bool(each.text)) for each in found] == [
        (ADMINISTRATOR, "公司收回", False),
        (ADMINISTRATOR, "", True),
        (ADMINISTRATOR, "按公司要求 改题", True),
    ]
    assert keeper.ask(forms.own_texts) == ()
    assert codes(keeper) == []


def test_only_the_form_that_was_changed_is_another_one(keeper):
    before = printed(keeper, "liaison").pdf
    keeper.do(forms.adopt, FORM, text_of(retitled("催办函")), 0)
    assert read_by_pypdf(printed(keeper, "liaison").pdf) == read_by_pypdf(before)


def test_two_people_do_not_adopt_over_one_another(keeper):
    mine, theirs = text_of(retitled("甲")), text_of(retitled("乙"))
    keeper.do(forms.adopt, FORM, theirs, 0)
    with pytest.raises(Conflict) as conflict:
        keeper.do(forms.adopt, FORM, mine, 0)
    assert (conflict.value.theirs, conflict.value.mine) == (theirs, mine)


@pytest.mark.parametrize(
    ("form_id", "text"),
    [
        ("liaison", text_of(retitled("催办函"))),
        ("no_such_form", text_of(replace(retitled("催办函"), id="no_such_form"))),
        ("../forms/reminder", text_of(retitled("催办函"))),
        (FORM, "no TOML ="),
    ],
)
def test_what_is_no_file_of_the_form_is_not_adopted(keeper, form_id, text):
    with pytest.raises(UserError):
        keeper.do(forms.adopt, form_id, text, 0)
    assert rows(keeper, "SELECT count(*) FROM form_version") == [(0,)]


def test_the_same_again_is_no_version(keeper):
    text = text_of(retitled("催办函"))
    at = keeper.do(forms.adopt, FORM, text, 0)
    for deed, told in ((forms.adopt, (FORM, text, at)), (forms.back_to_shipped, ("liaison", 0))):
        with pytest.raises(UserError, match="Nothing was changed"):
            keeper.do(deed, *told)


def test_another_desk_prints_by_the_new_version_once_it_hears_of_it(keeper, clock):
    other = open_office(keeper.database.location, clock=clock)
    other.sign_in(ADMINISTRATOR, PASSWORD)
    keeper.do(forms.adopt, FORM, text_of(retitled("催办函")), 0)
    assert "form_version" in other.news()
    assert "催办函" in title_printed(other)
    other.close()


def test_a_version_that_this_program_cannot_read_leaves_the_shipped_form_and_says_so(keeper):
    """As after an upgrade that took a field away."""
    text = text_of(retitled("催办函")).replace("{reminder.words}", "{reminder.gone}")
    keeper.do(forms.adopt, FORM, text, 0)
    paper = printed(keeper)
    assert "催办函" not in read_by_pypdf(paper.pdf)[0]
    assert [(each.text, "reminder.gone" in each.words()) for each in paper.shortfalls] == [(UNREADABLE, True)]


@pytest.mark.about_files("a backup of a file brings back a file")
def test_a_restored_backup_brings_the_own_forms_back(file_office, tmp_path, clock):
    file_office.sign_in(ADMINISTRATOR, PASSWORD)
    file_office.do(forms.adopt, FORM, text_of(retitled("催办函")), 0, "改题")
    done = backup(file_office, whole=True)
    back = restore(
        done.path, tmp_path / "new" / "office.db", staff=ADMINISTRATOR, password=PASSWORD, clock=clock
    ).office
    assert codes(back) == []
    assert [each.note for each in back.ask(forms.versions)] == ["改题"]
    assert "催办函" in title_printed(back)
    back.close()
