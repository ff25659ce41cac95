# SPDX-License-Identifier: Apache-2.0
"""The program tried out on itself: every tab and form on a made-up office, and a call typed into the real window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from complaintdesk import app as program
from complaintdesk.errors import Told
from complaintdesk.labels import set_zone, translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background
from complaintdesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office

SIZES = ((1366, 768), (1920, 1080))
_PATIENCE = 20_000  # ms for the window to come to rest


class TriedInVain(Exception):
    """Something does not do what it should."""


def run(language: str = "") -> int:
    """Tries every tab, every form, an export, a backup and a check on a temporary office; 0 if all are well, else 1.

    Says each step on the terminal in words; the last line counts them.
    """
    trials: tuple[tuple[str, Callable[[Office, Path], None]], ...] = (
        (translate("selftest", "every tab, light and dark"), _try_tabs),
        (translate("selftest", "every paper form"), _try_forms),
        (translate("selftest", "the register in Excel, read back"), _try_export),
        (translate("selftest", "a backup, verified"), _try_backup),
        (translate("selftest", "the books, checked"), _try_check),
    )
    failed = 0
    with TemporaryDirectory(prefix="complaintdesk-") as scratch, _demo_office(Path(scratch), language) as office:
        for words, trial in trials:
            try:
                trial(office, Path(scratch))
            except (Told, TriedInVain) as problem:
                failed += 1
                said = words_of(problem) if isinstance(problem, Told) else str(problem)
                print(f"✗ {words}: {said}", file=sys.stderr)
            else:
                print(f"✓ {words}")
    print(f"trials={len(trials)} failed={failed}")
    return 1 if failed else 0


def smoke(out: Path, language: str = "") -> int:
    """Signs in and registers a call by keys alone in the real window, then takes pictures into `out`; 0 or 1."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="complaintdesk-") as scratch, _demo_office(Path(scratch), language) as office:
        before = _cases(office)
        window = _window(office, Path(scratch))
        try:
            _sign_in_by_keys(window)
            _register_by_keys(window)
            if _cases(office) != before + 1:
                _grab(window, out / "failed.png")
                print(
                    translate("selftest", "The call that was typed is not in the register: see {path}").format(
                        path=out / "failed.png"
                    ),
                    file=sys.stderr,
                )
                return 1
            _take_pictures(window, out)
        finally:
            window.close()
    print(f"pictures={len(list(out.glob('*.png')))}")
    return 0


def pictures(folder: Path, out: Path) -> None:
    """Pictures of each tab, light and dark, of the demo office in `folder`, into `out`."""
    from complaintdesk.desk import demo

    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="complaintdesk-") as scratch:
        _application(Path(scratch), "")
        office = demo.open_demo(folder)
        try:
            window = _window(office, Path(scratch))
            _take_pictures(window, out)
            window.close()
        finally:
            office.close()


@contextmanager
def _demo_office(scratch: Path, language: str) -> Iterator[Office]:
    _application(scratch, language)
    from complaintdesk.desk import demo

    office = demo.open_demo(scratch / "office")
    set_zone(office.zone)
    try:
        yield office
    finally:
        background.stop_all()
        office.close()


def _application(scratch: Path, language: str) -> QApplication:
    app = QApplication.instance() or QApplication(["complaintdesk"])
    assert isinstance(app, QApplication)
    program.dress(app, _settings(scratch), language)
    return app


def _settings(scratch: Path) -> SettingsFile:
    """Settings of the trial's own, that leave the machine's alone."""
    return SettingsFile(scratch / "settings.toml")


def _window(office: Office, scratch: Path) -> MainWindow:
    from complaintdesk.ui.bridge import Bridge
    from complaintdesk.ui.tab_list import TABS

    window = MainWindow(_settings(scratch))
    window.attach(Bridge(office, window.settings), TABS)
    window.resize(*SIZES[0])
    window.show()
    QTest.qWaitForWindowExposed(window, _PATIENCE)
    window.activateWindow()
    return window
