# SPDX-License-Identifier: Apache-2.0
"""Each role looks at every page, list and file: where a phone may not be read, none stands in full; nor in the log."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from complaintdesk.desk import case_pages, household_files, people
from complaintdesk.desk.household_records import DecorationDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.redacting import log_files, start_log
from complaintdesk.desk.rights import SEE_RECORDS
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.sheets.register_out import write_register
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from tests.builders import NAME_OF, PASSWORD, a_case, a_household, a_slip
from tests.ui.conftest import Show

MOBILE = re.compile(r"\b1[3-9]\d{9}\b|\b1[3-9]\d \d{4} \d{4}\b")


@pytest.fixture
def busy(office: Office, bridge: Bridge) -> dict[str, int]:
    """A household with works in it, a complaint and a slip of it, each with a mobile number."""
    assert bridge.staff is not None
    place_id = a_household(office)
    works = DecorationDraft(place_id, works="厨卫改造", contact="周工", phone="13700001111")
    works_id = office.do(household_files.save_decoration, works)
    case_id = a_case(office, CaseKind.REPAIR, place_id=place_id, place_text="", caller_phone="13812345678").id
    return {"place": place_id, "case": case_id, "order": a_slip(office, case_id).order_id, "works": works_id}


def words_in(page: QWidget) -> Iterator[str]:
    """All that can be read on a page, shown or not: texts, tips, names, boxes, lines of lists."""
    for part in page.findChildren(QWidget):
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
        if isinstance(part, MaskedPhone):
            yield part.shown()
        elif isinstance(part, QLabel | QAbstractButton | QLineEdit):
            yield part.text()
        elif isinstance(part, QPlainTextEdit):
            yield part.toPlainText()
        if isinstance(part, QLineEdit):
            yield part.placeholderText()
        if isinstance(part, RecordTable):
            columns = part.model().columnCount()
            yield from (part.cell(row, column) for row in range(part.count()) for column in range(columns))


@pytest.mark.parametrize("kind", TABS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("role", Role)
def test_no_page_shows_a_number_that_nobody_asked_for(
    office: Office, bridge: Bridge, busy: dict[str, int], show: Show, role: Role, kind: type[Tab]
) -> None:
    office.sign_in(NAME_OF[role], PASSWORD)
    tab = kind(bridge)
    show(tab)
    tab.refresh()
    if tab.kind in busy and (tab.kind != "place" or role in SEE_RECORDS):
        tab.open_record(busy[tab.kind])
    read = list(words_in(tab))
    if isinstance(tab, HouseholdsTab) and role in SEE_RECORDS:
        tab.panel.ask(f"decoration/{busy['works']}")
        read += words_in(tab)
    assert any(read)
    assert [words for words in read if MOBILE.search(words)] == []
    tab.deleteLater()


@pytest.mark.parametrize("role", Role)
def test_only_customer_services_register_has_numbers_in_full(
    office: Office, busy: dict[str, int], role: Role, tmp_path: Path
) -> None:
    office.sign_in(NAME_OF[role], PASSWORD)
    path = tmp_path / "register.xlsx"
    office.ask(
        lambda session: write_register(
            path,
            case_pages.case_records(session, [busy["case"]], office.books),
            office_name="",
            zone=office.zone,
            span_words="",
            own_names=(),
            progress=lambda _done: None,
        )
    )
    held = repr([list(sheet.values) for sheet in openpyxl.load_workbook(path)])
    assert bool(MOBILE.search(held)) is (role in SEE_RECORDS)
    assert bool(MOBILE.search(repr(office.ask(case_pages.case_page, busy["case"], office.books)))) is (
        role in SEE_RECORDS
    )
    assert (len(office.ask(people.place_ids)) > 0) is (role in SEE_RECORDS)


def test_no_number_reaches_the_log(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    faults = start_log(tmp_path)
    try:
        logging.getLogger("complaintdesk").warning("told %s", "单飞 13812345678")
        logging.getLogger("sqlalchemy").error("refused: 138 1234 5678")
    finally:
        faults.close()
        for handler in [each for each in logging.getLogger().handlers if each not in before]:
            logging.getLogger().removeHandler(handler)
            handler.close()
    told = "".join(path.read_text("utf-8") for path in log_files(tmp_path))
    assert "told" in told
    assert not MOBILE.search(told)
