# SPDX-License-Identifier: Apache-2.0
"""Backups by themselves: every half hour, before the window closes; what they came to, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import keeping
from complaintdesk.desk.backup import last_backup
from complaintdesk.desk.checking import NotWhole
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told
from complaintdesk.labels import filled, translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.progress import ProgressDialog, run_with_progress

T = TypeVar("T")
_MOMENT = 60_000  # ms between two looks at the clock


@dataclass(frozen=True)
class Notice:
    """Something about the backups that the window says until it is put right, or put off: its words and its deeds."""

    kind: str
    words: str
    tone: Tone
    deeds: tuple[tuple[str, Callable[[], object]], ...]


class Backups(QObject):
    """Sees to it that the books of one office are backed up, and knows how that stands."""

    stands = Signal()  # something of what is said may have changed
    check_wanted = Signal()
    now_wanted = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._tried: datetime | None = None
        self._busy = False
        self._put_off: set[str] = set()
        self.problem: Told | None = None
        self.second_problem: EnvironmentProblem | None = None
        self.findings = 0  # things wrong in the newest backup
        self._timer = QTimer(self, interval=_MOMENT)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def stop(self) -> None:
        """No further backup begins."""
        self._timer.stop()

    def places(self) -> keeping.Places:
        """Where backups go, as the settings of this machine say."""
        return places_of(self._bridge.settings)

    def made_by_hand(self) -> None:
        """A good backup was made in another place of the window."""
        self.problem, self.findings, self._tried = None, 0, self._bridge.now()
        self.stands.emit()

    def tick(self) -> None:
        """Backs up in a worker when half an hour went by since the last try and something was done."""
        if self._bridge.gone:
            return
        now = self._bridge.now()
        if not self._busy and (self._tried is None or not timedelta(0) <= now - self._tried < keeping.EVERY):
            self._tried, self._busy = now, True
            office, places = self._bridge.office, self.places()

            def work(progress: background.Progress) -> keeping.Round | None:
                return keeping.keep(office, places, progress=steps(progress)) if keeping.due(office, places) else None

            job = background.run(self, work, self._kept, self._failed)
            job.ended.connect(self._rest)
            job.stumbled.connect(self._stumbled)
        self.stands.emit()

    def run(self, progress: background.Progress, *, whole: bool) -> keeping.Round:
        """One round, for a worker; hand what it gives to `note` in the window."""
        return keeping.keep(self._bridge.office, self.places(), whole=whole, progress=steps(progress))

    def note(self, done: keeping.Round) -> None:
        """Takes in what a round came to."""
        self.problem = None
        self.findings = len(done.done.findings)
        self.second_problem = done.second_problem
        note_second(self._bridge.settings, done)
        self.stands.emit()

    @Slot()
    def _rest(self) -> None:
        self._busy = False

    def _kept(self, done: keeping.Round | None) -> None:
        if done is not None:
            self.note(done)

    def _failed(self, problem: Told) -> None:
        self.problem = problem
        self.stands.emit()

    @Slot()
    def _stumbled(self) -> None:
        """A bug, which the crash dialog tells, leaves no backup either."""
        self._failed(
            EnvironmentProblem(
                QT_TRANSLATE_NOOP("errors", "The program met an error of its own."),
                QT_TRANSLATE_NOOP("errors", "Try again; if it stays so, send the report to whoever keeps the program."),
            )
        )

    def last(self) -> datetime | None:
        """When the last backup was verified."""
        return self._bridge.ask(last_backup)

    def free(self) -> int | None:
        """Bytes free on the database's disk when they are few; None when there is room, or the disk is a server's."""
        path = self._bridge.office.database.path
        free = None if path is None else keeping.free_bytes(path)
        return free if free is not None and free < keeping.LITTLE_ROOM else None

    # Closing ------------------------------------------------------------------------------------------------------

    def may_leave(self, window: QWidget, leave: Callable[[], object], *, closing: bool = True) -> bool:
        """Whether the records may be left at once; else a backup is made first, and `leave` is called when it is.

        The person may go on without it: close the window, or restore. When the machine shuts down nobody waits: the
        next start makes it up.
        """
        words = _closing() if closing else _restoring()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and app.isSavingSession():
            return True
        try:
            if not keeping.due(self._bridge.office, self.places()):
                return True
        except EnvironmentProblem as problem:
            return self._goes_without(window, problem, words)

        def done(made: keeping.Round) -> None:
            self.note(made)
            if made.done.findings:
                prompts.tell(window, translate("Backups", "The backup is not verified"), self._findings_words())
            late = made.second_problem if self.second_is_late() else None
            if late is None or self._goes_without(window, late, words):
                leave()

        def failed(problem: Told) -> None:
            self._failed(problem)
            if self._goes_without(window, problem, words):
                leave()

        job = background.run(window, lambda progress: self.run(progress, whole=False), done, failed)
        job.stumbled.connect(self._stumbled)
        LeavingDialog(window, job, leave, words).show()
        return False

    def _goes_without(self, window: QWidget, problem: Told, words: _Leaving) -> bool:
        """Whether the person goes on although there is no backup."""
        text = translate("Backups", "The backup could not be made:\n{problem}\n\nWhat was saved is in the database.")
        told = text.format(problem=words_of(problem))
        return prompts.ask_yes_no(window, words.title, told, yes=words.without, no=words.stay)

    # What the window says ------------------------------------------------------------------------------------------

    def notice(self) -> Notice | None:
        """What is most urgent to say, if anything is; nothing while the server is gone, which is said elsewhere."""
        if self._bridge.gone:
            return None
        for make in (self._failing, self._unverified, self._restored, self._second):
            notice = make()
            if notice is not None and notice.kind not in self._put_off:
                return notice
        return None

    def _failing(self) -> Notice | None:
        if self.problem is None:
            return None
        words = translate("Backups", "The last backup failed. {problem}")
        again = (translate("Backups", "Try again"), self.now_wanted.emit)
        return Notice("failing", words.format(problem=words_of(self.problem)), Tone.LATE, (again,))

    def _unverified(self) -> Notice | None:
        if not self.findings:
            return None
        deeds = ((translate("Backups", "Check the records"), self.check_wanted.emit), self._later("unverified"))
        return Notice("unverified", self._findings_words(), Tone.LATE, deeds)

    def _findings_words(self) -> str:
        words = translate(
            "Backups",
            "The newest backup is kept, but not verified: {count} things in it are wrong. Earlier good backups stay.",
        )
        return words.format(count=self.findings)

    def _restored(self) -> Notice | None:
        if not self._bridge.ask(keeping.awaits_confirmation):
            return None
        words = translate(
            "Backups",
            "These records were restored from a backup. All older backups stay until they are found to be right.",
        )
        deeds = [self._later("restored")]
        if self._bridge.may(keeping.confirm_restored):
            deeds.insert(0, (translate("Backups", "They are right"), self._confirm))
        return Notice("restored", words, Tone.SOON, tuple(deeds))

    def _confirm(self) -> None:
        self._bridge.note(keeping.confirm_restored)
        self.stands.emit()

    def second_is_late(self) -> bool:
        """Whether the second medium got no copy for a week."""
        at = self._bridge.settings.now.second_copy_at
        return not at or self._bridge.now() - datetime.fromisoformat(at) >= keeping.SECOND_LATE

    def _second(self) -> Notice | None:
        now = self._bridge.settings.now
        if not self.second_is_late():
            return None
        choose = (translate("Backups", "Choose a folder…"), self._choose)
        if not now.second_medium:
            words = translate(
                "Backups", "All backups lie on this computer. Choose a stick or another disk that gets a copy of each."
            )
            return Notice("second", words, Tone.PLAIN, (choose, self._later("second")))
        if self.second_problem is None and not now.second_copy_at:
            return None  # just chosen: the next backup goes there
        words = translate("Backups", "The second medium got no copy for {days} days or more.").format(
            days=keeping.SECOND_LATE.days
        )
        if self.second_problem is not None:
            words += " " + words_of(self.second_problem)
        again = (translate("Backups", "Try again"), self.now_wanted.emit)
        return Notice("second", words, Tone.SOON, (again, choose, self._later("second")))

    def _choose(self) -> None:
        folder = prompts.choose_folder(None, translate("Backups", "A folder on another disk or stick"))
        if folder is not None:
            self.take_second(folder)

    def take_second(self, folder: Path) -> None:
        """From now on copies go to this folder; the first at once."""
        self._bridge.settings.change(second_medium=str(folder), second_copy_at="")
        self.second_problem = None
        self.now_wanted.emit()

    def _later(self, kind: str) -> tuple[str, Callable[[], object]]:
        def put_off() -> None:
            self._put_off.add(kind)
            self.stands.emit()

        return translate("Backups", "Later"), put_off


@dataclass(frozen=True)
class _Leaving:
    """How it is said that a backup comes before the records are left."""

    title: str
    without: str
    stay: str


def _closing() -> _Leaving:
    return _Leaving(
        translate("Backups", "Backing up before the program closes"),
        translate("Backups", "Close without a backup"),
        translate("Backups", "Do not close"),
    )


def _restoring() -> _Leaving:
    return _Leaving(
        translate("Backups", "Backing up before the restore"),
        translate("Backups", "Go on without a backup"),
        translate("Backups", "Do not restore"),
    )


class LeavingDialog(ProgressDialog):
    """Stands while the last backup is made; its button goes on without it."""

    help_page = "backups"

    def __init__(self, window: QWidget, job: background.Job, leave: Callable[[], object], words: _Leaving) -> None:
        super().__init__(window, words.title, job)
        self._leave = leave
        self._stop.setText(words.without)
        job.ended.connect(self.hide)
        job.ended.connect(self.deleteLater)

    def reject(self) -> None:
        """Goes on without waiting for the backup."""
        self._job.forget()
        self.hide()
        self._leave()


def run_after_backup(
    parent: QWidget,
    bridge: Bridge,
    title: str,
    function: Callable[[background.Progress], T],
    on_done: Callable[[T], object],
    on_error: Callable[[Told], object] | None = None,
    *,
    despite: bool = False,
) -> None:
    """As `run_with_progress`, after the backup that comes before many rows; where it isn't verified the person decides.

    `despite`: that was decided.
    """
    office, places = bridge.office, places_of(bridge.settings)

    def work(progress: background.Progress) -> T:
        made = keeping.before_import(office, places, despite=despite)
        if made is not None and not made.findings:
            bridge.backed_up.emit()
        return function(progress)

    def failed(problem: Told) -> None:
        if isinstance(problem, NotWhole):
            if _takes_despite(parent, title, problem):
                run_after_backup(parent, bridge, title, function, on_done, on_error, despite=True)
        elif on_error is not None:
            on_error(problem)
        else:
            prompts.tell_error(parent, problem)

    run_with_progress(parent, title, work, on_done, failed)


def _takes_despite(parent: QWidget, title: str, problem: NotWhole) -> bool:
    first = problem.findings[0]
    words = translate(
        "Backups",
        "A backup was made first, but it is not verified: {count} things in it are wrong.\n{first}\n\n"
        "Nothing has gone in yet. “Check the records” names all that is wrong.",
    )
    told = words.format(count=len(problem.findings), first=filled("check", first.text, first.values))
    return prompts.ask_yes_no(parent, title, told, yes=translate("Backups", "Go on all the same"))


def places_of(settings: SettingsFile) -> keeping.Places:
    """Where this machine's backups go."""
    return keeping.Places(settings.now.backups, settings.now.second_medium, bool(settings.now.second_copy_at))


def note_second(settings: SettingsFile, done: keeping.Round) -> None:
    """Remembers when the second medium got its copy."""
    if done.second_at is not None:
        settings.change(second_copy_at=done.second_at.isoformat())


def steps(progress: background.Progress) -> Callable[[str], None]:
    """Parts of the work told as so many steps."""
    numbers = count(1)
    return lambda _part: progress(next(numbers))
