# SPDX-License-Identifier: Apache-2.0
"""Records to print, built directly, and what an independent reader finds on the paper."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf

from complaintdesk.desk.follow_up_sheets import AttemptRecord, FollowUpSheet
from complaintdesk.desk.records import CaseRecord, MaterialRecord, OfficeRecord, OrderGist, OrderRecord
from complaintdesk.domain import terms
from complaintdesk.printing.forms import Mode, Paper, render

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = OfficeRecord(
    name="阳光花园物业服务中心",
    zone="Asia/Shanghai",
    form_code="YG-KF-07 A/0",
    complaint_phone="057188880000",
    procedure_name="综合规程",
    procedure_version=1,
)


def at(hour: int, minute: int, day: int = 21) -> datetime:
    """A time of November 2026 on the office's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


PRINTED_AT = at(10, 45)


def a_case(**changes: object) -> CaseRecord:
    case = CaseRecord(
        id=10_000_912,
        number="BX2026-000912",
        old_number="",
        sheet_number="BX2026-000912",
        origin=terms.Origin.DESK,
        kind=terms.CaseKind.REPAIR,
        channel=terms.Channel.PHONE,
        state=terms.CaseState.IN_HAND,
        round=1,
        received_at=at(10, 42),
        received_on=date(2026, 11, 21),
        recorded_at=at(10, 44),
        first_contact="王敏",
        place_id=17,
        place="3栋2单元1502",
        occupant_id=23,
        caller_name="张建国",
        caller_phone="13812345678",
        anonymous=False,
        content="厨房洗菜盆下水管漏水，已流到橱柜，楼下1402反映天花板有水印。业主下午三点后在家，上门前请先电话联系。",
        category="plumbing",
        category_name="给排水",
        department="engineering",
        department_name="工程部",
        appointment_from=at(15, 0),
        appointment_to=None,
        charge=terms.Charge.CHARGEABLE,
        quoted=Decimal("80.00"),
        price_agreed=True,
        price_on_site=False,
        grade=terms.Grade.URGENT,
        public_area=False,
        complex_job=False,
        level=terms.Level.GENERAL,
        level_criteria=(),
        level_criteria_words=(),
        heard=True,
        asked=True,
        repeated=True,
        written=True,
        reported_to="",
        reported_at=None,
        gaps=(),
        repeats_number="",
        orders=(OrderGist(5, "WX2026-000656", terms.OrderState.ISSUED, "水电班", "", 1, 1),),
        answered_at=None,
        handled_at=None,
        closed_at=None,
        outcome="",
        void_reason="",
        version=1,
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def a_material(name: str = "下水软管", price: str = "45.00", quantity: str = "1", **changes: object) -> MaterialRecord:
    amount = Decimal(price) * Decimal(quantity)
    material = MaterialRecord(name, "Φ40×60cm", "根", Decimal(quantity), Decimal(price), amount, terms.Supplier.OFFICE)
    return replace(material, **changes)  # type: ignore[arg-type]


MATERIALS = (a_material(), a_material("生料带", "4.00", "2", spec="20m", unit="卷"))


def an_order(**changes: object) -> OrderRecord:
    """A slip as it is printed when the team has just taken it."""
    order = OrderRecord(
        id=5,
        number="WX2026-000656",
        case=a_case(),
        round=1,
        state=terms.OrderState.ACCEPTED,
        team="plumbing",
        team_name="水电班",
        worker="李志强",
        issued_at=at(10, 45),
        issued_by="王敏",
        accepted_at=at(10, 48),
        arrived_at=None,
        completed_at=None,
        returned_at=None,
        result="",
        materials=(),
        material_total=Decimal("0.00"),
        labour=None,
        total=None,
        owner_material_fit=None,
        quality=None,
        manner=None,
        timeliness=None,
        prints=0,
        reminders=0,
        void_reason="",
        voided_at=None,
        version=1,
    )
    return replace(order, **changes)  # type: ignore[arg-type]


def a_finished_order(**changes: object) -> OrderRecord:
    """A slip as it stands in the books once it has come back."""
    finished = an_order(
        state=terms.OrderState.RETURNED,
        arrived_at=at(15, 5),
        completed_at=at(16, 10),
        returned_at=at(17, 0),
        result="更换下水软管一根，接口缠生料带，试水三次不漏。",
        materials=MATERIALS,
        material_total=Decimal("53.00"),
        labour=Decimal("30.00"),
        total=Decimal("83.00"),
        quality=terms.Rating.CONTENT,
        manner=terms.Rating.CONTENT,
        timeliness=terms.Rating.FAIR,
    )
    return replace(finished, **changes)  # type: ignore[arg-type]


def a_follow_up(**changes: object) -> FollowUpSheet:
    """A follow-up by phone, made at the second try, of a client who is not content; signed twice."""
    complaint = a_case(kind=terms.CaseKind.COMPLAINT, number="TS2026-000123", handled_at=at(17, 10), outcome="已劝止")
    tried = AttemptRecord(
        at(10, 5, 22), "王敏", terms.FollowUpWay.PHONE, terms.AttemptOutcome.LATER, "家人接听", at(18, 0, 22)
    )
    sheet = FollowUpSheet(
        id=3,
        name="投诉回访",
        case=complaint,
        sheet_number="TS2026-000123",
        opens_at=at(17, 10),
        due_at=at(23, 59, 24),
        required=True,
        attempts=(tried,),
        called_at=at(18, 5, 22),
        called_by="王敏",
        way=terms.FollowUpWay.PHONE,
        rating=terms.Rating.NOT_CONTENT,
        words="周末还是有电钻声。",
        reasons="要求书面答复施工时间。",
        unsolved="楼道灯时亮时灭。",
        reply_by=at(17, 0, 23),
        next_number="TS2026-000123-2",
        confirmed_by="陈静",
        confirmed_at=at(18, 20, 22),
        given_up="",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def printed(form_id: str, record: object = None, mode: Mode = Mode.FULL, **changes: object) -> Paper:
    """The form as the office's own desk prints it."""
    given = {"office": OFFICE, "printed_by": "王敏", "printed_at": PRINTED_AT, "zone": ZONE, **changes}
    return render(form_id, record, mode=mode, **given)  # type: ignore[arg-type]


def read_by_pypdf(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def read_by_poppler(pdf: bytes, pdftotext: str, folder: Path) -> list[str]:
    (folder / "read.pdf").write_bytes(pdf)
    done = subprocess.run([pdftotext, "-layout", folder / "read.pdf", "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]
