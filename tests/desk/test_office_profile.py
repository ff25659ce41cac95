# SPDX-License-Identifier: Apache-2.0
"""The office's particulars are changed, are on the next paper, and two desks don't overwrite each other."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from complaintdesk.desk import office_profile
from complaintdesk.desk.office import Office
from complaintdesk.errors import Conflict, UserError
from tests.builders import PASSWORD, codes


def a_logo(width: int = 60, height: int = 40) -> str:
    file = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.fixture
def keeper(office: Office) -> Office:
    """The office with its administrator at the desk."""
    office.sign_in("管理员", PASSWORD)
    return office


def test_the_office_is_called_by_its_new_name_at_once(keeper: Office) -> None:
    draft = keeper.ask(office_profile.profile)
    logo = a_logo()
    keeper.do(
        office_profile.change,
        replace(
            draft, name=" 月亮湾  物业 ", address="月亮路1号", complaint_phone="0571 1234", form_code="B/1", logo=logo
        ),
    )
    record = keeper.record
    assert (record.name, record.address, record.complaint_phone) == ("月亮湾 物业", "月亮路1号", "0571 1234")
    assert (record.form_code, record.logo) == ("B/1", logo)
    assert codes(keeper) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "名" * 61}, "name"),
        ({"address": "路" * 121}, "address"),
        ({"complaint_phone": "1" * 41}, "complaint_phone"),
        ({"form_code": "A" * 41}, "form_code"),
        ({"logo": "no base64 at all!"}, "logo"),
        ({"logo": base64.b64encode(b"GIF89a").decode()}, "logo"),
        ({"logo": base64.b64encode(base64.b64decode(a_logo())[:-5]).decode()}, "logo"),
        ({"logo": a_logo(700, 500)}, "logo"),
    ],
)
def test_what_can_not_stand_on_paper_is_said_beside_its_field(
    keeper: Office, changes: dict[str, Any], field: str
) -> None:
    draft = keeper.ask(office_profile.profile)
    with pytest.raises(UserError) as refused:
        keeper.do(office_profile.change, replace(draft, **changes))
    assert refused.value.field == field
    assert keeper.ask(office_profile.profile) == draft


def test_the_second_of_two_desks_sees_what_the_first_wrote(keeper: Office) -> None:
    draft = keeper.ask(office_profile.profile)
    keeper.do(office_profile.change, replace(draft, address="一号楼"))
    mine = replace(draft, address="二号楼")
    with pytest.raises(Conflict) as refused:
        keeper.do(office_profile.change, mine)
    assert (refused.value.theirs.address, refused.value.mine) == ("一号楼", mine)
    keeper.do(office_profile.change, replace(mine, version=refused.value.theirs.version))
    assert keeper.record.address == "二号楼"
