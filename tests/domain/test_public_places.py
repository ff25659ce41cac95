# SPDX-License-Identifier: Apache-2.0
"""A place in words is taken for a public area only where it can be nothing else (R-WO-09)."""

from __future__ import annotations

import pytest

from complaintdesk.domain.public_places import is_public


@pytest.mark.parametrize(
    "words",
    [
        *("1号楼大堂", "3栋2单元电梯", "2号电梯", "3栋 电梯厅", "楼道", "12栋三楼楼道", "5#楼梯间"),
        *("小区门口", "南门岗亭", "地下车库", "地下车库入口", "负一层车库", "车库负一层", "B1车库"),
        *("地下车库（东侧）", "楼道灯", "中心花园", "花园", "3栋后花园", "小区花园里", "空中花园"),
        *("3号楼天台", "外墙", "6栋架空层", "垃圾房", "水泵房", "小区大门", "东门门口", "入户大堂"),
        *("室外泳池", "地下室走廊", "1号楼大堂的门", "大堂３楼", "2栋单元门口", "电梯机房"),
    ],
)
def test_what_belongs_to_all_is_public(words: str) -> None:
    assert is_public(words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "3-2-1502", "1502门口", "3栋1502电梯厅旁", "3栋2单元1502室", "家门口", "王先生家门口"),
        *("1号院花园", "8号别墅泳池", "翠湖花园", "世纪广场", "阳光花园3栋", "花园路3号"),
        *("大堂经理办公室", "便利店门口", "12号商铺门口", "车库12号车位", "地下车库12", "302室走廊"),
        *("保洁公司", "业主家楼道", "大堂灯不亮", "广场店二楼", "电梯公司", "房门口", "入户门"),
    ],
)
def test_what_may_be_somebody_s_own_is_not(words: str) -> None:
    assert not is_public(words)
