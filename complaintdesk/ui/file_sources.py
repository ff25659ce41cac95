# SPDX-License-Identifier: Apache-2.0
"""Where files come from: dropped on the window, pasted from the clipboard, as a picture or as files; into the pool."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from complaintdesk.desk import attachments
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.domain.file_names import short_name
from complaintdesk.errors import QT_TRANSLATE_NOOP, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.bridge import Bridge


def take_offered(bridge: Bridge, offered: QMimeData) -> tuple[list[StoredFile], list[str]]:
    """The files of a drop or of the clipboard, put into the pool; and in words what could not be taken, and why."""
    if not offered.hasUrls():
        return _each(bridge, [_pasted_picture(bridge, QImage(offered.imageData()))])
    elsewhere = [url for url in offered.urls() if not url.isLocalFile()]
    taken, problems = take_paths(bridge, [Path(url.toLocalFile()) for url in offered.urls() if url.isLocalFile()])
    if elsewhere:
        problems.append(
            translate("FileSources", "A link to a page is no file: save what it shows, then bring the file here.")
        )
    return taken, problems


def take_paths(bridge: Bridge, found: Sequence[Path]) -> tuple[list[StoredFile], list[str]]:
    """These files, put into the pool; and in words what could not be taken, and why."""
    return _each(bridge, found)


def _pasted_picture(bridge: Bridge, image: QImage) -> tuple[str, bytes]:
    """A picture of the clipboard as PNG, named by its moment."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    data = bytes(buffer.data().data()) if QImageWriter(buffer, QByteArray(b"png")).write(image) else b""
    moment = bridge.local(bridge.now()).strftime("%Y-%m-%d %H%M%S")
    return translate("FileSources", "Pasted {moment}.png").format(moment=moment), data


def _each(bridge: Bridge, sources: Sequence[Path | tuple[str, bytes]]) -> tuple[list[StoredFile], list[str]]:
    taken: list[StoredFile] = []
    problems: list[str] = []
    for source in sources:
        name = source.name if isinstance(source, Path) else source[0]
        try:
            data = attachments.read_source(source) if isinstance(source, Path) else source[1]
            taken.append(_store(bridge, name, data))
        except UserError as error:
            problems.append(words_of(error))
        except Told as problem:
            problems.append(f"{short_name(name)}: {words_of(problem)}")
    return taken, problems


def _store(bridge: Bridge, name: str, data: bytes) -> StoredFile:
    database = bridge.office.database
    if not bridge.may(attachments.attach_stored):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Your role has no right to do this; ask a supervisor."))
    return attachments.store(bridge.office.pool, database.key, name, data, beside_file=not database.is_server)
