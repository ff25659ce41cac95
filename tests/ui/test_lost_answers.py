# SPDX-License-Identifier: Apache-2.0
"""A form whose deed is saved although its answer was lost: it closes and says so, so that nobody saves it again."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.case_panel import CasePanel
from tests.builders import a_repair, rows
from tests.faults import broken_off
from tests.ui.conftest import Show


def test_a_note_whose_answer_was_lost_is_closed_and_said_to_be_saved(
    qtbot: QtBot, bridge: Bridge, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_repair(bridge.office)
    panel = CasePanel(bridge)
    panel.setMinimumSize(880, 640)
    show(panel)
    panel.show_case(case.id)
    panel.ask("note")
    form: Any = panel.slot.form
    form.words.setText("业主来电催问")
    dialect = bridge.office.database.engine.dialect
    commit = dialect.do_commit

    def lost(connection: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", commit)
        commit(connection)
        raise broken_off(bridge.office)

    monkeypatch.setattr(dialect, "do_commit", lost)
    form.submit()
    assert panel.slot.form is None
    assert panel.banner.words().startswith("It is saved: only the answer did not arrive.")
    assert rows(bridge.office, "SELECT words FROM case_event WHERE kind = 'noted'") == [("业主来电催问",)]
    panel.ask("note")
    again: Any = panel.slot.form
    assert again.words.text() == "", "what was typed is in the books, and not offered again"
