# SPDX-License-Identifier: Apache-2.0
"""The screen of the tests: fonts and style of the program, settings of their own, and answers to every question."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QDialog

from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, prompts
from complaintdesk.ui.style import DeskStyle


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], qapp_cls: type[QApplication]) -> Iterator[QApplication]:
    """The application with the program's own fonts, style and light scheme."""
    app = QApplication.instance() or qapp_cls(qapp_args)
    assert isinstance(app, QApplication)
    look.load_fonts()
    app.setFont(look.font())
    app.setStyle(DeskStyle())
    look.apply(app, look.Scheme.LIGHT)
    yield app


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    yield
    if look.is_dark():
        look.apply(qapp, look.Scheme.LIGHT)


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    """A machine's settings on its first day."""
    return SettingsFile(tmp_path / "config" / "settings.toml")


@dataclass
class Answers:
    """What people will say when asked, in order; and what they were asked."""

    asked: list[prompts.Prompt] = field(default_factory=list)
    _waiting: list[tuple[str, Any]] = field(default_factory=list)

    def expect(self, kind: str, answer: Any = None) -> None:
        """The next question is of this kind (tell, yes_no, words, choose_file, save_file, choose_folder)."""
        self._waiting.append((kind, answer))

    def expect_dialog(self, fill: Callable[[Any], None], *, accept: bool = True) -> None:
        """The next question is a dialog: `fill` types into it, then it is accepted (which must succeed) or cancelled."""
        self._waiting.append(("dialog", (fill, accept)))

    def __call__(self, prompt: prompts.Prompt) -> Any:
        self.asked.append(prompt)
        assert self._waiting, f"nobody answers: {prompt.kind}: {prompt.title}: {prompt.text}"
        kind, answer = self._waiting.pop(0)
        assert kind == prompt.kind, (
            f"expected to be asked {kind}, was asked {prompt.kind}: {prompt.title}: {prompt.text}"
        )
        if prompt.dialog is None:
            return answer
        fill, accept = answer
        return self._fill(prompt.dialog, fill, accept)

    @staticmethod
    def _fill(dialog: QDialog, fill: Callable[[Any], None], accept: bool) -> bool:
        dialog.show()
        fill(dialog)
        if accept:
            dialog.accept()
            assert dialog.result() == QDialog.DialogCode.Accepted, f"{dialog.windowTitle()} was not accepted"
        else:
            dialog.reject()
        dialog.deleteLater()
        return accept

    def left(self) -> list[tuple[str, Any]]:
        """Answers that nobody asked for."""
        return self._waiting


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """Answers every modal question of the test; one without an answer fails it, and so does an answer without one."""
    given = Answers()
    monkeypatch.setattr(prompts, "answer", given)
    yield given
    assert not given.left(), f"never asked: {given.left()}"
