# SPDX-License-Identifier: Apache-2.0
"""The box for who took a slip: the team's people proposed, any other name as well."""

from __future__ import annotations

from collections.abc import Sequence

from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import OrderRecord
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.labels import translate
from complaintdesk.ui.inputs import FilterBox


def worker_box(order: OrderRecord, workers: Sequence[str]) -> FilterBox:
    """A box with the slip's worker in it, if it has one; the people are found by pinyin too."""
    box = FilterBox(placeholder=translate("WorkerBox", "name"), free=True)
    box.set_choices((name, name, " ".join(list_keys(name, pinyin_table()))) for name in workers)
    box.put_typed(order.worker)
    return box
