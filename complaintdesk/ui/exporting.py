# SPDX-License-Identifier: Apache-2.0
"""The register and the month's figures as workbooks: asks for the days, writes in a worker, notes the export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_pages, exports
from complaintdesk.desk.statistics import MonthFigures, month_figures
from complaintdesk.domain.dates import read_month
from complaintdesk.domain.terms import CaseKind
from complaintdesk.labels import label, translate
from complaintdesk.sheets.register_out import Written, write_register
from complaintdesk.sheets.report_out import write_report
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices, TickBox
from complaintdesk.ui.day_input import read_open_span
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.export_reason import ask_reason
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.progress import run_with_progress

_FOLDER = "exports"  # under this name the folder chosen last is kept
_EXCEL = "Excel (*.xlsx)"


@dataclass(frozen=True)
class Span:
    """What is exported: from and to, both included, None open; one kind or all; old rows or not."""

    from_on: date | None
    to_on: date | None
    kind: CaseKind | None
    history: bool

    def words(self) -> str:
        """The days, as printed on each page."""
        return f"{self.from_on or ''} – {self.to_on or ''}" if self.from_on or self.to_on else ""


class ExportDialog(Dialog):
    """Which cases go into the workbook; starts with this month up to today."""

    only_chooses = True

    help_page = "statistics"

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(parent, translate("ExportDialog", "Export register"))
        self._zone = bridge.office.zone
        today = self._today = bridge.local(bridge.now()).date()
        self.from_on = LineInput()
        self.to_on = LineInput()
        self.from_on.setText(f"{today.replace(day=1)}")
        self.to_on.setText(f"{today}")
        self.kind = Choices([(kind, label(kind)) for kind in CaseKind], optional=True, wrap=True)
        self.history = TickBox(translate("ExportDialog", "With the rows of old registers"))
        open_end = translate("ExportDialog", "Left empty: no limit")
        self.add_field("from_on", FieldRow(translate("ExportDialog", "From"), self.from_on, label_width=48))
        self.add_field("to_on", FieldRow(translate("ExportDialog", "To"), self.to_on, label_width=48, note=open_end))
        kinds = translate("ExportDialog", "None chosen: all kinds")
        self.add_field("kind", FieldRow(translate("ExportDialog", "Kind"), self.kind, above=True, stretch=False))
        self.fields["kind"].set_note(kinds)
        self.box.addWidget(self.history)
        self.add_buttons(translate("ExportDialog", "Export…"))
        self.span = Span(None, None, None, False)

    def take(self) -> None:
        from_on, to_on = read_open_span(self.from_on, self.to_on, self._zone, self._today)
        self.span = Span(from_on, to_on, self.kind.value, self.history.isChecked())


class MonthDialog(Dialog):
    """Which month's figures; starts with this month."""

    only_chooses = True

    help_page = "statistics"

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(parent, translate("MonthDialog", "Month's report"))
        today = bridge.local(bridge.now()).date()
        self.month = LineInput()
        self.month.setText(f"{today:%Y-%m}")
        self.add_field("month", FieldRow(translate("MonthDialog", "Month"), self.month, label_width=48, note="2026-10"))
        self.add_buttons(translate("MonthDialog", "Export…"))
        self._today = self.chosen = today

    def take(self) -> None:
        self.chosen = read_month(self.month.text(), self._today)


def export_register(window: QWidget, bridge: Bridge) -> None:
    """Asks which cases and where to, then writes the register behind a window that can stop it."""
    dialog = ExportDialog(window, bridge)
    if prompts.show_dialog(dialog):
        today = bridge.local(bridge.now()).date()
        name = translate("Exporting", "Register {day}.xlsx").format(day=dialog.span.to_on or today)
        path = where(window, bridge, translate("ExportDialog", "Export register"), name)
        if path is not None:
            write_span(window, bridge, dialog.span, path)


def export_list(window: QWidget, bridge: Bridge, ids: Sequence[int], words: str) -> None:
    """Asks where to, then writes the cases of a list as it stands; `words` say on paper what it holds."""
    today = bridge.local(bridge.now()).date()
    name = translate("Exporting", "Register {day}.xlsx").format(day=today)
    path = where(window, bridge, translate("ExportDialog", "Export register"), name)
    if path is not None:
        write_cases(window, bridge, ids, words, path)


def write_span(window: QWidget, bridge: Bridge, span: Span, path: Path) -> None:
    """Writes the cases of the span to `path` and says how many they are."""
    ids = bridge.ask(case_pages.cases_between, span.from_on, span.to_on, span.kind, with_history=span.history)
    write_cases(window, bridge, ids, span.words(), path)


def write_cases(window: QWidget, bridge: Bridge, ids: Sequence[int], words: str, path: Path) -> None:
    """Asks why, writes these cases to `path` and says how many they are; noted as an export (R-OWN-06)."""
    title = translate("ExportDialog", "Export register")
    reason = ask_reason(window, title)
    if reason is None:
        return
    bridge.note(exports.note_export, "register", len(ids), reason)
    office = bridge.office

    def work(progress: Progress) -> Written:
        return office.ask(
            lambda session: write_register(
                path,
                case_pages.case_records(session, ids, office.books),
                office_name=office.record.name,
                zone=office.zone,
                span_words=words,
                own_names=office.books.own_field_names(session),
                progress=lambda done: progress(done, len(ids)),
            )
        )

    run_with_progress(window, title, work, lambda written: _tell_written(window, title, path, written))


def export_report(window: QWidget, bridge: Bridge) -> None:
    """Asks for the month and where to, then writes its figures."""
    dialog = MonthDialog(window, bridge)
    if not prompts.show_dialog(dialog):
        return
    chosen = dialog.chosen
    figures = bridge.ask(month_figures, chosen.year, chosen.month, bridge.now(), bridge.books)
    export_month(window, bridge, figures)


def export_month(window: QWidget, bridge: Bridge, figures: MonthFigures) -> None:
    """Asks where to, then writes the month's figures."""
    title = translate("MonthDialog", "Month's report")
    name = translate("Exporting", "Report {month}.xlsx").format(month=f"{figures.month:%Y-%m}")
    path = where(window, bridge, title, name)
    if path is None:
        return
    office = bridge.office
    bridge.note(exports.note_export, "report", figures.cases)

    def work(_progress: Progress) -> int:
        write_report(path, figures, office_name=office.record.name, zone=office.zone)
        return figures.cases

    words = translate("Exporting", "The figures of {month} are written to:\n{path}")
    said = words.format(month=f"{figures.month:%Y-%m}", path=path)
    run_with_progress(window, title, work, lambda _cases: prompts.tell(window, title, said))


def where(window: QWidget, bridge: Bridge, title: str, name: str) -> Path | None:
    """The file to write, asked for in the folder chosen last; None for none."""
    folder = Path(bridge.settings.now.places.get(_FOLDER) or Path.home())
    path = prompts.save_file(window, title, proposed=folder / name, kinds=_EXCEL)
    if path is not None:
        bridge.settings.remember(**{_FOLDER: str(path.parent)})
    return path


def _tell_written(window: QWidget, title: str, path: Path, written: Written) -> None:
    words = translate("Exporting", "{count} cases are written to:\n{path}").format(count=written.rows, path=path)
    prompts.tell(window, title, "\n\n".join(filter(None, (words, written.words()))))
