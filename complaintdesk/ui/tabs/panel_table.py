# SPDX-License-Identifier: Apache-2.0
"""A table within a panel that scrolls: as high as it has rows, the chosen one brought into view."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.record_table import Column, RecordTable

_MOST = 200  # rows shown at once, in the panel that scrolls; the table itself scrolls beyond


class PanelTable(RecordTable):
    """Shows what is put into it; its ids are positions."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        settings: SettingsFile,
        accessible_name: str,
        empty: tuple[str, str] = ("", ""),
    ) -> None:
        """As `RecordTable`'s."""
        self.rows: Sequence[Any] = ()
        super().__init__(
            name,
            columns,
            lambda ids: [self.rows[at] for at in ids],
            settings=settings,
            accessible_name=accessible_name,
            empty=empty,
        )
        self.chosen.connect(self._bring_into_view)
        self.set_rows(())

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows these."""
        self.rows = rows
        self.set_ids(array("q", range(len(rows))))
        self.setFixedHeight((min(max(len(rows), 2), _MOST) + 1) * look.ROW + look.GRID)

    def keep_in_view(self) -> None:
        """Brings the chosen line into view again, once what took room of the panel is laid out."""
        QTimer.singleShot(0, self, lambda: self._bring_into_view(self.chosen_id()))

    def _bring_into_view(self, at: int | None) -> None:
        """Lets the panel around it scroll to the line chosen."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if area is not None else None
        if area is not None and inside is not None and at is not None:
            line = self.viewport().mapTo(inside, QPoint(0, self.visualRect(self.currentIndex()).center().y()))
            area.ensureVisible(0, line.y(), 0, look.ROW * 2)
