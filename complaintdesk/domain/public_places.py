# SPDX-License-Identifier: Apache-2.0
"""Whether a place in words is a public area (1号楼大堂, 地下车库入口) and nobody's own; in doubt it is not."""

from __future__ import annotations

import re
import unicodedata

_NAMES = (
    "大堂|大厅|门厅|候梯厅|电梯|客梯|货梯|扶梯|轿厢|楼道|楼梯|步梯|过道|走廊|连廊|通道|车库|地库|车棚|停车场|停车区"
    "|门口|大门|正门|侧门|后门|单元门|岗亭|门岗|天台|屋面|楼顶|天面|外墙|架空层|避难层|设备层|中庭|绿化带|绿地|草坪"
    "|草地|围墙|泳池|游泳池|会所|球场|健身区|游乐区|游乐场|儿童乐园|公厕|公共卫生间|公共区域|公共部位|公区|配电房"
    "|水泵房|泵房|设备房|电梯机房|管道井|管井|水井|电井|弱电间|强电间|垃圾房|垃圾站|垃圾桶|垃圾点|垃圾屋|道闸|路灯"
    "|车道|坡道|人行道|马路|路面|水景|喷泉|凉亭|快递柜|信报箱|充电桩"
)
# An estate may be called so too (翠湖花园): these are its own only where something says which.
_GARDENS = "(?:^|[里内外的前后东西南北侧边座栋幢区下顶]|号楼|单元|小区|中心|中央|空中|屋顶|室外)(?:花园|广场|公园)"
_WHERE = (
    "附近|旁边|对面|中间|入口|出口|出入口|路口|地面|顶部|底部|内侧|外侧|拐角|转角|[的里内外上下旁边侧前后处口间厅门顶灯东西南北]"
    "|负?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:层|楼)|B[0-9]层?"
)
_AREA = re.compile(f"(?:{_NAMES}|{_GARDENS})(?:{_NAMES}|{_WHERE})*$")
_OWN = re.compile("[0-9]{3}|[0-9]室|(?<!地下)室(?!外|内)|[家户房铺店院]|别墅|公司|商场|超市|餐厅|银行|学校|幼儿园|机关")
_NOT_OWN = re.compile("垃圾房|配电房|水泵房|泵房|设备房|机房|用户|门户|入户大堂|入户门厅|住户大堂|院内|大院")


def is_public(text: str) -> bool:
    """Whether the words end in what belongs to all, and name no door, shop or household.

    `text` is a place as it was typed: 3栋大堂, 负一层车库, 南门岗亭; what was said of it (灯不亮) is no place.
    """
    words = re.sub(r"[\s,，。、;；()（）·-]", "", unicodedata.normalize("NFKC", text)).upper()
    return _AREA.search(words) is not None and _OWN.search(_NOT_OWN.sub("", words)) is None
