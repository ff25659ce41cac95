# SPDX-License-Identifier: Apache-2.0
"""The tables of the help's page of the keys, read from the buttons, bare keys and menu of the window in view."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from complaintdesk.labels import translate
from complaintdesk.ui.bare_keys import bare_keys, said_of
from complaintdesk.ui.buttons import SAVES, Button
from complaintdesk.ui.frame import Frame
from complaintdesk.ui.help_pages import key_table


def keys_in_words(window: QWidget) -> str:
    """All keys that do something in this window now: those of the page in view, and those of every page."""
    here: list[tuple[str, str]] = []
    everywhere: list[tuple[str, str]] = []
    for owner, keys, words in (*_buttons(window), *_bare(window)):
        around = isinstance(window, Frame) and not window.pages.isAncestorOf(owner)
        (everywhere if around else here).append((keys, words))
    everywhere += [
        *(
            (action.shortcut().toString(), action.text())
            for action in window.actions()
            if action.isEnabled() and not action.shortcut().isEmpty()
        ),
        ("Enter / Tab", translate("KeysDialog", "To the next field; out of a text Tab")),
        (" / ".join(SAVES), translate("KeysDialog", "Save what is typed, in every form and dialog")),
        ("1–9, ← →", translate("KeysDialog", "Choose in a row of buttons")),
    ]
    key, what = translate("KeysDialog", "Key"), translate("KeysDialog", "Does")
    parts = ["## " + translate("KeysDialog", "On this page"), key_table(key, what, here)] if here else []
    return "\n\n".join([*parts, "## " + translate("KeysDialog", "Everywhere"), key_table(key, what, everywhere)])


def _buttons(window: QWidget) -> Iterator[tuple[QWidget, str, str]]:
    for button in window.findChildren(Button):
        if button.window() is window and button.isVisible() and button.keys:
            yield button, button.keys, button.accessibleName()


def _bare(window: QWidget) -> Iterator[tuple[QWidget, str, str]]:
    for owner, shortcut in bare_keys(window):
        yield owner, shortcut.key().toString(), said_of(shortcut)
