# SPDX-License-Identifier: Apache-2.0
"""The highest numbers on paper, asked before a restore: an input for each series and each year that may have some."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.desk.on_paper import OnPaper
from complaintdesk.domain.numbering import Number, number_for
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput

_FIELD_WIDTH = 122
_IN_LINE = 7


class PaperNumbers(QWidget):
    """Lines of inputs, each year beginning one; what is known already stands in them in grey."""

    def __init__(self, fields: Fields) -> None:
        """Its rows are kept among the form's `fields` too."""
        super().__init__()
        self.inputs: dict[OnPaper, LineInput] = {}
        self._fields = fields
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.GAP)
        self._grid.setColumnStretch(_IN_LINE, 1)

    def ask(self, asked: Iterable[OnPaper]) -> None:
        """Asks for these; what was typed for one that is asked again stays."""
        typed = {(each.series, each.year): field.text() for each, field in self.inputs.items()}
        for each in self.inputs:
            row = self._fields.pop(each.field)
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.inputs, line, column, year = {}, 0, 0, 0
        for each in asked:
            if column == _IN_LINE or each.year != year:
                line, column, year = line + 1, 0, each.year
            row = self._row(each, typed.get((each.series, each.year), ""))
            self._grid.addWidget(row, line, column, Qt.AlignmentFlag.AlignTop)
            column += 1

    def _row(self, each: OnPaper, typed: str) -> FieldRow:
        known = number_for(each.series, each.year, each.known) if each.known else ""
        field = LineInput(placeholder=known)
        field.setText(typed)
        label = translate("RestorePage", "{series} of {year}").format(series=each.series, year=each.year)
        row = FieldRow(label, field, above=True)
        row.setFixedWidth(_FIELD_WIDTH)
        self.inputs[each] = field
        self._fields[each.field] = row
        return row

    def numbers(self) -> tuple[Number, ...]:
        """The numbers typed; raises UserError beside what is none."""
        typed = ((each, field.text().strip()) for each, field in self.inputs.items())
        return tuple(each.read(words) for each, words in typed if words)
