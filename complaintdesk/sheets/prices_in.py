# SPDX-License-Identifier: Apache-2.0
"""Price lists of chargeable services (有偿服务收费标准) as offices publish them: every line as it is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.price_terms import folded, read_terms, unit_of
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.lists import Checked, Heads, Line, ListRead, RowAt, each_told, lines_of
from complaintdesk.sheets.reading import Progress, Sheet

COLUMNS = {
    "serial": "序号 编号 项次 号 no number",
    "section": "大类 类别 分类 服务类别 服务大类 项目类别 section",
    "item": "服务项目 维修项目 收费项目 项目名称 项目 服务内容 维修内容 服务名称 名称 item",
    "price_unit": "单位 计量单位 计价单位 计价方式 unit",
    "fee": "收费标准 实际收费标准 人工费 人工费_元 人工 服务费 收费 价格 单价 标准 收费金额 fee price",
    "material": "维修材料 材料费用 材料费 材料费_元 材料价格 材料 material",
    "duration": "维修时效 时效 服务时限 完成时限 时限 用时 duration",
    "note": "备注 说明 note",
}
_NAME_LIMIT = 120
_UNIT_LIMIT = 20
_HEADING = re.compile(r"[一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+[类项部]")
_SAME = ("同上", "同左", "〃", '"')


@dataclass
class _Above:
    """What lines further down go back to."""

    section: str = ""
    note: str = ""
    unit: str = ""
    headings: list[Line] = field(default_factory=list)  # that no item has come below yet


def enough(has: Collection[str]) -> bool:
    """Whether a head with these fields makes a price list."""
    return "item" in has and bool({"fee", "material"} & {*has})


def read_prices(
    book: Iterable[Sheet], heads: Heads | None = None, tell: Progress | None = None
) -> ListRead[PriceItemDraft]:
    """The items of a price list in their order, as written; several sheets are one list, each a section of it.

    A line is refused without a name, or too long for the books; the list to mend has all the others beside it, as it
    goes in as a list of its own. What of its price can't be read is told beside the cell; the line goes in and is
    quoted by hand. Serials may repeat; a heading goes in with the item below it. Raises ImportRefused when no sheet
    names items and prices.
    """
    lines, left_out = lines_of(book, COLUMNS, enough, heads)
    rows = [Checked(line) for line in lines]
    several = len({line.sheet.name for line in lines}) > 1
    good: list[PriceItemDraft] = []
    sources: list[list[Line]] = []
    above: dict[str, _Above] = {}
    for row in each_told(rows, tell):
        name = row.line.sheet.name
        before = above.setdefault(name, _Above(section=name if several else ""))
        heading = _heading(row)
        if heading:
            before.section = heading
            before.headings.append(row.line)
            continue
        draft = _draft(row, before, len(good) + 1, lines[0].sheet.name)
        if draft is not None:
            good.append(draft)
            sources.append([*before.headings, row.line])
            before.headings.clear()
    over_nothing = {line.at for before in above.values() for line in before.headings}
    counted = [row for row in rows if row.line.at not in over_nothing]
    along = {row.line.at for row in rows if not row.flaws} if any(row.flaws for row in rows) else frozenset[RowAt]()
    return ListRead.of(good, counted, left_out, sources=sources, along=frozenset(along))


def _heading(row: Checked) -> str:
    """A line that only names what follows: 一、水电类."""
    texts = {row.line.text(name).strip() for name in COLUMNS if name in row.line.head.at} - {""}
    only = next(iter(texts)) if len(texts) == 1 else ""
    return clean_line(only, None)[:_NAME_LIMIT] if _HEADING.match(folded(only)) else ""


def _draft(row: Checked, above: _Above, position: int, list_name: str) -> PriceItemDraft | None:
    """The line as an item; None after noting why not."""
    name = row.text("item")
    if not name and not row.flaws:
        row.wrong("item", UserError(QT_TRANSLATE_NOOP("errors", "Which service is it? The line names none.")))
    section = row.text("section", _NAME_LIMIT)
    section = above.section if section in ("", *_SAME) else section
    unit, note = row.text("price_unit", _UNIT_LIMIT), row.text("note")
    unit = above.unit if unit in _SAME else unit
    meant = above.note if folded(note) in _SAME else note
    draft = PriceItemDraft(
        name=name,
        section=section,
        serial=row.text("serial", _UNIT_LIMIT),
        unit=unit,
        fee_text=row.text("fee"),
        material_text=row.text("material"),
        duration_text=row.text("duration"),
        note=note,
        meant=meant if meant != note else "",
        list_name=clean_line(list_name, None)[:_NAME_LIMIT],
        position=position,
    )
    if row.flaws:
        return None
    above.section, above.note, above.unit = section, meant, unit
    terms = read_terms(draft.fee_text, draft.material_text, meant, unit or unit_of(draft.fee_text), name)
    for text, error in zip(terms.unread, terms.problems(), strict=False):  # none for what needs no reading
        row.drop(next((each for each in ("fee", "material") if row.line.text(each).strip() == text), "note"), error)
    return draft
