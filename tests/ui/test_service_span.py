# SPDX-License-Identifier: Apache-2.0
"""The days between which a special service runs, as they are typed into the registration form."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import UserError
from complaintdesk.ui.tabs.case_form_contents import keep, put_back, read_draft
from tests.builders import DeskClock
from tests.ui.calls import Register
from tests.ui.conftest import NOW


def test_a_special_service_that_runs_for_a_time_has_its_first_and_last_day(
    register: Register, clock: DeskClock
) -> None:
    """R-CB-01: what its calls at half time and at its end are counted from."""
    clock.now = NOW.replace(month=12)
    tab = register()
    form = tab.card.form
    form.kind.set_value(CaseKind.REPAIR)
    assert not form.service.isVisible()
    form.kind.set_value(CaseKind.SPECIAL_SERVICE)
    form.service.first.setText("12-22")
    form.service.last.setText("1-21")
    kept = keep(form)
    put_back(form, kept)
    draft = read_draft(form, "one")
    assert (draft.service_from, draft.service_to) == (
        datetime(2026, 12, 21, 16, 0, tzinfo=UTC),
        datetime(2027, 1, 21, 15, 59, 59, tzinfo=UTC),
    )
    form.service.last.setText("月底")
    with pytest.raises(UserError) as refused:
        read_draft(form, "one")
    assert refused.value.field == "service"
    form.service.put_span(draft.service_from, draft.service_to)
    assert form.service.kept() == ["2026-12-22", "2027-01-21"]
    form.kind.set_value(CaseKind.REPAIR)
    assert read_draft(form, "one").service_from is None
