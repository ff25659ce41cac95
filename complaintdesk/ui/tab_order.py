# SPDX-License-Identifier: Apache-2.0
"""The order in which Tab and Enter go through the parts of a form: that in which one reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def in_reading_order(layout: QLayout) -> Iterator[QWidget]:
    """What takes the keyboard in a layout, in the order in which it is laid out."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        assert item is not None
        part = item.widget()
        if isinstance(part, QScrollArea):
            part = part.widget()
        inside = item.layout() if part is None else part.layout()
        if part is not None and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield part  # of a row of choices each, as Tab comes to the chosen one
        elif inside is not None:
            yield from in_reading_order(inside)


def set_reading_order(layout: QLayout) -> None:
    """Makes Tab go through what is laid out in reading order, from where the first part of it stands."""
    for before, after in pairwise(in_reading_order(layout)):
        QWidget.setTabOrder(before, after)


def keep_order(holder: QWidget, parts: Sequence[QWidget]) -> None:
    """Gives parts that were made later the holder's place in the tab order; Qt puts what is new last."""
    policy = holder.focusPolicy()
    holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # else it is no place to Qt; to walk its chain confuses PySide
    for before, after in pairwise((holder, *parts)):
        QWidget.setTabOrder(before, after)
    holder.setFocusPolicy(policy)
