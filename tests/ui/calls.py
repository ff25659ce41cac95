# SPDX-License-Identifier: Apache-2.0
"""What tests of the register tab do with it: a keyboard that counts, and a look at what stands where."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.records import CaseRecord, PlacePage
from complaintdesk.domain.terms import CaseKind, Channel, Charge, Grade
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.words import Banner

LEAK = "厨房洗菜盆下水管漏水，已流到橱柜。"
NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
F = TypeVar("F", bound=StepForm)
Register = Callable[[], RegisterTab]  # opens the tab; once more stands for a new start


class Keyboard:
    """Types to whatever has the keyboard, as a person does, and counts the strokes."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.strokes = 0

    @property
    def at(self) -> QWidget:
        """What has the keyboard."""
        focused = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert focused is not None
        return focused

    def type(self, words: str) -> None:
        for letter in words:
            self._qtbot.keyClicks(self.at, letter)
        self.strokes += len(words)

    def press(self, key: Qt.Key, with_key: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._qtbot.keyClick(self.at, key, with_key)
        self.strokes += 1

    def enter(self, times: int = 1) -> None:
        for _time in range(times):
            self.press(Qt.Key.Key_Return)

    def say(self, words: str) -> None:
        """The text itself, by an input method: not counted."""
        committed = QInputMethodEvent()
        committed.setCommitString(words)
        QApplication.sendEvent(self.at, committed)


def dictate(tab: RegisterTab, place: str = "会所", content: str = LEAK, category: str = "给排水") -> CaseForm:
    """Fills what each kind has in the form: who calls from where, and what about."""
    form = tab.card.form
    form.who.words.put_typed(place)
    form.caller.name.setText("赵六")
    form.caller.phone.setText("13800001111")
    form.content.setText(content)
    form.category.put_typed(category)
    return form


def a_repair_typed(tab: RegisterTab) -> CaseForm:
    """A free repair of a household in the form, ready to be registered and sent off."""
    form = tab.card.form
    form.kind.set_value(CaseKind.REPAIR)
    form.channel.set_value(Channel.PHONE)
    form.caller.name.setText("张华")
    form.caller.phone.setText("13812345678")
    form.who.box.setText("3-2-1502")
    form.content.setText("厨房水管漏水")
    form.category.set_value("plumbing")
    form.grade.set_value(Grade.SMALL)
    form.charge.set_value(Charge.FREE)
    return form


def shown(tab: RegisterTab) -> CaseRecord:
    """The case in the panel."""
    assert tab.panel.page is not None
    return tab.panel.page.case


def place_shown(tab: RegisterTab) -> PlacePage:
    """The household in the form's card."""
    assert tab.card.form.who.page is not None
    return tab.card.form.who.page


def numbers(tab: RegisterTab) -> list[str]:
    """The numbers of the cases listed, from above."""
    return [tab.list.table.cell(row, 0) for row in range(tab.list.table.count())]


def problems(tab: RegisterTab) -> dict[str, str]:
    """What is said beside the form's fields."""
    return {name: row.problem() for name, row in tab.card.form.fields.items() if row.problem()}


def on(tab: RegisterTab, case_id: int) -> RegisterTab:
    """The tab with this case chosen."""
    tab.list.show_case(case_id)
    return tab


def click(banner: Banner, words: str) -> None:
    """Presses the banner's button of this name."""
    [button] = [button for button in banner.findChildren(Button) if button.text() == words and not button.isHidden()]
    button.click()


def lines(tab: RegisterTab) -> str:
    """The story as it reads."""
    return "\n".join(tab.panel.timeline.lines())


def asked(tab: RegisterTab, deed: str, kind: type[F]) -> F:
    """The area that a deed's button opens."""
    tab.panel.buttons[deed].click()
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form
