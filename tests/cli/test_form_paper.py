# SPDX-License-Identifier: Apache-2.0
"""Any form from the command line, read back by another program: empty, of a case, of some days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from complaintdesk.desk import cases
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.printing import form_files
from tests import builders
from tests.cli.conftest import Call


def text_of(path: Path) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


@pytest.mark.parametrize("form", form_files.shipped_ids())
def test_every_form_comes_out_empty_as_often_as_asked_and_is_no_reprint(
    run: Call, opened: Callable[[], Office], tmp_path: Path, form: str
) -> None:
    office, path = opened(), tmp_path / "empty.pdf"
    parts = len(form_files.shipped(form).parts)
    for _again in range(2):
        ended = run("print-form", form, "--blank", "--copies", "3", path)
        assert (ended.code, ended.counts, ended.err) == (0, {"pages": str(3 * parts)}, "")
        assert all(form_files.shipped(form).title in page for page in text_of(path))
        assert not any("补打" in page for page in text_of(path))
    noted = builders.rows(office, "SELECT form, covers, copy_no, outcome FROM print_record")
    assert noted == [(form, "空白 ×3", 1, "confirmed")] * 2


def test_a_form_is_named_by_its_title_too_and_an_unknown_one_is_answered_with_all(
    run: Call, opened: Callable[[], Office], tmp_path: Path
) -> None:
    opened()
    assert run("print-form", "业主意见征询表", "--blank", tmp_path / "a.pdf").counts == {"pages": "1"}
    refused = run("print-form", "请假条", "--blank", tmp_path / "b.pdf")
    assert refused.code == 1
    assert all(form_files.shipped(form).title in refused.err for form in form_files.shipped_ids())


@pytest.mark.parametrize("form", ["case_sheet", "complaint_record", "handling_sheet", "handling_report"])
def test_a_form_of_a_case_is_filled_from_the_books_and_marked_when_printed_again(
    run: Call, opened: Callable[[], Office], tmp_path: Path, form: str
) -> None:
    office, path = opened(), tmp_path / "case.pdf"
    case = builders.a_case(office, CaseKind.COMPLAINT, content="楼上装修太吵")
    office.do(cases.handle, case.id, "已劝止")
    assert run("print-form", form, case.number, path).counts == {"pages": "1"}
    (page,) = text_of(path)
    assert all(words in page for words in (case.number, "楼上装修太吵", "已劝止"))
    assert run("print-form", form, case.number, path).code == 0
    assert "补打" in text_of(path)[0]
    assert "is a slip" in run("print-form", form, builders.a_slip(office).number, path).err


def test_registers_of_days_come_out_filled(run: Call, opened: Callable[[], Office], tmp_path: Path) -> None:
    office, path = opened(), tmp_path / "days.pdf"
    case = builders.a_case(office, CaseKind.COMPLAINT, content="楼上装修太吵")
    day = f"{office.now().astimezone(office.zone):%Y-%m-%d}"
    for form in ("call_record", "weekly_record"):
        assert run("print-form", form, "--from", day, path).code == 0
        assert case.number in text_of(path)[0]
    assert run("print-form", "follow_up_register", "--from", day, "--to", day, path).code == 0
    assert "本期无回访" in text_of(path)[0]
    other = next(
        each for each in office.procedure.departments if each.id != builders.page(office, case.id).case.department
    )
    assert run("print-form", "weekly_record", "--from", day, "--department", other.name, path).code == 0
    assert "本周无投诉" in text_of(path)[0]
    assert other.name in text_of(path)[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("handling_sheet", "--from", "2026-10-01"), "name its number"),
        (("call_record", "TS2026-000001"), "name them"),
        (("meeting", "TS2026-000001"), "--blank"),
        (("call_record", "--from", "2026-10-02", "--to", "2026-10-01"), "before the first"),
        (("weekly_record", "--from", "2026-10-02", "--department", "后勤"), "There is no department"),
    ],
    ids=str,
)
def test_what_cannot_come_out_is_told(
    run: Call, opened: Callable[[], Office], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    opened()
    ended = run("print-form", *words, tmp_path / "none.pdf")
    assert ended.code == 1
    assert said in ended.err
    assert not (tmp_path / "none.pdf").exists()
