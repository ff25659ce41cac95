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
    REASSIGNED = "reassigned"  # 转派: another team has the slip now (R-WO-05)
    REMINDED = "reminded"  # 催办
    FOLLOW_UP_TRIED = "follow_up_tried"  # 回访未果: nobody reached, or no answer given
    FOLLOWED_UP = "followed_up"  # 回访
    FOLLOW_UP_CONFIRMED = "follow_up_confirmed"  # the second signature of one by phone (R-CB-07)
    FOLLOW_UP_ENDED = "follow_up_ended"  # given up, by a supervisor, with a reason
    CHECKED = "checked"  # 核实: found valid or invalid, with the reason (R-CLS-01)
    EXPLAINED = "explained"  # 无效说明 given to the complainant (R-CLS-01)
    CONFIRMED = "confirmed"  # 受理确认 given (R-REG-09)
    INFORMED = "informed"  # the client told where the matter stands (R-WO-11, R-ESC-05)
    PROMISED = "promised"  # told what is done and until when, and agreed (R-REG-16, R-ESC-12)
    PAUSED = "paused"  # waiting, for a reason (R-T-07)
    RESUMED = "resumed"
    EXTENDED = "extended"  # a limit put off, with a reason; its first due time stays
    PASSED_ON = "passed_on"  # handed on to the responsible department
    PROGRESS_REPORTED = "progress_reported"  # by the department to the desk
    RESULT_RETURNED = "result_returned"  # the department's result is back at the desk
    PROPOSED = "proposed"  # the department's proposal for a solution
    APPROVAL_ASKED = "approval_asked"
    APPROVED = "approved"
    APPROVAL_REFUSED = "approval_refused"
    ESCALATED = "escalated"  # 上报 (R-ESC-01, R-ESC-02)
    INSPECTED = "inspected"  # joint site inspection (R-ESC-04)
    MEETING_HELD = "meeting_held"  # urgent meeting (R-ESC-14)
    MEASURES_ARRANGED = "measures_arranged"  # for a repeat complaint (R-REG-08)
    TRACED = "traced"  # 上级转办 traced (R-ESC-06)
    LEADER_CALLED = "leader_called"  # a supervisor or higher spoke to the client in person (R-CB-08)
    CORRECTIVE_OPENED = "corrective_opened"  # 《纠正/预防措施处理单》 (R-CLS-02)
    LESSONS_DRAWN = "lessons_drawn"  # 四不放过 (R-CA-05)
    COMPENSATED = "compensated"  # compensation agreed in writing (R-ESC-09)
    RESULT_SIGNED = "result_signed"  # 处理结果 signed by the office head (R-REG-13)
    LEVEL_SET = "level_set"  # raised or lowered by hand, with a reason (R-CLS-05)
    ASSESSED = "assessed"  # the five factors, priority and impact (R-CLS-09)
    REROUTED = "rerouted"  # another department than the category's, with a reason (R-CLS-04)
    HARDENED = "hardened"  # marked a hard problem (疑难, R-CB-08)
    HANDED_OVER = "handed_over"  # the first receiver's follow-up goes to a colleague (R-REG-06)
    KEPT_APART = "kept_apart"  # a person decided that it is not the matter that was proposed (R-REG-07)
    LED = "led"  # put under a lead case (牵头件, R-CLS-08)
    CASE_STUDY = "case_study"  # 案例 written (R-CA-03)
    COMPANY_NOTICE = "company_notice"  # 全公司通报 (R-CA-02)
    REFERRED = "referred"  # not the office's matter: shown where to turn (R-CLS-10)
    JOINED = "joined"  # it is the same matter as another case (R-REG-07)
    TRANSFERRED = "transferred"  # 转类: goes on as a case of another kind
    SPECIAL_CLOSED = "special_closed"  # 特殊关闭, by approval (R-ESC-08)


class PauseReason(StrEnum):
    """What a limit waits for (R-T-07)."""

    APPOINTMENT = "appointment"  # 约时间
    PARTS = "parts"  # 等配件
    THIRD_PARTY = "third_party"  # 第三方
    CLIENT_AWAY = "client_away"  # 业主不在
    PUBLIC_BODY = "public_body"  # 市政


class Priority(StrEnum):
    """How soon a case is to be taken up before others (R-CLS-09)."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Trigger(StrEnum):
    """What a step up the ladder is taken for (R-ESC-01 to R-ESC-03, R-ESC-12)."""

    LIMIT_BROKEN = "limit_broken"
    BEYOND_AUTHORITY = "beyond_authority"  # 超出本人权限
    BEYOND_DEPARTMENT = "beyond_department"  # 超出本部门
    NOT_CONTENT = "not_content"
    MAJOR = "major"
    REPEAT = "repeat"
    NO_AGREEMENT = "no_agreement"  # no time agreed with the client
    UNSOLVED = "unsolved"  # what the office can't solve
    CLIENT_ASKS = "client_asks"


class Factor(StrEnum):
    """The five factors by which a complaint is assessed (ISO 10002), each 1 to 3."""

    SEVERITY = "severity"
    SAFETY = "safety"
    COMPLEXITY = "complexity"
    IMPACT = "impact"
    URGENCY = "urgency"


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


class Warranty(StrEnum):
    """Whether what is to be repaired is still under warranty (保修期, R-WO-13)."""

    RUNS = "runs"  # 保修期内
    OVER = "over"  # 已过保


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


class DocumentKind(StrEnum):
    """The documents of a household's file, in the order in which they are filed (R-OWN-01)."""

    HANDOVER_NOTICE = "handover_notice"  # 入伙通知书
    IDENTITY = "identity"  # 业主身份确认单 入伙流程确认单
    ACCEPTANCE = "acceptance"  # 房屋验收表
    CONTRACT = "contract"  # 物业管理合同及附件
    UNDERTAKING = "undertaking"  # 业主承诺书
    FAMILY = "family"  # 业主及家属登记表
    TENANTS = "tenants"  # 房屋租户登记表
    PETS = "pets"  # 宠物饲养登记表
    VEHICLES = "vehicles"  # 车辆登记表
    ISSUED_ITEMS = "issued_items"  # 入住物品发放确认单
    NOTICES_RECEIVED = "notices_received"  # 物业告知事项的文件签收单
    SPECIAL_NEEDS = "special_needs"  # 特需服务的书面协商资料
    REPAIRS = "repairs"  # 业主报修登记表
    SURVEYS = "surveys"  # 业主意见调查表
    DECORATION = "decoration"  # 房屋装修的全部资料
    LETTERS = "letters"  # 向业主发出的通知或协商函
    COMPLAINTS = "complaints"  # 业主的书面投诉材料
    INCIDENTS = "incidents"  # 户内突发事件的记录
    OTHER = "other"  # 其它资料


class DocumentState(StrEnum):
    """How a document of a household's file stands (R-OWN-01)."""

    HELD = "held"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class AccessKind(StrEnum):
    """How personal data came before somebody's eyes (R-OWN-02, R-OWN-06)."""

    REVEALED = "revealed"  # a masked phone was shown
    PASSED_ON = "passed_on"  # told to another department, as a supervisor approved (R-OWN-03)
    EXPORTED = "exported"
    PRINTED = "printed"
    COPIED_OUT = "copied_out"  # one person's data, for that person


class SlipStanding(StrEnum):
    """How a slip stands in the ledger (回单): by the parts that came back of those that do."""

    OUT = "out"  # 未回
    INCOMPLETE = "incomplete"  # 未回齐
    RETURNED = "returned"  # 已回
    LOST = "lost"  # 遗失
    VOID = "void"  # 作废


class BindingState(StrEnum):
    """Where the slip of a number is when the month's slips are bound (R-WO-04)."""

    RETURNED = "returned"  # 已回
    OPEN = "open"  # 未回
    VOID = "void"  # 作废
    MISSING = "missing"  # 缺失: a major failure


class SurveyGrade(StrEnum):
    """What a household answers to a question of a survey (R-CB-11); a form shows those of its own scale."""

    VERY_CONTENT = "very_content"  # 很满意
    CONTENT = "content"  # 满意
    RATHER_CONTENT = "rather_content"  # 较满意
    FAIR = "fair"  # 一般
    NOT_CONTENT = "not_content"  # 不满意
    NOT_AT_ALL = "not_at_all"  # 很不满意


class RequestKind(StrEnum):
    """What a person asks for about their own data (R-OWN-04)."""

    COPY = "copy"
    CORRECTION = "correction"
    SEALING = "sealing"
    ERASURE = "erasure"


TERMS: tuple[type[StrEnum], ...] = (
    *(CaseKind, Channel, Grade, Level, Charge, Origin, CaseState, OrderState, EventKind),
    *(PlaceKind, OccupantKind, Rating, Supplier, Warranty, Role, PrintOutcome),
    *(FollowUpWay, AttemptOutcome, PaymentMethod, PauseReason, Priority, Trigger, Factor),
    *(DocumentKind, DocumentState, AccessKind, RequestKind, BindingState, SlipStanding, SurveyGrade),
)
