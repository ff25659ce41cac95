# SPDX-License-Identifier: Apache-2.0
"""Outside numbers (R-OWN-02) from a workbook: 名称, 电话, 事项, 联系人, 备注 in any order, found by their heads."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.desk.directory import EntryDraft, checked_entry
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.short_lists import ShortList, read_short_list

HEADS = {
    "name": ("名称", "单位", "单位名称", "姓名", "name"),
    "phone": ("电话", "电话号码", "联系电话", "号码", "phone"),
    "serves": ("事项", "说明", "业务", "用途", "for what"),
    "contact": ("联系人", "contact"),
    "note": ("备注", "note"),
}


def read_numbers(path: Path) -> ShortList[EntryDraft]:
    """The outside numbers of a list; raises ImportRefused without the two columns, EnvironmentProblem of the disk."""

    def draft(given: dict[str, str]) -> EntryDraft:
        if not fold(given["name"]) or not fold(given["phone"]):
            raise UserError(QT_TRANSLATE_NOOP("errors", "Name or number is empty."))
        serves, contact, note = (given.get(name, "") for name in ("serves", "contact", "note"))
        made = EntryDraft(given["name"], serves, contact, given["phone"], note)
        checked_entry(made)
        return made

    return read_short_list(path, HEADS, ("name", "phone"), draft)
