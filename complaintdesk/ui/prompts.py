# SPDX-License-Identifier: Apache-2.0
"""The one seam for everything that stops and asks: tests answer here, people on the screen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from complaintdesk.errors import NotYetKnown, SavedUnheard, Told
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.dialogs import Dialog, TellDialog, WordsDialog, YesNoDialog

_log = logging.getLogger("complaintdesk")


@dataclass(frozen=True)
class Prompt:
    """One question: its kind (tell, yes_no, words, choose_file, save_file, choose_folder, dialog) and what it says."""

    kind: str
    title: str
    text: str
    show: Callable[[], Any]  # puts it on the screen and gives the person's answer
    dialog: QDialog | None = None  # of the kind `dialog`: the form itself


def _on_screen(prompt: Prompt) -> Any:
    return prompt.show()


answer: Callable[[Prompt], Any] = _on_screen  # tests put their own answers here


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Says something that must be read before going on."""
    answer(Prompt("tell", title, text, lambda: TellDialog(parent, title, text).exec()))


def tell_error(parent: QWidget | None, error: Told) -> None:
    """Says an error that has no input to stand beside, with its advice; the log keeps its kind and marked text."""
    _log.warning("told %s: %s", type(error).__name__, error)
    title = translate("prompts", "This can't be done")
    if isinstance(error, SavedUnheard):
        title = translate("prompts", "It is saved")
    elif isinstance(error, NotYetKnown):
        title = translate("prompts", "Saved or not?")
    tell(parent, title, words_of(error))


def ask_yes_no(parent: QWidget | None, title: str, text: str, *, yes: str, no: str = "") -> bool:
    """Whether the person says yes; `yes` and `no` are the buttons' words. Enter and Esc say no."""
    return bool(answer(Prompt("yes_no", title, text, lambda: YesNoDialog(parent, title, text, yes, no).exec() == 1)))


def ask_words(
    parent: QWidget | None, title: str, text: str, *, label: str, given: str = "", lines: int = 4, accept: str = ""
) -> str | None:
    """The words typed, never empty, or None if the person thought better of it."""

    def show() -> str | None:
        dialog = WordsDialog(parent, title, text, label=label, given=given, lines=lines, accept=accept)
        return dialog.words() if dialog.exec() else None

    words = answer(Prompt("words", title, text, show))
    return None if words is None else str(words)


def choose_file(parent: QWidget | None, title: str, *, folder: Path | None = None, kinds: str = "") -> Path | None:
    """An existing file; `kinds` as Qt writes filters: `Excel (*.xlsx *.xls)`."""

    def show() -> Path | None:
        name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), kinds)
        return Path(name) if name else None

    return _path(answer(Prompt("choose_file", title, kinds, show)))


def save_file(parent: QWidget | None, title: str, *, proposed: Path, kinds: str = "") -> Path | None:
    """Where to write a file; asks itself before one is replaced."""

    def show() -> Path | None:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        # A bare name goes to the person's own folder, never to where the program was started; a whole path stays.
        name, _ = QFileDialog.getSaveFileName(parent, title, str(Path(usual) / proposed), kinds)
        path = Path(name) if name else None
        return path.with_suffix(proposed.suffix) if path is not None and not path.suffix else path

    return _path(answer(Prompt("save_file", title, str(proposed), show)))


def choose_folder(parent: QWidget | None, title: str, *, folder: Path | None = None) -> Path | None:
    """An existing folder."""

    def show() -> Path | None:
        name = QFileDialog.getExistingDirectory(parent, title, str(folder or Path.home()))
        return Path(name) if name else None

    return _path(answer(Prompt("choose_folder", title, "", show)))


def show_dialog(dialog: QDialog) -> bool:
    """Shows a dialog with a form of its own, and says whether it was accepted.

    What it saved without hearing so is told once it is closed.
    """
    accepted = bool(answer(Prompt("dialog", dialog.windowTitle(), "", lambda: dialog.exec() == 1, dialog)))
    if isinstance(dialog, Dialog) and dialog.unheard is not None:
        tell_error(dialog.parentWidget(), dialog.unheard)
    return accepted


def _path(found: Any) -> Path | None:
    return None if found is None else Path(found)
