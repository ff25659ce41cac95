# SPDX-License-Identifier: Apache-2.0
"""What a real print server gets: each paper in its own size, unturned where it is fed by holes, every page of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.printing.papers import PaperSize, PrintMode, paper_named
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.ui import spooling
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.printing import print_slip, register_job, slip_job
from complaintdesk.ui.profiles import keep_profile
from complaintdesk.ui.waiting import done_elsewhere
from tests.builders import a_case, a_slip, rows
from tests.print_server import PATIENCE, QUEUE, Arrived, ask_server, missing, running_print_server
from tests.ui.conftest import Show

A5_UPRIGHT, A4_UPRIGHT = (149, 210), (210, 297)  # mm, as the sheets lie in the printer


@pytest.fixture
def server(qtbot: QtBot) -> Iterator[Arrived]:
    if lacking := missing():
        pytest.skip(lacking)
    with running_print_server(lambda so: qtbot.waitUntil(so, timeout=PATIENCE)) as arrived:
        done_elsewhere(lambda: ask_server(arrived.socket))  # papers are laid out for their printer in a worker
        yield arrived
        done_elsewhere(lambda: ask_server(None))


def test_every_paper_of_a_slip_arrives_in_its_own_size_with_all_its_pages(
    bridge: Bridge, office: Office, server: Arrived
) -> None:
    assert spooling.printers() == (QUEUE,)
    order_id = a_slip(office).order_id
    for number, (paper, mode, expected) in enumerate(
        (
            ("A5 landscape", PrintMode.PARTS, [A5_UPRIGHT] * 4),
            ("A4", PrintMode.PARTS, [A4_UPRIGHT] * 4),
            ("241x140", PrintMode.CARBON, [(241, 140)]),
            ("241x280", PrintMode.CARBON, [(241, 280)]),
            ("241x93", PrintMode.PARTS, [(241, 93)] * 4),
            ("241x140", PrintMode.OVERPRINT, [(241, 140)]),
        ),
        1,
    ):
        profile = PrinterProfile(QUEUE, paper, mode, dots=paper.startswith("241"))
        slip_job(bridge, order_id).to_printer(profile, reason="换纸")
        assert server.sizes(number)[-1] == expected, paper


def test_a_roll_is_cut_where_each_part_ends(bridge: Bridge, office: Office, server: Arrived) -> None:
    job = slip_job(bridge, a_slip(office).order_id)
    profile = PrinterProfile(QUEUE, "roll 80", dots=True)
    laid_out = pypdf.PdfReader(_file(job.preview(profile).pdf, server)).pages
    job.to_printer(profile)
    pages = [page for sizes in server.sizes(1) for page in sizes]
    assert [across for across, _down in pages] == [80] * len(laid_out)
    for (_across, down), page in zip(pages, laid_out, strict=True):
        assert abs(down - float(page.mediabox.height) / 72 * 25.4) <= 1


def _file(pdf: bytes, server: Arrived) -> Path:
    path = server.socket.with_name("laid_out.pdf")
    path.write_bytes(pdf)
    return path


def test_a_register_lies_on_a4_and_copies_come_set_after_set(bridge: Bridge, office: Office, server: Arrived) -> None:
    a_case(office)
    day = bridge.local(bridge.now()).date()
    register_job(bridge, day, day).to_printer(PrinterProfile(QUEUE, "A4 landscape", copies=2, grey=True))
    assert server.sizes(1) == [[A4_UPRIGHT] * 2]


def test_the_last_printer_of_a_form_is_used_without_asking_and_a_paper_it_lacks_is_said(
    bridge: Bridge, office: Office, show: Show, server: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(page := QWidget())
    keep_profile(bridge.settings, "work_order", PrinterProfile(QUEUE, "241x140", PrintMode.CARBON, dots=True))
    said = print_slip(bridge, a_slip(office).order_id, page)
    assert said is not None
    assert "has no paper" not in said, "it takes any size"
    assert server.sizes(1) == [[(241, 140)]]
    known = spooling.installed_papers(QUEUE)
    assert known is not None
    assert any(size.same_sheet(paper_named("A5")) for size in known.sizes)
    alone = spooling.QueuePapers(known.sizes, any_size=False)
    monkeypatch.setattr(spooling, "papers", lambda _name: alone)
    assert spooling.paper_warning(QUEUE, paper_named("A5 landscape")) == ""
    assert "has no paper 241 × 140 mm" in spooling.paper_warning(QUEUE, PaperSize(241, 140))
    said = print_slip(bridge, a_slip(office).order_id, page)
    assert said is not None
    assert "has no paper 241 × 140 mm" in said
    assert rows(office, "SELECT outcome FROM print_record") == [("confirmed",)] * 2
