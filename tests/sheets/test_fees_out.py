# SPDX-License-Identifier: Apache-2.0
"""The month's list of fees, read back by another library: what each job costs, what is open, what is in the till."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import python_calamine

from complaintdesk.desk.fee_records import FeeRecord, PaymentLine, PaymentRecord
from complaintdesk.domain.terms import PaymentMethod
from complaintdesk.labels import set_language
from complaintdesk.sheets.fees_out import write_fees
from tests.sheets.conftest import Convert

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 10, 31, 15, 30, tzinfo=UTC)  # 23:30 of the month's last day


@pytest.fixture(autouse=True)
def _in_chinese():
    set_language("zh_CN")


def a_payment(amount: str, method: PaymentMethod = PaymentMethod.CASH, **changes: Any) -> PaymentRecord:
    facts: dict[str, Any] = {"receipt_no": "", "voided_at": None, "void_reason": ""} | changes
    return PaymentRecord(id=1, amount=Decimal(amount), method=method, payer="单飞", paid_at=AT, by="孙会计", **facts)


def a_fee(*payments: PaymentRecord, due: str = "91.00", **changes: Any) -> FeeRecord:
    facts: dict[str, Any] = {
        "id": 1,
        "order_id": 1,
        "order_number": "WX2026-000001",
        "case_id": 1,
        "case_number": "BX2026-000001",
        "place_id": 1,
        "place": "3栋2单元1502",
        "caller_name": "单飞",
        "content": "水管漏水",
        "completed_at": AT,
        "quoted": Decimal("90.00"),
        "agreed": True,
        "on_site": False,
        "slip_total": Decimal("91.00"),
        "reason": "",
        "set_at": AT,
        "set_by": "王敏",
        "version": 1,
    }
    paid = sum((each.amount for each in payments if each.voided_at is None), Decimal("0.00"))
    return FeeRecord(**(facts | changes), due=Decimal(due), paid=paid, payments=payments)


def read(path: Path, *fees: FeeRecord, payments: tuple[PaymentLine, ...] = ()) -> list[list[list[Any]]]:
    written = write_fees(path, fees, payments, office_name="春和园", zone=ZONE, span_words="2026-10")
    assert written == len(fees)
    book = python_calamine.CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["收费明细", "按房号", "收款明细"]
    return [book.get_sheet_by_index(at).to_python() for at in (0, 2, 1)]


def test_each_fee_stands_with_its_payments_and_the_sums_below(tmp_path: Path) -> None:
    parts = a_fee(
        a_payment("30.50", receipt_no="0012"),
        a_payment("60.50", PaymentMethod.WECHAT, receipt_no="0013"),
        a_payment("5.00", receipt_no="0011", voided_at=AT, void_reason="退款"),
    )
    waived = a_fee(due="60.00", reason="返修减免", order_number="WX2026-000002", quoted=None, agreed=False)
    head, first, second, sums = read(tmp_path / "fees.xlsx", parts, waived)[0]
    assert head[5:13] == ["报价", "业主同意", "按单", "应收", "已收", "欠", "方式", "收据号"]
    assert first[:4] == ["3栋2单元1502", "WX2026-000001", "BX2026-000001", datetime.fromisoformat("2026-10-31 23:30")]
    assert first[5:] == [90, "是", 91, 91, 91, 0, "现金 30.50\n微信 60.50", "0012\n0013", "单飞", "", "高于报价"]
    assert second[5:] == ["", "否", 91, 60, 0, 60, "", "", "", "返修减免", "未报价\n未记同意"]
    assert (sums[0], sums[1], sums[7:11]) == ("合计", 2, [182, 151, 91, 60])


def test_the_till_is_summed_by_method_and_a_void_payment_counts_in_no_sum(tmp_path: Path) -> None:
    payments = tuple(
        PaymentLine(each, "WX2026-000001", "3栋2单元1502")
        for each in (
            a_payment("30.50", receipt_no="0012"),
            a_payment("20.00"),
            a_payment("60.50", PaymentMethod.WECHAT),
            a_payment("8.00", voided_at=AT, void_reason="退款"),
        )
    )
    _head, *lines = read(tmp_path / "fees.xlsx", payments=payments)[1]
    assert [(line[5], line[6]) for line in lines] == [
        *[("现金", 30.5), ("现金", 20), ("微信", 60.5), ("现金", "")],
        *[("现金", 50.5), ("微信", 60.5), ("合计", 111)],
    ]
    assert lines[0][:5] == [datetime.fromisoformat("2026-10-31 23:30"), "0012", "WX2026-000001", "3栋2单元1502", "单飞"]
    assert lines[3][7:] == ["孙会计", "8.00 退款"]


def test_a_month_without_fees_is_a_list_without_lines(tmp_path: Path) -> None:
    fees, payments, _rooms = read(tmp_path / "fees.xlsx")
    assert [len(fees), len(payments)] == [2, 2]
    assert (fees[1][0], fees[1][7:11]) == ("合计", [0, 0, 0, 0])


def test_a_payer_s_name_is_no_formula(tmp_path: Path) -> None:
    line = PaymentLine(a_payment("1.00", receipt_no="=1+1"), "WX2026-000001", "=HYPERLINK(1)")
    _head, first, *_sums = read(tmp_path / "fees.xlsx", payments=(line,))[1]
    assert (first[1], first[3]) == ("=1+1", "=HYPERLINK(1)")


def test_each_room_is_summed_up_and_the_rooms_add_up(tmp_path: Path) -> None:
    paid = a_fee(a_payment("91.00", receipt_no="0012"))
    other = a_fee(due="60.00", order_number="WX2026-000002")
    lone = a_fee(due="9.00", order_number="WX2026-000003", place="商铺3号")
    _head, first, second, sums = read(tmp_path / "fees.xlsx", paid, other, lone)[2]
    assert first == ["3栋2单元1502", 2, 151, 91, 60, "WX2026-000001\nWX2026-000002"]
    assert second[:5] == ["商铺3号", 1, 9, 0, 9]
    assert sums[:5] == ["合计", 3, 160, 91, 69]


def test_receipt_numbers_left_out_between_two_are_named(tmp_path: Path) -> None:
    payments = tuple(
        PaymentLine(a_payment("1.00", receipt_no=number), "WX2026-000001", "3栋2单元1502")
        for number in ("A0012", "A0015", "B77", "0900")
    )
    assert read(tmp_path / "fees.xlsx", payments=payments)[1][-1][:2] == ["收据断号", "A0013, A0014"]


def test_libreoffice_comes_to_the_same_sums_as_the_list_to_the_fen(tmp_path: Path, convert: Convert) -> None:
    dice = random.Random(8)

    def yuan() -> str:
        return f"{dice.randrange(1, 99_999_99) / 100:.2f}"

    fees = []
    for number in range(300):
        parts = [a_payment(yuan()) for _ in range(dice.randrange(3))]
        due = str(sum((each.amount for each in parts), Decimal(yuan())))
        fees.append(a_fee(*parts, due=due, order_number=f"WX2026-{number:06}", place=f"3栋1单元{number // 4 + 101}"))
    payments = tuple(PaymentLine(each, fee.order_number, fee.place) for fee in fees for each in fee.payments)
    path = tmp_path / "fees.xlsx"
    write_fees(path, fees, payments, office_name="春和园", zone=ZONE)
    book = openpyxl.load_workbook(path)
    first, rooms, till = book.worksheets
    checked = book.create_sheet("核对")
    for words in (
        *(f"=SUMIF('{first.title}'!B:B,\"WX*\",'{first.title}'!{column}:{column})" for column in "IJK"),
        *(f"=SUM('{rooms.title}'!{column}:{column})/2" for column in "CDE"),  # the lines, and their sum below
        f"=SUMIF('{till.title}'!C:C,\"WX*\",'{till.title}'!G:G)",
    ):
        checked.append([words])
    again = tmp_path / "recalculated.xlsx"
    book.save(again)
    worked_out = (
        python_calamine.CalamineWorkbook.from_path(convert(again, "xlsx")).get_sheet_by_name("核对").to_python()
    )
    due, paid = (sum(getattr(fee, name) for fee in fees) for name in ("due", "paid"))
    meant = [due, paid, due - paid, due, paid, due - paid, paid]
    assert [Decimal(str(row[0])).quantize(Decimal("0.01")) for row in worked_out] == meant
    told = python_calamine.CalamineWorkbook.from_path(path)
    assert told.get_sheet_by_index(0).to_python()[-1][8:11] == [float(each) for each in (due, paid, due - paid)]
    assert told.get_sheet_by_index(1).to_python()[-1][2:5] == [float(each) for each in (due, paid, due - paid)]
    assert told.get_sheet_by_index(2).to_python()[-1][6] == float(paid)
