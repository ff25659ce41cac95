# SPDX-License-Identifier: Apache-2.0
"""Several desks at one server: a save that waits, another desk's work, a server that goes away and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from complaintdesk.db.engine import Database
from complaintdesk.desk import cases, corrections, dispatching, listing, office_profile, staffing
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem, ServerGone, UserError
from complaintdesk.labels import label
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import bridge as bridges
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import PASSWORD, DeskClock, a_case, a_completion, a_draft, a_slip, slip, staff_id
from tests.damage import change_past_the_guards
from tests.faults import broken_off
from tests.postgres_server import Server, a_server, fill_database
from tests.ui.conftest import Show
from tests.ui.slips import area, asked, fill


@pytest.fixture
def desk(books_on_server: str, settings: SettingsFile, clock: DeskClock) -> Iterator[Bridge]:
    """A window's desk at the server, with the supervisor 王敏."""
    made = Bridge(open_office(books_on_server, desk="front", clock=clock), settings)
    made.sign_in("王敏", PASSWORD)
    yield made
    made.close()


@pytest.fixture
def other(books_on_server: str, clock: DeskClock) -> Iterator[Office]:
    """Another desk at the same server, with 李静."""
    office = open_office(books_on_server, desk="back", clock=clock)
    office.sign_in("李静", PASSWORD)
    yield office
    office.close()


def test_while_a_save_waits_the_window_paints_and_what_is_typed_comes_after_it(
    desk: Bridge, books_on_server: str, show: Show, qtbot: QtBot
) -> None:
    field = QLineEdit()
    show(field)
    field.setFocus()
    database = Database(books_on_server)
    seen: list[object] = []
    with database.connection(writing=True) as holding:
        holding.execute(text("SELECT 1 FROM journal_head FOR UPDATE"))

        def look() -> None:
            cursor = QGuiApplication.overrideCursor()
            if cursor is None:
                return
            again.stop()
            seen.append(cursor.shape())
            qtbot.keyClicks(field, "typed meanwhile")
            holding.rollback()

        again = QTimer(interval=20)
        again.timeout.connect(look)
        again.start()
        saved = desk.do(cases.register, a_draft(desk.office))
    database.close()
    assert seen == [Qt.CursorShape.WaitCursor]
    assert saved.number.startswith("BX")
    qtbot.waitUntil(lambda: field.text() == "typed meanwhile")
    qtbot.keyClicks(field, " and after")
    assert field.text() == "typed meanwhile and after"
    assert QGuiApplication.overrideCursor() is None


def test_what_the_rules_refuse_reaches_the_form_as_ever(desk: Bridge) -> None:
    with pytest.raises(UserError) as told:
        desk.do(cases.register, a_draft(desk.office, content=""))
    assert told.value.field == "content"
    with pytest.raises(UserError):
        desk.sign_in("王敏", "forgotten")


def test_a_save_that_waits_too_long_is_told_in_words_and_can_be_sent_again(desk: Bridge, books_on_server: str) -> None:
    draft = a_draft(desk.office)
    database = Database(books_on_server)
    with database.connection(writing=True) as holding:
        holding.execute(text("SELECT 1 FROM journal_head FOR UPDATE"))
        with pytest.raises(EnvironmentProblem, match="busy"):
            desk.do(cases.register, draft)
        holding.rollback()
    database.close()
    assert not desk.do(cases.register, draft).existing


def test_what_another_desk_writes_shows_here(desk: Bridge, other: Office, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.changed, timeout=20_000) as heard:
        saved = a_case(other)
    assert {"case_record", "case_event", "commitment"} <= heard.args[0]
    assert saved.id in desk.ask(listing.case_ids, CaseFilter(), desk.now())


def test_after_an_error_of_the_programs_own_the_next_look_sees_what_others_wrote(
    books_on_server: str, other: Office, settings: SettingsFile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(**_asked: bool) -> NoReturn:
        raise RuntimeError("an error of the program's own")

    monkeypatch.setattr(bridges, "BETWEEN_LOOKS", 200)
    bridge = Bridge(open_office(books_on_server), settings)
    with qtbot.capture_exceptions() as caught, monkeypatch.context() as patch:
        patch.setattr(bridge.office, "news", stumble)
        qtbot.waitUntil(lambda: len(caught) == 1, timeout=20_000)
    with qtbot.waitSignal(bridge.changed, timeout=20_000):
        a_case(other)
    bridge.close()


def test_the_offices_particulars_are_known_at_every_desk(desk: Bridge, other: Office, qtbot: QtBot) -> None:
    other.sign_in("赵主任", PASSWORD)
    changed = replace(other.ask(office_profile.profile), name="春和园")
    with qtbot.waitSignal(desk.changed, timeout=20_000, check_params_cb=lambda tables: "office" in tables):
        other.do(office_profile.change, changed)
    assert (other.record.name, desk.office.record.name) == ("春和园", "春和园")


def test_of_two_completions_of_one_slip_neither_is_lost(
    desk: Bridge, other: Office, clock: DeskClock, show: Show, qtbot: QtBot
) -> None:
    issued = a_slip(other)
    clock.later(minutes=30)
    tab = OrdersTab(desk)
    show(tab)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    form.result.setText("只换了垫片")
    with qtbot.waitSignal(desk.changed, timeout=20_000, check_params_cb=lambda tables: "work_order" in tables):
        other.do(dispatching.complete, a_completion(other, issued.order_id))
    assert area(tab, CompletionForm).result.text() == "只换了垫片", "what is typed stays when the page is read again"
    form.submit()
    assert "更换角阀，试水不漏" in form.banner.words()
    assert "张师傅" in form.banner.words()
    assert form.result.text() == "只换了垫片"
    assert slip(other, issued.order_id).result == "更换角阀，试水不漏"


@pytest.fixture
def alone(founded: Path, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A server of the test's own, which it may crash, with the founded office's books."""
    with a_server(durable=True) as server:
        server.start()
        fill_database(server.url(), founded, tmp_path)
        yield server, server.url()


def test_a_server_that_goes_and_comes_back_needs_no_new_start(
    alone: tuple[Server, str], settings: SettingsFile, clock: DeskClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, url = alone
    monkeypatch.setattr(bridges, "BETWEEN_LOOKS", 200)
    bridge = Bridge(open_office(url, clock=clock), settings)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.attach(bridge, TABS)
    bridge.sign_in("王敏", PASSWORD)
    window.resume()
    window.show()
    draft = a_draft(bridge.office)
    server.crash()
    with pytest.raises(ServerGone):
        bridge.do(cases.register, draft)
    assert "can't be reached" in window.notices.words("server")
    with pytest.raises(ServerGone):
        bridge.ask(listing.case_counts, clock(), 1)
    server.start()
    qtbot.waitUntil(lambda: window.notices.words("server") == "", timeout=20_000)
    assert not bridge.do(cases.register, draft).existing
    assert bridge.do(cases.register, draft).existing
    window.close()
    bridge.close()


def test_books_that_were_replaced_while_the_server_was_away_are_read_anew(
    books_on_server: str, settings: SettingsFile, clock: DeskClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridges, "BETWEEN_LOOKS", 200)
    bridge = Bridge(open_office(books_on_server, clock=clock), settings)

    def away(_connection: object) -> NoReturn:
        raise broken_off(bridge.office)

    with monkeypatch.context() as patch:
        patch.setattr(bridge.office.database.engine.dialect, "do_begin", away)
        with qtbot.waitSignal(bridge.reachable, timeout=20_000):
            pass
        change_past_the_guards(books_on_server, "UPDATE office SET name = '春和园'")
    with qtbot.waitSignal(bridge.changed, timeout=20_000) as heard:
        pass
    assert heard.args == [bridge.office.tables]
    assert (bridge.gone, bridge.office.record.name) == (False, "春和园")
    bridge.close()


def test_what_keeps_another_desks_work_from_being_read_is_told_once(
    books_on_server: str, settings: SettingsFile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []

    def unreadable(**_asked: bool) -> NoReturn:
        looks.append(1)
        raise EnvironmentProblem("The rule book can't be read.", "Install another version.")

    monkeypatch.setattr(bridges, "BETWEEN_LOOKS", 50)
    bridge = Bridge(open_office(books_on_server), settings)
    with qtbot.capture_exceptions() as caught, monkeypatch.context() as patch:
        patch.setattr(bridge.office, "news", unreadable)
        qtbot.waitUntil(lambda: len(looks) > 4, timeout=20_000)
    assert [kind for kind, _error, _trace in caught] == [EnvironmentProblem]
    bridge.close()


def test_a_role_given_at_another_desk_is_shown_and_counts_at_once_and_who_left_is_signed_out(
    books_on_server: str,
    other: Office,
    settings: SettingsFile,
    clock: DeskClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bridges, "BETWEEN_LOOKS", 200)
    bridge = Bridge(open_office(books_on_server, clock=clock), settings)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.attach(bridge, TABS)
    bridge.sign_in("王敏", PASSWORD)
    window.resume()
    window.show()
    assert window.top.who.text() == "王敏 · Supervisor"
    assert bridge.may(corrections.void)
    other.sign_in("管理员", PASSWORD)
    wang = staff_id(other, "王敏")
    other.do(staffing.edit, replace(other.ask(staffing.staff_edit, wang), role=Role.CLERK, team="reception"))
    qtbot.waitUntil(lambda: window.top.who.text() == f"王敏 · {label(Role.CLERK)}")
    assert not bridge.may(corrections.void)
    other.do(staffing.leave, wang, other.now().astimezone(other.zone).date())
    qtbot.waitUntil(lambda: bridge.staff is None)
    assert window.current() is None
    window.close()
    bridge.close()
