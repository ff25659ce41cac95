# SPDX-License-Identifier: Apache-2.0
"""The words by which lists name kinds and channels, in Chinese and English."""

from __future__ import annotations

from complaintdesk.domain.terms import CaseKind, Channel
from complaintdesk.domain.texts import fold

_KINDS = {
    CaseKind.COMPLAINT: ("投诉", "客户投诉", "业主投诉", "complaint"),
    CaseKind.REPAIR: ("报修", "维修", "修理", "报事报修", "repair"),
    CaseKind.INQUIRY: ("咨询", "询问", "查询", "inquiry", "enquiry"),
    CaseKind.SUGGESTION: ("建议", "意见建议", "suggestion"),
    CaseKind.ASSISTANCE: ("求助", "帮助", "assistance", "help"),
    CaseKind.SPECIAL_SERVICE: ("特约服务", "特约", "有偿服务", "special_service", "special service"),
}
_CHANNELS = {
    Channel.PHONE: ("来电", "电话", "热线", "致电", "phone", "call"),
    Channel.VISIT: ("来访", "上门", "前台", "到访", "当面", "visit"),
    Channel.LETTER: ("信函", "来信", "来函", "letter"),
    Channel.EMAIL: ("电子邮件", "邮件", "邮箱", "email", "e-mail"),
    Channel.WEB: ("网络", "微信", "公众号", "小程序", "网站", "app", "业主群", "留言", "web"),
    Channel.COMPANY: ("上级转办", "公司转办", "公司", "总部", "company"),
    Channel.PATROL: ("巡查发现", "巡查", "巡检", "patrol"),
    Channel.MEDIA: ("媒体/部门转办", "媒体转办", "部门转办", "媒体", "12345", "media"),
}
KINDS = {fold(word): kind for kind, words in _KINDS.items() for word in words}
CHANNELS = {fold(word): channel for channel, words in _CHANNELS.items() for word in words}


def kind_named(text: str) -> CaseKind | None:
    """The kind that a word means; None for any other word."""
    return KINDS.get(fold(text))


def channel_named(text: str) -> Channel | None:
    """The channel that a word means; None for any other word."""
    return CHANNELS.get(fold(text))
