# SPDX-License-Identifier: Apache-2.0
"""The help: a list of its pages, the page in view with its pictures, a search in all of them, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from complaintdesk.labels import language, translate
from complaintdesk.ui import look
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.help_pages import FIRST, KEYS, PAGES, help_page, picture
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.keys_page import keys_in_words
from complaintdesk.ui.look import Colour
from complaintdesk.ui.page_list import WIDTH, PageList
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.words import Card, Column, Note, Row

_SIZE = QSize(1080, 720)
_WIDEST = 860  # px of a picture
_MARGIN = 20
_LINE = 125.0  # per cent of a line's height
_HEADS = {1: 22, 2: look.SIZE_WHO, 3: look.SIZE_TITLE}  # px by level


class PageView(QTextBrowser):
    """Shows the program's own pages and nothing else: no link leads out of them, no picture comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Always there, so that the column is as wide while the page is laid out as when it is shown.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("HelpWindow", "Page"))
        self.document().setDefaultFont(look.font())
        self.document().setDocumentMargin(_MARGIN)
        self._text = ""
        self._width = 0

    def show_text(self, text: str) -> None:
        """Shows a page's Markdown from its beginning."""
        self._text = text
        self._width = self.viewport().width()
        self.document().clear()
        self.document().setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._space()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the help, as wide as the column at most; anything else is refused."""
        if kind != QTextDocument.ResourceType.ImageResource:
            return None
        image = QImage(str(picture(QUrl(name).fileName(), language())))
        sharp = self.devicePixelRatioF()
        room = min(_WIDEST, self.viewport().width() - 2 * _MARGIN - 8)
        if image.width() > room:
            image = image.scaledToWidth(round(room * sharp), Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(sharp)
        return image

    def find_next(self, words: str) -> bool:
        """Goes on to the next place where the words stand, from the end to the beginning again."""
        if self.find(words):
            return True
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(words)

    def mark_all(self, words: list[str]) -> int:
        """Puts a ground behind each place where one of the words stands; how many there are."""
        marks: list[QTextEdit.ExtraSelection] = []
        for word in words:
            at = self.document().find(word)
            while not at.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = at
                mark.format.setBackground(look.colour(Colour.SOON_GROUND))
                marks.append(mark)
                at = self.document().find(word, at)
        self.setExtraSelections(marks)
        return len(marks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._text and self.viewport().width() != self._width:
            QTimer.singleShot(0, self, self._again)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._text:
            QTimer.singleShot(0, self, self._again)

    def _again(self) -> None:
        at = self.verticalScrollBar().value()
        self.show_text(self._text)
        self.verticalScrollBar().setValue(at)

    def _space(self) -> None:
        """Gives lines air, heads their size and tables the house's lines: Markdown says nothing of these."""
        block = self.document().begin()
        cursor = QTextCursor(self.document())
        while block.isValid():
            style = block.blockFormat()
            cursor.setPosition(block.position())
            if style.headingLevel():
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                head = QTextCharFormat()
                head.setFont(look.font(_HEADS[style.headingLevel()], bold=True))
                cursor.setCharFormat(head)
                style.setTopMargin(0 if style.headingLevel() == 1 else 20)
                style.setBottomMargin(8)
            elif style.hasProperty(QTextFormat.Property.BlockCodeFence):
                style.setTopMargin(0)
                style.setBottomMargin(0)
            elif not any(each.format.isImageFormat() for each in block.textFormats()):
                style.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                style.setBottomMargin(8 if block.textList() is None and cursor.currentTable() is None else 0)
            cursor.setBlockFormat(style)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format()
                shape.setBorder(1)
                shape.setBorderCollapse(True)
                shape.setBorderBrush(QColor(look.colour(Colour.LINE)))
                shape.setCellPadding(6)
                frame.setFormat(shape)


class HelpWindow(QWidget):
    """Stays open beside the work; F1 elsewhere shows another page in it."""

    def __init__(self, parent: QWidget, keys: str = "") -> None:
        """`keys` is added to the page of the keys: those of what is in view, as Markdown."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(translate("HelpWindow", "Help"))
        self.setObjectName("help")
        self._keys = keys
        self._past: list[str] = []
        self._at = -1
        self._found = [name for name, _icon in PAGES]
        titles = [(help_page(name, language()).title, icon) for name, icon in PAGES]
        self.list = PageList(titles, name=translate("HelpWindow", "Pages"))
        self.view = PageView()
        self.search = LineInput(icon="search", placeholder=translate("HelpWindow", "Search in the help"))
        self.search.moves_on = False
        self.nothing = Note(translate("HelpWindow", "Found on no page."), wrap=True)
        self.nothing.hide()
        self.back = Button(translate("HelpWindow", "Back"), "Alt+Left", icon="chevron-left", flat=True)
        self.forth = Button(translate("HelpWindow", "Forward"), "Alt+Right", icon="chevron-right", flat=True)
        self.close_button = Button(translate("HelpWindow", "Close"), "Esc", flat=True)
        self._lay_out()
        self.list.picked.connect(lambda at: self.show_page(PAGES[at][0]))
        self.view.anchorClicked.connect(self._follow)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.find_next)
        self.back.clicked.connect(lambda: self._walk(-1))
        self.forth.clicked.connect(lambda: self._walk(1))
        self.close_button.clicked.connect(self.close)
        words = translate("HelpWindow", "Search in the help")
        add_key(self, "Ctrl+F", words, lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.resize(_SIZE.boundedTo(look.screen_room(self)))

    def _lay_out(self) -> None:
        names = Column(0)
        names.addWidget(self.list)
        left = Column()
        left.addWidget(self.search)
        left.addWidget(self.nothing)
        scrolling = Scrolling(names)
        scrolling.setFixedWidth(WIDTH + 14)
        self.search.setFixedWidth(WIDTH)
        left.addWidget(scrolling, 1)
        top = Row(self.back, self.forth)
        top.addStretch(1)
        top.addWidget(self.close_button)
        card = Card(padding=1, gap=0)
        card.box.addWidget(self.view)
        right = QVBoxLayout()
        right.setSpacing(look.GRID)
        right.addLayout(top)
        right.addWidget(card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 16)
        row.setSpacing(look.GAP)
        row.addLayout(left)
        row.addLayout(right, 1)

    def set_keys(self, keys: str) -> None:
        """The keys of what is in view now."""
        self._keys = keys

    def page(self) -> str:
        """The name of the page in view."""
        return self._past[self._at]

    def show_page(self, name: str) -> None:
        """Shows a page and remembers the way to it."""
        if self._at < 0 or self.page() != name:
            self._past[self._at + 1 :] = [name]
            self._at += 1
        self._show()

    def find_next(self) -> None:
        """Goes on to the next place on the page; after its last one to the next page that holds the words."""
        words = self.search.text().split()
        if not words or not self._found:
            return
        at = self.view.textCursor().position()
        if not self.view.find_next(words[0]) or self.view.textCursor().position() <= at:
            following = self._found.index(self.page()) + 1 if self.page() in self._found else 0
            self.show_page(self._found[following % len(self._found)])
            self.view.find_next(words[0])

    def found(self) -> list[str]:
        """The pages on which what is searched for stands."""
        return self._found

    def _show(self) -> None:
        name = self.page()
        page = help_page(name, language())
        self.view.show_text(page.text + (f"\n\n{self._keys}" if name == KEYS else ""))
        self.list.mark([each for each, _icon in PAGES].index(name))
        self.setWindowTitle(f"{page.title} · {translate('HelpWindow', 'Help')}")
        self.back.setEnabled(self._at > 0)
        self.forth.setEnabled(self._at + 1 < len(self._past))
        self.view.mark_all(self.search.text().split())

    def _search(self, text: str) -> None:
        """Lists the pages that hold the words alone, and shows the first of them."""
        self._found = [name for name, _icon in PAGES if help_page(name, language()).holds(text)]
        for button, (name, _icon) in zip(self.list.names, PAGES, strict=True):
            button.setVisible(name in self._found)
        self.nothing.setVisible(not self._found)
        if self._found and self.page() not in self._found:
            self.show_page(self._found[0])
        self.view.mark_all(text.split())
        if text.split():
            self.view.moveCursor(QTextCursor.MoveOperation.Start)
            self.view.find_next(text.split(maxsplit=1)[0])

    def _walk(self, step: int) -> None:
        self._at += step
        self._show()

    def _follow(self, link: QUrl) -> None:
        """Goes to the page that a link names; there are no other links."""
        name = link.fileName().removesuffix(".md")
        if any(name == each for each, _icon in PAGES):
            self.show_page(name)


def page_for(window: QWidget) -> str:
    """The page about what is in view: of the widget that has the keyboard, or the nearest around it that has one."""
    focus = QApplication.focusWidget()
    widget: QWidget | None = focus if focus is not None and focus.window() is window else window
    while widget is not None:
        name = getattr(widget, "help_page", "")
        if name:
            return str(name)
        widget = widget.parentWidget()
    return FIRST


def open_help(window: QWidget, name: str = "") -> HelpWindow:
    """Opens the help beside a window or dialog at the page about what is in view, or at the one named."""
    name = name or page_for(window)
    keys = keys_in_words(window)
    shown = window.findChild(HelpWindow, "help", Qt.FindChildOption.FindDirectChildrenOnly)
    if not isinstance(shown, HelpWindow):
        shown = HelpWindow(window)
    shown.set_keys(keys)
    shown.show_page(name)
    shown.show()
    shown.raise_()
    shown.activateWindow()
    shown.view.setFocus()
    return shown
