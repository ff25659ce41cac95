# SPDX-License-Identifier: Apache-2.0
"""The field's terms as closed sets; the values are what the database and the journal hold."""

from __future__ import annotations

from enum import StrEnum


class CaseKind(StrEnum):
    """What a case is (R-REG-01), fixed once saved; each kind has a number series of its own."""

    COMPLAINT = "complaint"  # 投诉
    REPAIR = "repair"  # 报修
    INQUIRY = "inquiry"  # 咨询
    SUGGESTION = "suggestion"  # 建议
    ASSISTANCE = "assistance"  # 求助
    SPECIAL_SERVICE = "special_service"  # 特约服务


class Channel(StrEnum):
    """How a matter reached the desk (R-REG-02)."""

    PHONE = "phone"  # 来电
    VISIT = "visit"  # 来访
    LETTER = "letter"  # 信函
    EMAIL = "email"  # 电子邮件
    WEB = "web"  # 网络
    COMPANY = "company"  # 上级转办
    PATROL = "patrol"  # 巡查发现
    MEDIA = "media"  # 媒体/部门转办


class Grade(StrEnum):
    """Urgency of a repair (急修 小修 零修)."""

    URGENT = "urgent"
    SMALL = "small"
    ODD = "odd"


class Level(StrEnum):
    """Weight of a complaint (R-CLS-05)."""

    GENERAL = "general"  # 一般
    MAJOR = "major"  # 重大


class Charge(StrEnum):
    """Who pays (R-WO-07)."""

    FREE = "free"  # 无偿
    CHARGEABLE = "chargeable"  # 有偿


class Origin(StrEnum):
    """How a case came into the books."""

    DESK = "desk"  # registered at the desk
    NOTED = "noted"  # 补录, from calls noted on paper
    HISTORY = "history"  # from an old register
    RESTORED = "restored"  # 恢复前已用: a void record for a number used before a restore


class CaseState(StrEnum):
    """Where a case stands; a pure function of its events (`lifecycle`)."""

    REGISTERED = "registered"  # 已登记
    IN_HAND = "in_hand"  # 处理中
    HANDLED = "handled"  # 已办结
    CLOSED = "closed"  # 已结案
    INVALID = "invalid"  # 无效
    REFERRED = "referred"  # 已引导
    JOINED = "joined"  # 已并入
    TRANSFERRED = "transferred"  # 已转类
    SPECIAL_CLOSED = "special_closed"  # 特殊关闭
    VOID = "void"  # 作废


class OrderState(StrEnum):
    """Where a work order stands; a pure function of its events (`lifecycle`)."""

    ISSUED = "issued"  # 已开单
    ACCEPTED = "accepted"  # 已接单
    ARRIVED = "arrived"  # 已到场
    COMPLETED = "completed"  # 已完工
    RETURNED = "returned"  # 已回单
    VOID = "void"  # 作废


class EventKind(StrEnum):
    """What a case's story is told in; most are named after the deed that writes them."""

    REGISTERED = "registered"
    CONTACTED = "contacted"
    NOTED = "noted"
    ANSWERED = "answered"
    HANDLED = "handled"
    CLOSED = "closed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    VOIDED = "voided"
    REPORTED = "reported"  # to the supervisor (R-REG-05)
    ATTACHED = "attached"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    RETURNED = "returned"
    ORDER_VOIDED = "order_voided"
    REMINDED = "reminded"  # 催办
    FOLLOW_UP_TRIED = "follow_up_tried"  # 回访未果: nobody reached, or no answer given
    FOLLOWED_UP = "followed_up"  # 回访
    FOLLOW_UP_CONFIRMED = "follow_up_confirmed"  # the second signature of one by phone (R-CB-07)
    FOLLOW_UP_ENDED = "follow_up_ended"  # given up, by a supervisor, with a reason


class PlaceKind(StrEnum):
    """What a place is."""

    HOUSEHOLD = "household"
    SHOP = "shop"
    PUBLIC_AREA = "public_area"
    PARKING = "parking"


class OccupantKind(StrEnum):
    """Whom a person at a place is to it."""

    OWNER = "owner"  # 业主
    FAMILY = "family"  # 家属
    TENANT = "tenant"  # 租户
    OTHER = "other"


class Rating(StrEnum):
    """The client's word on quality, manner and timeliness (R-WO-10)."""

    CONTENT = "content"  # 满意
    FAIR = "fair"  # 基本满意
    NOT_CONTENT = "not_content"  # 不满意


class Supplier(StrEnum):
    """Who brought a material (R-WO-06)."""

    OFFICE = "office"  # 管理处
    OWNER = "owner"  # 业主自备


class Role(StrEnum):
    """What a member of staff may do is given by the role; see `desk/rights`."""

    CLERK = "clerk"  # 客服前台
    SUPERVISOR = "supervisor"  # 客服主管
    OFFICE_HEAD = "office_head"  # 物业主任
    ENGINEERING = "engineering"  # 工程部
    QUALITY = "quality"  # 品质部
    FINANCE = "finance"  # 财务部
    ADMINISTRATOR = "administrator"  # 系统管理员


class PrintOutcome(StrEnum):
    """What became of a print; an unknown outcome counts as printed."""

    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    FAILED = "failed"


class ReminderWay(StrEnum):
    """How a chase reached whom it was for (R-WO-11)."""

    PHONE = "phone"  # 电话
    IN_PERSON = "in_person"  # 当面
    RADIO = "radio"  # 对讲机
    MESSAGE = "message"  # 微信、短信


class FollowUpWay(StrEnum):
    """How a follow-up was made (R-CB-07)."""

    PHONE = "phone"  # 电话
    VISIT = "visit"  # 上门
    LETTER = "letter"  # 信函


class AttemptOutcome(StrEnum):
    """Why an attempt was no follow-up (R-CB-07)."""

    NO_ANSWER = "no_answer"  # 无人接听
    BUSY = "busy"  # 占线
    LATER = "later"  # 约改时间
    REFUSED = "refused"  # 拒访


class PaymentMethod(StrEnum):
    """How a fee was paid."""

    CASH = "cash"  # 现金
    WECHAT = "wechat"  # 微信
    ALIPAY = "alipay"  # 支付宝
    CARD = "card"  # 刷卡
    TRANSFER = "transfer"  # 转账
    MONTHLY_BILL = "monthly_bill"  # 并入管理费收费单


TERMS: tuple[type[StrEnum], ...] = (
    *(CaseKind, Channel, Grade, Level, Charge, Origin, CaseState, OrderState, EventKind),
    *(PlaceKind, OccupantKind, Rating, Supplier, Role, PrintOutcome),
    *(FollowUpWay, AttemptOutcome, PaymentMethod),
)
