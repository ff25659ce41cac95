# SPDX-License-Identifier: Apache-2.0
"""A short list read in from a file: chosen, read in a worker, taken in by a deed, and what came of it said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.importing import Imported
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.short_lists import ShortList
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.progress import run_with_progress

_LISTS = "Excel, WPS, CSV (*.xlsx *.xlsm *.xls *.ods *.csv)"
_TOLD = 8  # rows that were not taken in are named up to so many


def take_list_in(
    window: QWidget,
    bridge: Bridge,
    title: str,
    read: Callable[[Path], ShortList[Any]],
    deed: Callable[..., Imported],
    tell: Callable[[Imported, Sequence[str], Tone], None],
) -> None:
    """Asks for a file and takes its entries in; `tell` says what came of it, with the rows that were left out."""
    path = prompts.choose_file(window, title, kinds=_LISTS)
    if path is None:
        return
    office = bridge.office

    def work(_progress: Progress) -> tuple[ShortList[Any], Imported]:
        found = read(path)
        return found, office.do(deed, found.drafts)

    def say(told: tuple[ShortList[Any], Imported]) -> None:
        found, done = told
        row = translate("AnswersPage", "Row {row} was left out: {problem}")
        said = [row.format(row=each.row, problem=words_of(each.problem)) for each in found.refused[:_TOLD]]
        if len(found.refused) > _TOLD:
            more = translate("AnswersPage", "… and {count} rows more")
            said.append(more.format(count=len(found.refused) - _TOLD))
        tell(done, said, Tone.SOON if found.refused else Tone.GOOD)

    run_with_progress(window, title, work, say)
