# SPDX-License-Identifier: Apache-2.0
"""Surnames and given names that are read otherwise than their characters are in words.

Readings are those of 现代汉语词典 (第7版) for what it marks as a surname, without tones, ü as v. What else people
say, the other reading of a surname that has two or a common misreading, stands in OTHER_READINGS. Gone through for
gaps: the surnames of 百家姓, the list of overtrue/pinyin (MIT licence), published lists of surnames often misread.
"""

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split() for pair in text.split(","))


# How a character is read when it is a surname, where that is not its usual reading. Both are indexed: not everybody
# at the desk knows it, and the usual one is what many type.
SURNAMES = _pairs(
    "单 shan,單 shan,曾 zeng,仇 qiu,解 xie,区 ou,區 ou,查 zha,盖 ge,蓋 ge,朴 piao,翟 zhai,缪 miao,繆 miao,乐 yue,"
    "樂 yue,员 yun,員 yun,贠 yun,貟 yun,种 chong,繁 po,秘 bi,召 shao,折 she,黑 he,佴 nai,句 gou,阚 kan,"
    "覃 qin,祭 zhai,能 nai,乜 nie,都 du,炅 gui,牟 mu,隗 wei,郇 xun,薄 bo,洗 xian,粘 nian,么 yao,便 pian,"
    "会 gui,會 gui,卜 bu,賁 ben"
)
# A second reading of a surname, or of a character in given names.
OTHER_READINGS = _pairs(
    "费 bi,費 bi,贲 fei,賁 fei,逢 pang,库 she,庫 she,宓 fu,尉 yu,冒 mo,郄 xi,郤 que,亢 gang,妫 wei,嬀 wei,眭 gui,"
    "昝 jiu,芮 nei,镡 tan,鐔 tan,隽 jun,雋 jun,六 lu,车 ju,車 ju,幺 me,"
    "谌 shen,諶 shen,郗 chi,莘 xin,重 chong,茜 xi,朝 zhao,长 chang,長 chang,行 hang,娜 nuo,晟 sheng,柏 bo,传 zhuan,"
    "盛 cheng,澄 deng,莞 wan,蔚 yu,筠 jun,颉 xie,仔 zi,伽 jia,绿 lu,藏 zang,婼 ruo,荨 qian"
)
DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "尉遲": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "萬俟": ("mo", "qi"),
    "澹台": ("tan", "tai"),
    "澹臺": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "單于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "長孫": ("zhang", "sun"),
    "仲长": ("zhong", "chang"),
    "仲長": ("zhong", "chang"),
    "中行": ("zhong", "hang"),
    "子车": ("zi", "ju"),
    "子車": ("zi", "ju"),
}
