# SPDX-License-Identifier: Apache-2.0
"""What a slip says of the owner's own materials: each fit or not (R-WO-06), and the wish that an unfit one be used."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.tabs.material_table import MaterialLine
from complaintdesk.ui.words import Column, ElidedText, Row

_WIDEST = 200  # px of a material's name; all of it is in its tip


class _Fit(QWidget):
    """One material: its name, fit or not."""

    def __init__(self, line: MaterialLine) -> None:
        super().__init__()
        self.name = ElidedText(role=Colour.SECOND)
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choices = Choices(
            [(True, translate("CompletionForm", "Fit")), (False, translate("CompletionForm", "Not fit"))], optional=True
        )
        self.choices.set_value(line.fit)
        self.setLayout(Row(self.name, self.choices, gap=look.GRID))
        self.say(line)

    def say(self, line: MaterialLine) -> None:
        """Names the material as it is typed now."""
        name = line.name.text().strip()
        self.name.set_words(name)
        self.name.setFixedWidth(min(self.name.sizeHint().width(), _WIDEST))
        self.choices.setAccessibleName(translate("CompletionForm", "Owner's {name}").format(name=name))


class _Ticks(QWidget):
    """Where the lines stand; what is ticked is kept with the materials themselves."""

    def typed(self) -> None:
        """Nothing besides."""

    def put(self, _typed: None) -> None:
        """Nothing besides."""


class OwnersMaterial(QWidget):
    """A line for each material of the owner's; below it, once one is not fit, who wished in writing, and when."""

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.fits: dict[MaterialLine, _Fit] = {}
        self._place = QWidget(self)
        self._place.hide()
        self._flow = Flow(look.GAP, 4)
        self._ticks = _Ticks()
        self._ticks.setLayout(self._flow)
        self.fit = FieldRow("", self._ticks)
        self.wished_by = LineInput(placeholder=translate("CompletionForm", "who signed the wish"))
        self.wished_at = SlipTimeRow(
            bridge,
            "wished_at",
            translate("CompletionForm", "Written on"),
            after=lambda: None,
            placeholder="11-21 10:20",
        )
        self.wish = FieldRow(translate("CompletionForm", "Used on the written wish of"), self.wished_by, above=True)
        self.line = QWidget()
        line = Row(gap=look.GAP)
        for row in (self.wish, self.wished_at):
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.line.setLayout(line)
        column = Column(4)
        column.addWidget(self.fit)
        column.addWidget(self.line)
        self.setLayout(column)
        self.hide()

    def show_lines(self, lines: Iterable[MaterialLine]) -> None:
        """Asks for the owner's own of these."""
        own = [line for line in lines if line.by_owner.isChecked() and not line.is_empty()]
        for line in [each for each in self.fits if each not in own]:
            fit = self.fits.pop(line)
            self._flow.removeWidget(fit)
            fit.hide()
            fit.deleteLater()
        for line in own:
            if line not in self.fits:
                self.fits[line] = self._added(line)
            self.fits[line].say(line)
        keep_order(self._place, tuple(fit.choices for fit in self.fits.values()))
        self._lead()
        self.line.setVisible(any(line.fit is False for line in own))
        self.setVisible(bool(own))

    def _added(self, line: MaterialLine) -> _Fit:
        fit = _Fit(line)
        self._flow.addWidget(fit)
        fit.show()

        def chosen(value: bool | None) -> None:
            line.fit = value
            self.line.setVisible(any(each.fit is False for each in self.fits))
            self.fit.set_problem("")
            self._lead()
            self.changed.emit()

        fit.choices.changed.connect(chosen)
        return fit

    def _lead(self) -> None:
        """The keyboard is led to the first material of which it is not said whether it is fit."""
        open_ = (fit for line, fit in self.fits.items() if line.fit is None)
        if (first := next(open_, None)) is not None:
            self._ticks.setFocusProxy(first.choices)
