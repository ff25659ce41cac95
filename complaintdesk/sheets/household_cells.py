# SPDX-License-Identifier: Apache-2.0
"""One row of a list of households: its columns' names, and the room, parking spaces and people that its cells tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.domain.dates import read_when
from complaintdesk.domain.folding import Room, floor_of, fold_building, fold_room_no, fold_unit, parse_room
from complaintdesk.domain.phones import fold_phone, is_sentinel_phone, phone_problem
from complaintdesk.domain.quantities import read_area
from complaintdesk.domain.terms import OccupantKind, PlaceKind
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.lists import Checked, written

COLUMNS = {
    "building": "楼号 楼栋 栋号 楼栋号 楼栋编号 楼幢 幢号 栋 幢 座 building",
    "unit": "单元 单元号 单元编号 unit",
    "room": "房号 房间号 房间 室号 房屋编号 房屋号 房屋 门牌号 户号 室 住址 地址 room",
    "floor": "楼层 房屋楼层 所在楼层 层 floor",
    "area": "建筑面积 房屋面积 面积 area",
    "type": "房屋类型 房产类型 物业类型 type",
    "status": "房屋状态 status",
    "name": "姓名 业主姓名 业主名称 住户姓名 户主姓名 业主 户主 住户 联系人 name",
    "phone": "手机号 手机 手机号码 电话 联系电话 电话号码 业主电话 联系方式 phone",
    "other_phone": "备用电话 其他电话 固定电话 座机 家庭电话 电话2 联系电话2 other_phone",
    "kind": "业主类型 住户类型 人员类型 身份 关系 与业主关系 occupant_kind",
    "owner_no": "业主编号 住户编号 客户编号 owner_number",
    "from_on": "入住日期 入住时间 交房日期 交房时间 from",
    "to_on": "迁出日期 迁出时间 退租日期 to",
    "space": "车位号 车位编码 车位编号 车位 parking",
    "space_name": "车位名称 车位全称 parking_name",
    "lot": "停车场编号 停车场 车场 parking_lot",
    "plate": "车牌号 车牌号码 车牌 plate",
    "note": "备注 note",
}
_KINDS = {
    **dict.fromkeys(("", "1001", "业主", "户主", "产权人", "房主", "owner"), OccupantKind.OWNER),
    **dict.fromkeys(("1002", "家庭成员", "家属", "成员", "配偶", "子女", "父母", "family"), OccupantKind.FAMILY),
    **dict.fromkeys(("1003", "房屋租客", "租客", "租户", "承租人", "tenant"), OccupantKind.TENANT),
    **dict.fromkeys(("1004", "临时人员", "其他", "other"), OccupantKind.OTHER),
}
_SHOP_STATUS = {"2006", "2007"}
_SHOP = re.compile("商铺|商业|店")
_SEVERAL = re.compile(r"[,，、;；/\n]+")
_CALENDAR = ZoneInfo("UTC")  # days have no hour, so no zone either


def room_in(row: Checked, buildings: bool) -> PlaceDraft | None:
    """The room that a row tells; None after noting what is wrong. `buildings`: other rows of its sheet name one."""
    told = row.line.text
    building, unit, number = fold_building(told("building")), fold_unit(told("unit")), fold_room_no(told("room"))
    whole = parse_room(told("room"))
    shop = told("unit") == "0" or told("status") in _SHOP_STATUS or bool(_SHOP.search(told("type")))
    area, note = _area(row), "" if told("space") else row.text("note")
    if whole is not None and whole.building:
        if building not in ("", whole.building) or unit not in ("", whole.unit):
            text = QT_TRANSLATE_NOOP("errors", "“{room}” is in another building or unit than this row says.")
            row.wrong("room", UserError(text, room=told("room")))
            return None
        building, unit, number = whole.building, whole.unit, whole.room
    elif shop and whole is None and not building:  # known by its name alone: 东门便利店
        return PlaceDraft(kind=PlaceKind.SHOP, label=row.fitting("room", told("room"), 80), area=area, note=note)
    elif buildings and not building:
        row.wrong("building", UserError(QT_TRANSLATE_NOOP("errors", "Which building?")))
        return None
    room = Room(building, unit, fold_building(told("floor")) or floor_of(number), number)
    if not shop and parse_room(room.label) is None:
        text = QT_TRANSLATE_NOOP("errors", "“{room}” can't be read as a room: write it like 3-2-1502 or 3栋1502.")
        row.wrong("room", UserError(text, room=told("room")))
        return None
    return PlaceDraft(
        kind=PlaceKind.SHOP if shop else PlaceKind.HOUSEHOLD,
        building=room.building,
        unit=room.unit,
        floor=room.floor,
        room=room.room,
        area=area,
        note=note,
    )


def spaces_in(row: Checked) -> Iterator[PlaceDraft]:
    """The parking spaces that a row names; a list of parking has one, a row of a room may have several.

    A number becomes 车位 and the number; what stands as a space's name is its name to the letter.
    """
    if name := row.line.text("space_name"):
        building, unit, floor, room = (row.text(each, 20) for each in ("building", "unit", "floor", "room"))
        yield PlaceDraft(
            kind=PlaceKind.PARKING,
            building=building,
            unit=unit,
            floor=floor,
            room=room,
            label=row.fitting("space_name", name, 80),
            area=_area(row),
            note=row.text("note"),
        )
        return
    lot = row.text("lot", 40)
    where = f"{lot}号停车场" if lot.isdigit() else lot
    for number in _SEVERAL.split(row.text("space", 60)):
        if not number.strip():
            continue
        own = "" if "room" in row.line.head.at else _area(row)
        called = number.strip() if "车位" in number else f"车位{number.strip()}"
        plate = row.text("plate", 60)
        yield PlaceDraft(
            kind=PlaceKind.PARKING,
            label=row.fitting("space", ("" if lot == "1" else where) + called, 80),
            area=own,
            note=f"车牌号：{plate}" if plate else "",
        )


def people_in(row: Checked) -> tuple[OccupantDraft, ...]:
    """The people that a row names; several names in one cell are several people, numbers in their order."""
    if "name" not in row.line.head.at:
        return ()
    names = [row.fitting("name", name, 80) for name in _SEVERAL.split(row.text("name")) if name.strip()]
    phones = _phones(row, "phone")
    others = _phones(row, "other_phone")
    kind = _kind(row)
    if not names:
        if any(phones) or any(others):
            row.wrong("name", UserError(QT_TRANSLATE_NOOP("errors", "Whose number is this? The name is missing.")))
        return ()
    each = len(names) == len(phones) and not others
    of_each = [[phone] for phone in phones] if each else [[*phones, *others]]
    from_on, to_on = _day(row, "from_on"), _day(row, "to_on")
    return tuple(
        OccupantDraft(
            name=name,
            kind=kind,
            phones=tuple(filter(None, of_each[position])) if position < len(of_each) else (),
            external_no=row.text("owner_no", 40),
            from_on=from_on,
            to_on=to_on,
        )
        for position, name in enumerate(names)
    )


def _phones(row: Checked, field: str) -> list[PhoneDraft | None]:
    """The numbers in a cell in their order; None for a stand-in for 'none', and for what is no number, which is noted.

    The row goes in without such a one: a household that can't be called is better than one that isn't there.
    """
    told = row.line.text(field)
    if not told or is_sentinel_phone(told):
        return []
    numbers: list[PhoneDraft | None] = []
    for number in filter(str.strip, _SEVERAL.split(told)):
        stands_for_none = is_sentinel_phone(number)
        problem = None if stands_for_none else phone_problem(number)
        if problem:
            row.drop(field, UserError(problem))
        numbers.append(None if stands_for_none or problem else PhoneDraft(fold_phone(number)))
    return numbers


def _kind(row: Checked) -> OccupantKind:
    told = fold(row.line.text("kind"))
    if told not in _KINDS:
        text = QT_TRANSLATE_NOOP("errors", "“{found}” is none of: {allowed}.")
        row.wrong("kind", UserError(text, found=row.line.text("kind"), allowed="业主 家属 租户 其他"))
    return _KINDS.get(told, OccupantKind.OWNER)


def _day(row: Checked, field: str) -> date | None:
    cell = row.line.cell(field)
    if written(cell) == "":
        return None
    try:
        return read_when(cell, _CALENDAR).day
    except UserError as error:
        row.wrong(field, error)
        return None


def _area(row: Checked) -> str:
    """The square metres of the row; '' after noting that the cell says no number, while the row goes in."""
    try:
        return read_area(row.line.text("area"))
    except UserError as error:
        row.drop("area", error)
        return ""
