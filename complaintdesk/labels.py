# SPDX-License-Identifier: Apache-2.0
"""The one place where marked English texts become the office's language; needs no Qt."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from complaintdesk import paths
from complaintdesk.domain import terms
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told, UserError

LANGUAGES = ("zh_CN", "en")
_language = ["zh_CN"]
_zone = [ZoneInfo("Asia/Shanghai")]


def set_language(language: str) -> None:
    """From now on `translate` answers in `language`, one of LANGUAGES; raises UserError for another."""
    if language not in LANGUAGES:
        raise UserError(QT_TRANSLATE_NOOP("errors", "No such language: {language}."), language=language)
    _language[0] = language


def language() -> str:
    """The language in use."""
    return _language[0]


def translate(context: str, text: str, language: str | None = None) -> str:
    """The text in the language in use, or in one of LANGUAGES given: paper is Chinese whatever the screen speaks."""
    language = language or _language[0]
    if language == "en":
        return text
    return _catalogue(language).get((context, text), text)


def set_zone(zone: ZoneInfo) -> None:
    """From now on times in messages are those of this zone: the office's."""
    _zone[0] = zone


def zone() -> ZoneInfo:
    """The office's zone, as far as one was open."""
    return _zone[0]


def words_of(error: Told) -> str:
    """What an error says to a person, with the way out where there is one."""
    text = filled("errors", error.text, error.values)
    if isinstance(error, EnvironmentProblem) and error.advice:
        return text + "\n" + filled("errors", error.advice, error.values)
    return text


def filled(context: str, text: str, values: Mapping[str, object]) -> str:
    """A marked text with its values filled in: times as the office's clock shows them, states by their words."""
    return translate(context, text).format(**{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    if isinstance(value, Told):
        return words_of(value)
    if isinstance(value, tuple):
        return "\n".join(str(_shown(each)) for each in value)
    if isinstance(value, StrEnum):
        return label(value) if value.__class__.__name__ in TERMS else value.value
    return value.astimezone(_zone[0]).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value


def label(term: StrEnum, language: str | None = None) -> str:
    """The field's word for a member of a closed set, in the language in use or in one given."""
    return translate("terms", TERMS[term.__class__.__name__][term.value], language)


@cache
def _catalogue(language: str) -> dict[tuple[str, str], str]:
    """(context, English) → translation, from the .ts file that Qt Linguist edits."""
    found = {}
    for context in (
        ET.parse(paths.shipped("resources", "i18n", f"complaintdesk_{language}.ts")).getroot().iter("context")
    ):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.findtext("translation")
            if translation:
                found[name, message.findtext("source") or ""] = translation
    return found


TERMS: dict[str, dict[str, str]] = {
    "CaseKind": {
        terms.CaseKind.COMPLAINT: QT_TRANSLATE_NOOP("terms", "Complaint"),
        terms.CaseKind.REPAIR: QT_TRANSLATE_NOOP("terms", "Repair"),
        terms.CaseKind.INQUIRY: QT_TRANSLATE_NOOP("terms", "Enquiry"),
        terms.CaseKind.SUGGESTION: QT_TRANSLATE_NOOP("terms", "Suggestion"),
        terms.CaseKind.ASSISTANCE: QT_TRANSLATE_NOOP("terms", "Help"),
        terms.CaseKind.SPECIAL_SERVICE: QT_TRANSLATE_NOOP("terms", "Special service"),
    },
    "Channel": {
        terms.Channel.PHONE: QT_TRANSLATE_NOOP("terms", "Phone"),
        terms.Channel.VISIT: QT_TRANSLATE_NOOP("terms", "Visit"),
        terms.Channel.LETTER: QT_TRANSLATE_NOOP("terms", "Letter"),
        terms.Channel.EMAIL: QT_TRANSLATE_NOOP("terms", "E-mail"),
        terms.Channel.WEB: QT_TRANSLATE_NOOP("terms", "Web"),
        terms.Channel.COMPANY: QT_TRANSLATE_NOOP("terms", "From the company"),
        terms.Channel.PATROL: QT_TRANSLATE_NOOP("terms", "Seen on patrol"),
        terms.Channel.MEDIA: QT_TRANSLATE_NOOP("terms", "From media or a department"),
    },
    "Grade": {
        terms.Grade.URGENT: QT_TRANSLATE_NOOP("terms", "Urgent"),
        terms.Grade.SMALL: QT_TRANSLATE_NOOP("terms", "Small repair"),
        terms.Grade.ODD: QT_TRANSLATE_NOOP("terms", "Odd job"),
    },
    "Level": {
        terms.Level.GENERAL: QT_TRANSLATE_NOOP("terms", "General"),
        terms.Level.MAJOR: QT_TRANSLATE_NOOP("terms", "Major"),
    },
    "Charge": {
        terms.Charge.FREE: QT_TRANSLATE_NOOP("terms", "Free"),
        terms.Charge.CHARGEABLE: QT_TRANSLATE_NOOP("terms", "Chargeable"),
    },
    "Origin": {
        terms.Origin.DESK: QT_TRANSLATE_NOOP("terms", "At the desk"),
        terms.Origin.NOTED: QT_TRANSLATE_NOOP("terms", "Noted on paper"),
        terms.Origin.HISTORY: QT_TRANSLATE_NOOP("terms", "Old register"),
        terms.Origin.RESTORED: QT_TRANSLATE_NOOP("terms", "Used before a restore"),
    },
    "CaseState": {
        terms.CaseState.REGISTERED: QT_TRANSLATE_NOOP("terms", "Registered"),
        terms.CaseState.IN_HAND: QT_TRANSLATE_NOOP("terms", "In hand"),
        terms.CaseState.HANDLED: QT_TRANSLATE_NOOP("terms", "Handled"),
        terms.CaseState.CLOSED: QT_TRANSLATE_NOOP("terms", "Closed"),
        terms.CaseState.INVALID: QT_TRANSLATE_NOOP("terms", "Invalid"),
        terms.CaseState.REFERRED: QT_TRANSLATE_NOOP("terms", "Referred"),
        terms.CaseState.JOINED: QT_TRANSLATE_NOOP("terms", "Joined"),
        terms.CaseState.TRANSFERRED: QT_TRANSLATE_NOOP("terms", "Transferred"),
        terms.CaseState.SPECIAL_CLOSED: QT_TRANSLATE_NOOP("terms", "Specially closed"),
        terms.CaseState.VOID: QT_TRANSLATE_NOOP("terms", "Void"),
    },
    "OrderState": {
        terms.OrderState.ISSUED: QT_TRANSLATE_NOOP("terms", "Issued"),
        terms.OrderState.ACCEPTED: QT_TRANSLATE_NOOP("terms", "Accepted"),
        terms.OrderState.ARRIVED: QT_TRANSLATE_NOOP("terms", "On site"),
        terms.OrderState.COMPLETED: QT_TRANSLATE_NOOP("terms", "Completed"),
        terms.OrderState.RETURNED: QT_TRANSLATE_NOOP("terms", "Slip returned"),
        terms.OrderState.VOID: QT_TRANSLATE_NOOP("terms", "Void"),
    },
    "EventKind": {
        terms.EventKind.REGISTERED: QT_TRANSLATE_NOOP("terms", "Registered"),
        terms.EventKind.CONTACTED: QT_TRANSLATE_NOOP("terms", "Contact"),
        terms.EventKind.NOTED: QT_TRANSLATE_NOOP("terms", "Note"),
        terms.EventKind.ANSWERED: QT_TRANSLATE_NOOP("terms", "Answered"),
        terms.EventKind.HANDLED: QT_TRANSLATE_NOOP("terms", "Handled"),
        terms.EventKind.CLOSED: QT_TRANSLATE_NOOP("terms", "Closed"),
        terms.EventKind.CORRECTED: QT_TRANSLATE_NOOP("terms", "Corrected"),
        terms.EventKind.WITHDRAWN: QT_TRANSLATE_NOOP("terms", "Withdrawn"),
        terms.EventKind.REOPENED: QT_TRANSLATE_NOOP("terms", "Reopened"),
        terms.EventKind.VOIDED: QT_TRANSLATE_NOOP("terms", "Void"),
        terms.EventKind.REPORTED: QT_TRANSLATE_NOOP("terms", "Reported to supervisor"),
        terms.EventKind.ATTACHED: QT_TRANSLATE_NOOP("terms", "File attached"),
        terms.EventKind.DISPATCHED: QT_TRANSLATE_NOOP("terms", "Dispatched"),
        terms.EventKind.ACCEPTED: QT_TRANSLATE_NOOP("terms", "Accepted"),
        terms.EventKind.ARRIVED: QT_TRANSLATE_NOOP("terms", "Arrived"),
        terms.EventKind.COMPLETED: QT_TRANSLATE_NOOP("terms", "Completed"),
        terms.EventKind.RETURNED: QT_TRANSLATE_NOOP("terms", "Slip returned"),
        terms.EventKind.ORDER_VOIDED: QT_TRANSLATE_NOOP("terms", "Slip void"),
        terms.EventKind.REMINDED: QT_TRANSLATE_NOOP("terms", "Reminded"),
        terms.EventKind.FOLLOW_UP_TRIED: QT_TRANSLATE_NOOP("terms", "Follow-up tried"),
        terms.EventKind.FOLLOWED_UP: QT_TRANSLATE_NOOP("terms", "Followed up"),
        terms.EventKind.FOLLOW_UP_CONFIRMED: QT_TRANSLATE_NOOP("terms", "Follow-up countersigned"),
        terms.EventKind.FOLLOW_UP_ENDED: QT_TRANSLATE_NOOP("terms", "Follow-up given up"),
    },
    "PlaceKind": {
        terms.PlaceKind.HOUSEHOLD: QT_TRANSLATE_NOOP("terms", "Household"),
        terms.PlaceKind.SHOP: QT_TRANSLATE_NOOP("terms", "Shop"),
        terms.PlaceKind.PUBLIC_AREA: QT_TRANSLATE_NOOP("terms", "Public area"),
        terms.PlaceKind.PARKING: QT_TRANSLATE_NOOP("terms", "Parking"),
    },
    "OccupantKind": {
        terms.OccupantKind.OWNER: QT_TRANSLATE_NOOP("terms", "Owner"),
        terms.OccupantKind.FAMILY: QT_TRANSLATE_NOOP("terms", "Family"),
        terms.OccupantKind.TENANT: QT_TRANSLATE_NOOP("terms", "Tenant"),
        terms.OccupantKind.OTHER: QT_TRANSLATE_NOOP("terms", "Other"),
    },
    "Rating": {
        terms.Rating.CONTENT: QT_TRANSLATE_NOOP("terms", "Content"),
        terms.Rating.FAIR: QT_TRANSLATE_NOOP("terms", "Fair"),
        terms.Rating.NOT_CONTENT: QT_TRANSLATE_NOOP("terms", "Not content"),
    },
    "Supplier": {
        terms.Supplier.OFFICE: QT_TRANSLATE_NOOP("terms", "Office"),
        terms.Supplier.OWNER: QT_TRANSLATE_NOOP("terms", "Owner"),
    },
    "Role": {
        terms.Role.CLERK: QT_TRANSLATE_NOOP("terms", "Reception clerk"),
        terms.Role.SUPERVISOR: QT_TRANSLATE_NOOP("terms", "Supervisor"),
        terms.Role.OFFICE_HEAD: QT_TRANSLATE_NOOP("terms", "Office head"),
        terms.Role.ENGINEERING: QT_TRANSLATE_NOOP("terms", "Engineering"),
        terms.Role.QUALITY: QT_TRANSLATE_NOOP("terms", "Quality"),
        terms.Role.FINANCE: QT_TRANSLATE_NOOP("terms", "Finance"),
        terms.Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("terms", "Administrator"),
    },
    "FollowUpWay": {
        terms.FollowUpWay.PHONE: QT_TRANSLATE_NOOP("terms", "By phone"),
        terms.FollowUpWay.VISIT: QT_TRANSLATE_NOOP("terms", "By visit"),
        terms.FollowUpWay.LETTER: QT_TRANSLATE_NOOP("terms", "By letter"),
    },
    "AttemptOutcome": {
        terms.AttemptOutcome.NO_ANSWER: QT_TRANSLATE_NOOP("terms", "No answer"),
        terms.AttemptOutcome.BUSY: QT_TRANSLATE_NOOP("terms", "Busy"),
        terms.AttemptOutcome.LATER: QT_TRANSLATE_NOOP("terms", "Asked for another time"),
        terms.AttemptOutcome.REFUSED: QT_TRANSLATE_NOOP("terms", "Refused"),
    },
    "PaymentMethod": {
        terms.PaymentMethod.CASH: QT_TRANSLATE_NOOP("terms", "Cash"),
        terms.PaymentMethod.WECHAT: QT_TRANSLATE_NOOP("terms", "WeChat"),
        terms.PaymentMethod.ALIPAY: QT_TRANSLATE_NOOP("terms", "Alipay"),
        terms.PaymentMethod.CARD: QT_TRANSLATE_NOOP("terms", "Card"),
        terms.PaymentMethod.TRANSFER: QT_TRANSLATE_NOOP("terms", "Transfer"),
        terms.PaymentMethod.MONTHLY_BILL: QT_TRANSLATE_NOOP("terms", "On the month's bill"),
    },
}
