# SPDX-License-Identifier: Apache-2.0
"""All that the window can do, by name (Ctrl+K): what is on the page, tabs, menu, settings, help; last used first."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from complaintdesk.desk import saved_searches
from complaintdesk.labels import language, translate
from complaintdesk.ui.bare_keys import add_key, bare_keys, said_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.command_words import also_called
from complaintdesk.ui.palette import Entry, Palette

if TYPE_CHECKING:
    from complaintdesk.ui.main_window import MainWindow
    from complaintdesk.ui.tab import Tab

_KEPT = "commands"  # the place in the machine's settings where what was used last stands
_REMEMBERED = 6
_PARTED = "|"
_KEY = "Ctrl+K"


class Commands(QObject):
    """Gathers what can be done now when it is asked for; remembers at this machine what was used last."""

    def __init__(self, window: MainWindow, bridge: Bridge, kinds: Sequence[type[Tab]]) -> None:
        super().__init__(window)
        self._window, self._bridge, self._kinds = window, bridge, kinds
        words = translate("KeysDialog", "Everything that can be done, by its name or pinyin")
        add_key(window, _KEY, words, self.open)

    def open(self) -> None:
        """Shows the list in the middle of the window's top; nothing while nobody is signed in."""
        tab = self._window.current()
        if tab is None:
            return
        palette = Palette(self._window, self.entries(tab), self._recent())
        palette.used.connect(self._remember)
        palette.open_in_the_middle(self._window.top)

    def entries(self, tab: Tab) -> list[Entry]:
        """What can be done while this tab is in view, the nearest first."""
        here = (*tab.entries(), *_on_page(tab), *_by_keys(tab, tab))
        there = (*self._searches(), *self._tabs(), *self._menu(), *self._settings(), *self._help())
        known = {entry.key for entry in there}  # a tab has its key at the top, too
        around = (entry for entry in _by_keys(self._window, tab) if entry.key not in known)
        return [replace(entry, also=also_called(entry.label)) for entry in (*here, *around, *there)]

    def _searches(self) -> Iterator[Entry]:
        group, staff = translate("Commands", "Saved searches"), self._bridge.staff
        for queue in self._bridge.ask(saved_searches.queues, None if staff is None else staff.id):
            show = partial(self._window.search_for, "case", queue.words)
            yield Entry(group, queue.name, queue.words, "", show, id=f"search/{queue.id}")

    def _tabs(self) -> Iterator[Entry]:
        group = translate("Commands", "Go to")
        for at, kind in enumerate(self._kinds):
            show = partial(self._window.show_tab, at)
            name = translate("Tab", kind.title)
            yield Entry(group, name, "", "", show, f"Ctrl+{at + 1}", f"tab/{kind.title}")
            for page in kind.pages:
                turn = partial(self._show_page, at, page)
                yield Entry(group, translate("Tab", page.title), name, "", turn, id=f"tab/{kind.title}/{page.title}")

    def _show_page(self, at: int, page: type[Tab]) -> None:
        self._window.show_tab(at).show_page(page)

    def _menu(self) -> Iterator[Entry]:
        group = translate("Commands", "Menu")
        for action in self._window.menu.actions():
            if not action.isSeparator() and action.isEnabled():
                label, key = action.text().removesuffix("…"), action.shortcut().toString()
                yield Entry(group, label, "", "", action.trigger, key, f"menu/{action.text()}")

    def _settings(self) -> Iterator[Entry]:
        from complaintdesk.ui.settings_window import PAGES

        group = translate("Commands", "Settings")
        for page in PAGES:
            if page.is_for(self._bridge):
                show = partial(self._window.menu.open_settings, self._bridge, page)
                yield Entry(group, page.called(), "", "", show, id=f"settings/{page.__name__}")

    def _help(self) -> Iterator[Entry]:
        from complaintdesk.ui.help_pages import PAGES, help_page
        from complaintdesk.ui.help_window import open_help

        group = translate("Commands", "Help")
        for name, _icon in PAGES:
            title = help_page(name, language()).title
            yield Entry(group, title, group, "", partial(open_help, self._window, name), id=f"help/{name}")

    def _recent(self) -> list[str]:
        return [each for each in self._bridge.settings.now.places.get(_KEPT, "").split(_PARTED) if each]

    def _remember(self, used: str) -> None:
        kept = [used, *(each for each in self._recent() if each != used)][:_REMEMBERED]
        self._bridge.settings.remember(**{_KEPT: _PARTED.join(kept)})


def _on_page(page: QWidget) -> Iterator[Entry]:
    """The buttons in view on a page, with why one can't be pressed now."""
    group = translate("Commands", "On this page")
    for button in page.findChildren(Button):
        if type(button) in (Button, PrimaryButton) and button.isVisible():
            label = (button.text() or button.accessibleName()).removesuffix("…")
            told = "" if (tip := _tip_of(button)).startswith(label) else tip
            reason = "" if button.isEnabled() else button.accessibleDescription() or told
            if label and (button.isEnabled() or reason):
                # Known by its key: what a button says may be of a person, which no settings file should tell.
                id_ = f"page/{type(page).__name__}/{button.keys}" if button.keys else ""
                yield Entry(group, label, told, reason, partial(_press, button), button.keys, id_)


def _by_keys(around: QWidget, page: Tab) -> Iterator[Entry]:
    """What keys without a button do: on the page in view, or with the window `around` it on every page."""
    everywhere = around is not page
    group = translate("Commands", "Everywhere") if everywhere else translate("Commands", "On this page")
    for owner, shortcut in bare_keys(around):
        key = shortcut.key().toString()
        if key != _KEY and not (everywhere and page.isAncestorOf(owner)) and shortcut.isEnabled():
            id_ = f"key/{key}" if everywhere else f"page/{type(page).__name__}/{key}"
            yield Entry(group, said_of(shortcut), "", "", shortcut.activated.emit, key, id_)


def _tip_of(button: Button) -> str:
    """What its tip says in its first line, without the keys."""
    words = html.unescape(re.sub("<[^>]*>", "", button.toolTip())).partition("\n")[0]
    return words.removesuffix(button.keys).strip()


def _press(button: Button) -> None:
    if isValid(button) and button.isVisible():  # the page may have been read again meanwhile
        button.click()
