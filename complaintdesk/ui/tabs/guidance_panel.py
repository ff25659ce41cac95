# SPDX-License-Identifier: Apache-2.0
"""The manner of receiving at hand (R-REG-14), beside the form: for the kind at hand; folded away it stays so."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.guidance import Guidance, guidance_for
from complaintdesk.domain.terms import CaseKind
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.words import Card, Column, Note, Row, Text, Title

KEY = "Alt+I"
_KEPT = "guidance"  # the place in the machine's settings where it stands whether it is open
_OPEN, _FOLDED = "open", "folded"
_WIDTH = 248
_STRIP = look.BUTTON + 8  # px of it folded away


class GuidancePanel(Card):
    """Open it is a column of words, folded away a button. Who never chose sees it where the page is wide."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(padding=4)
        self._settings = bridge.settings
        self._kind: CaseKind | None = None
        self._wide = False
        words = translate("GuidancePanel", "Guidance")
        self.unfold_button = Button("", icon="book-open", flat=True, name=words)
        self.unfold_button.clicked.connect(self.turn)
        self.fold_button = Button("", icon="chevron-left", flat=True, name=translate("GuidancePanel", "Fold away"))
        self.fold_button.clicked.connect(self.turn)
        for button in (self.unfold_button, self.fold_button):
            button.setToolTip(look.tip(f"{button.accessibleName()}  {KEY}"))
        self.head = QWidget()
        line = Row(Title(words), self.fold_button)
        line.setStretch(0, 1)
        line.setContentsMargins(8, 4, 0, 0)
        self.head.setLayout(line)
        self._parts = Column(4)
        self._parts.setContentsMargins(8, 0, 8, 8)
        inside = Column()
        inside.addLayout(self._parts)
        inside.addStretch(1)
        self.view = Scrolling(inside)
        self.box.addWidget(self.unfold_button)
        self.box.addWidget(self.head)
        self.box.addWidget(self.view, 1)
        self.box.addStretch(0)
        add_key(self, KEY, translate("GuidancePanel", "Guidance for the kind at hand, shown or folded away"), self.turn)
        self._arrange()

    @property
    def is_open(self) -> bool:
        """Whether the words are shown."""
        chosen = self._settings.now.places.get(_KEPT, "")
        return chosen == _OPEN if chosen in (_OPEN, _FOLDED) else self._wide

    def turn(self) -> None:
        """Folds it away, or shows it; it stays so at this machine."""
        had_keyboard = self.fold_button.hasFocus() or self.unfold_button.hasFocus()
        self._settings.remember(**{_KEPT: _FOLDED if self.is_open else _OPEN})
        self._arrange()
        if had_keyboard:
            (self.fold_button if self.is_open else self.unfold_button).setFocus()

    def set_wide(self, wide: bool) -> None:
        """Whether the page has room to spare."""
        if wide != self._wide:
            self._wide = wide
            self._arrange()

    def show_kind(self, kind: CaseKind | None) -> None:
        """Says what to mind with this kind of matter."""
        if kind is None or kind is self._kind:
            return
        self._kind = kind
        while (item := self._parts.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for guidance in guidance_for(kind):
            self._add(guidance)
        self.view.to_top()

    def words(self) -> list[str]:
        """What it says, line by line."""
        items = (self._parts.itemAt(at) for at in range(self._parts.count()))
        parts = (item.widget() for item in items if item is not None)
        return [part.text() for part in parts if isinstance(part, Text)]

    def _add(self, guidance: Guidance) -> None:
        title = Text(guidance.title, bold=True)
        title.setContentsMargins(0, 8 if self._parts.count() else 0, 0, 0)
        self._parts.addWidget(title)
        for at, line in enumerate(guidance.lines, 1):
            self._parts.addWidget(Text(f"{at}. {line}", wrap=True, size=look.SIZE_SMALL))
        self._parts.addWidget(Note(guidance.source, wrap=True, size=look.SIZE_NOTE))

    def _arrange(self) -> None:
        shown = self.is_open
        self.setFixedWidth(_WIDTH if shown else _STRIP)
        self.head.setVisible(shown)
        self.view.setVisible(shown)
        self.unfold_button.setVisible(not shown)
