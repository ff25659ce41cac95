# SPDX-License-Identifier: Apache-2.0
"""Walks a window as somebody does who has no mouse or does not see it, and says what is in their way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import SIGNAL, QPoint, Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from complaintdesk.ui.found_list import FoundList
from complaintdesk.ui.help_pages import literal
from complaintdesk.ui.keys_page import keys_in_words
from complaintdesk.ui.step_form import StepForm
from tests.ui.looking import cut_pages, cut_words, take_picture

_USED = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox),
    *(QLineEdit, QPlainTextEdit, QTextEdit),
)
_LONGEST = 600  # steps of Tab in the largest window
_LINKS = 20  # of a page
_TURNS = 4  # until what was put in last has its room: a part tells its parent, and that one its own


def walk(window: QWidget) -> list[str]:
    """What is in the way of the keyboard and of a screen reader in this window, in words; [] is what a test wants."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    for _turn in range(_TURNS):
        QApplication.processEvents()
    take_picture(window, os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0])
    used = list(in_use(window))
    stops, problems = tab_round(window)
    found = [*cut_words(window), *cut_pages(window)]
    found += [f"has no name: {told(each)}" for each in dict.fromkeys((*used, *stops)) if not is_named(each)]
    found += keys_in_the_way(window)
    found += untold_keys(window)
    found += problems
    found += [f"Tab never comes to: {told(each)}" for each in used if not is_reached(each, stops)]
    found += [f"no key scrolls: {told(each)}" for each in scrolled(window) if not can_scroll(each, stops)]
    found += out_of_order(stops)
    found += buttons_too_early(window, stops)
    return found


def in_use(window: QWidget) -> Iterator[QWidget]:
    """The visible, enabled parts of a window that somebody uses; not what these are made of."""
    for part in window.findChildren(QWidget):
        if part.window() is not window or not part.isVisible() or not part.isEnabled():
            continue
        if isinstance(part, QScrollBar | QHeaderView) or isinstance(part.parentWidget(), QComboBox | QAbstractSpinBox):
            continue
        if isinstance(part.parentWidget(), FoundList):
            continue  # the box above has its keyboard
        if isinstance(part, _USED) or (part.focusPolicy() & Qt.FocusPolicy.TabFocus and not _only_scrolls(part)):
            yield part


def scrolled(window: QWidget) -> Iterator[QAbstractScrollArea]:
    """The visible parts of a window that hold more than they show."""
    for area in window.findChildren(QAbstractScrollArea):
        if area.window() is not window or not area.isVisible() or isinstance(area.parentWidget(), FoundList):
            continue
        sideways = area.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if area.verticalScrollBar().maximum() > 0 or (sideways and area.horizontalScrollBar().maximum() > 0):
            yield area


def can_scroll(area: QAbstractScrollArea, stops: list[QWidget]) -> bool:
    """Whether keys reach all that it holds: it has the keyboard itself, or what is in it has."""
    return area in stops or any(area.isAncestorOf(each) for each in stops)


def _only_scrolls(part: QWidget) -> bool:
    return type(part) is QWidget or isinstance(part, QAbstractScrollArea | QLabel)


def is_named(part: QWidget) -> bool:
    """Whether a screen reader has something to say of it besides what kind of thing it is."""
    reader = QAccessible.queryAccessibleInterface(part)
    assert reader is not None
    name = reader.text(QAccessible.Text.Name).strip()
    return bool(name) and name not in {each.__name__ for each in type(part).__mro__}


def _keyboard_in(window: QWidget) -> QWidget | None:
    """The part of the window that keys go to; Qt's own words say that there always is one."""
    return window.focusWidget()


def tab_round(window: QWidget) -> tuple[list[QWidget], list[str]]:
    """Where Tab goes, once around; and the dead ends."""
    start = _keyboard_in(window)
    if start is None or not start.isVisible():
        window.focusNextPrevChild(True)
        start = _keyboard_in(window)
    if start is None:
        return [], ["nothing has the keyboard"]
    if not start.focusPolicy() & Qt.FocusPolicy.TabFocus:
        QTest.keyClick(start, Qt.Key.Key_Tab)  # whence Tab goes on, but whither it never comes back
        start = _keyboard_in(window)
        assert start is not None
    stops = [start]
    for _step in range(_LONGEST):
        at = stops[-1]
        now = _after(window, at)
        if now is at and len(stops) > 1:
            return stops, [f"Tab does not leave: {told(at)}"]
        if now is None or now in stops:
            return stops, [] if now is stops[0] or now is None else [f"Tab comes back to the middle: {told(now)}"]
        stops.append(now)
    return stops, ["Tab never comes round"]


def _after(window: QWidget, at: QWidget) -> QWidget | None:
    """Where Tab goes from a part; on a page of the help it goes from link to link first."""
    for _link in range(_LINKS if isinstance(at, QTextBrowser) else 1):
        QTest.keyClick(at, Qt.Key.Key_Tab)
        if _keyboard_in(window) is not at:
            break
    return _keyboard_in(window)


def is_reached(part: QWidget, stops: list[QWidget]) -> bool:
    """Whether Tab stops there, or in a row of which one stands for all and the arrows go to the others."""
    if part in stops:
        return True
    group = part.group() if isinstance(part, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(button in stops for button in group.buttons())
    return any(part.isAncestorOf(each) for each in stops) and part.focusProxy() is not None


def out_of_order(stops: list[QWidget]) -> list[str]:
    """Steps of Tab that go up between parts of one container."""
    found = []
    first = min(range(len(stops)), key=lambda at: _place_in_chain(stops[at]), default=0)
    stops = stops[first:] + stops[:first]  # it is no way up to come round to the first part again
    for before, after in pairwise(stops):
        if before.parentWidget() is not after.parentWidget() or before.parentWidget() is None:
            continue
        higher = after.geometry().bottom() < before.geometry().top()
        if higher:
            found.append(f"Tab goes up from {told(before)} to {told(after)}")
    return found


def buttons_too_early(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Forms whose last field leads elsewhere than to the button that takes them."""
    found = []
    for form in window.findChildren(StepForm):
        fields = [each for each in stops if any(row.isAncestorOf(each) for row in form.fields.values())]
        if not form.isVisible() or not fields or form.accept_button not in stops:
            continue
        last = max(fields, key=_place_in_chain)
        if _place_in_chain(form.accept_button) < _place_in_chain(last):
            found.append(f"Tab leaves a form by its last field: {told(last)}")
    return found


def _place_in_chain(part: QWidget) -> int:
    """The how many-th of its window's parts it is, as Tab goes through them."""
    place, at = 0, part.window().nextInFocusChain()
    while at is not None and at is not part:
        place, at = place + 1, at.nextInFocusChain()
    return place


def keys_in_the_way(window: QWidget) -> list[str]:
    """Keys that two things of one window wait for, and keys of a button that it does not show."""
    waiting: dict[str, list[str]] = {}
    found = []
    forms: dict[str, list[QWidget]] = {}  # keys that count where the keyboard is: forms may stand side by side
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if isinstance(owner, QWidget) and shortcut.context() == Qt.ShortcutContext.WidgetWithChildrenShortcut:
            forms.setdefault(shortcut.key().toString(), []).append(owner)
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if not isinstance(owner, QWidget) or owner.window() is not window or not shortcut.isEnabled():
            continue
        if not owner.isVisible() or not owner.isEnabled():
            continue
        key = shortcut.key().toString()
        if shortcut.context() != Qt.ShortcutContext.WidgetWithChildrenShortcut:
            waiting.setdefault(key, []).append(told(owner))
        elif any(each is not owner and each.isAncestorOf(owner) for each in forms[key]):
            found.append(f"{key} means two forms, one in the other: {told(owner)}")
        if isinstance(owner, QAbstractButton) and not shows_key(owner, key):
            found.append(f"does not show its key {key}: {told(owner)}")
    for action in window.actions():
        if action.isEnabled() and not action.shortcut().isEmpty():
            waiting.setdefault(action.shortcut().toString(), []).append(f"menu: {action.text()}")
    found += [f"{key} means {' and '.join(owners)}" for key, owners in waiting.items() if len(owners) > 1]
    return found


def untold_keys(window: QWidget) -> list[str]:
    """Keys that do something in this window and do not stand on the help's page of the keys."""
    page = keys_in_words(window)
    keys = [action.shortcut().toString() for action in window.actions() if action.isEnabled()]
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if not isinstance(owner, QWidget) or owner.window() is not window or not owner.isVisible():
            continue
        if owner.isEnabled() and shortcut.isEnabled() and shortcut.receivers(SIGNAL("activated()")):
            keys.append(shortcut.key().toString().replace("Return", "Enter"))
    return [f"not on the page of the keys: {key}" for key in keys if key and literal(key) not in page]


def shows_key(button: QAbstractButton, key: str) -> bool:
    """Whether the key stands on the button or in its tip; Enter stands for both keys of that name."""
    said = f"{button.text()} {button.toolTip()}"
    return any(each in said for each in (key, key.replace("Return", "Enter")))


def told(part: QWidget) -> str:
    """A part as a message names it: its kind, name and place."""
    spot = part.mapTo(part.window(), QPoint(0, 0))
    text = part.text() if isinstance(part, QAbstractButton) else ""
    names = [part.accessibleName() or text, type(part).__name__]
    around = part.parentWidget()
    while around is not None and len(names) < 5:
        names.append(type(around).__name__)
        around = around.parentWidget()
    return f"{' < '.join(names)} at {spot.x()},{spot.y()}"
