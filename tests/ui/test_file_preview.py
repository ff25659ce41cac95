# SPDX-License-Identifier: Apache-2.0
"""Kept files looked at: pictures and PDFs in the window, all else by name; what is broken or hostile does no harm."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from complaintdesk import paths
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.ui import outside
from complaintdesk.ui.file_pictures import pictures_of
from complaintdesk.ui.file_preview import FilePreview, ShownFile
from tests.conftest import ROOT
from tests.ui.conftest import Answers
from tests.ui.pictures import a_pdf, a_picture


def shown(name: str, data: bytes) -> ShownFile:
    return ShownFile(name, len(data), lambda: data)


@pytest.fixture
def preview(qtbot: QtBot) -> Callable[..., FilePreview]:
    def make(*files: ShownFile) -> FilePreview:
        dialog = FilePreview(None, files)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return make


def test_a_picture_is_shown_whatever_its_name_says_and_never_larger_than_it_is(
    preview: Callable[..., FilePreview], tmp_path: Path
) -> None:
    dialog = preview(shown("scan.dat", a_picture(tmp_path / "a.png").read_bytes()))
    assert dialog.view.image is not None
    assert (dialog.view.image.width(), dialog.view.image.height()) == (64, 48)
    assert dialog.view.image.pixelColor(5, 5) == QColor("red")
    assert dialog.said.isHidden()


def test_a_large_picture_is_drawn_as_large_as_there_is_room_for(
    preview: Callable[..., FilePreview], tmp_path: Path
) -> None:
    dialog = preview(shown("a.jpg", a_picture(tmp_path / "a.jpg", 4000, 3000).read_bytes()))
    assert dialog.view.image is not None
    assert dialog.view.image.width() <= dialog.view.width()
    assert dialog.view.image.height() <= dialog.view.height()


def test_a_photo_taken_upright_stands_upright(tmp_path: Path) -> None:
    data = a_picture(tmp_path / "a.jpg", 400, 200).read_bytes()
    tags = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00" + bytes(4)
    turned = b"\xff\xe1" + (len(tags) + 8).to_bytes(2, "big") + b"Exif\x00\x00" + tags
    pictures = pictures_of(data[:2] + turned + data[2:])
    assert pictures is not None
    image = pictures.picture(0, QSize(300, 200))
    assert (image.width(), image.height()) == (100, 200)


def test_a_picture_that_claims_to_be_huge_is_not_read(preview: Callable[..., FilePreview]) -> None:
    width = height = (60_000).to_bytes(4, "little")
    head = b"BM" + (0).to_bytes(8, "little") + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
    bitmap = head + width + height + b"\x01\x00\x18\x00" + bytes(24)
    dialog = preview(shown("bomb.bmp", bitmap))
    assert dialog.view.image is None
    assert dialog.said.text() in (
        "This picture is too large to be shown here.",
        "This picture is damaged, or was not saved to its end.",
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "broken.png",
            b"\x89PNG\r\n\x1a\nnot a picture at all",
            "This picture is damaged, or was not saved to its end.",
        ),
        ("broken.pdf", b"%PDF-1.7\nnothing more", "This PDF is damaged or locked by a password."),
        ("a.docx", b"PK\x03\x04", "A file of this kind isn't shown here; open it with its program."),
        ("a.svg.txt", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A file of this kind isn't shown here"),
        ("nothing.bin", b"", "A file of this kind isn't shown here"),
        ("photo\u202egpj.exe", b"MZ", "This may be a program: it is kept, but not opened from here."),
    ],
)
def test_what_can_not_be_shown_says_why(preview: Callable[..., FilePreview], name: str, data: bytes, said: str) -> None:
    dialog = preview(shown(name, data))
    assert dialog.said.text().startswith(said)
    assert dialog.view.image is None


def test_a_pdf_is_leafed_through_and_the_arrows_go_to_the_next_file(
    qtbot: QtBot, preview: Callable[..., FilePreview], tmp_path: Path
) -> None:
    dialog = preview(shown("a.pdf", a_pdf(3)), shown("b.png", a_picture(tmp_path / "b.png").read_bytes()))
    assert (dialog.page.text(), dialog.about.text()) == ("page 1 of 3", "2 KB  file 1 of 2")
    first = dialog.view.image
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.page.text() == "page 2 of 3"
    assert dialog.view.image != first
    for _ in range(4):
        qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.page.text() == "page 3 of 3"
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.name.whole() == "b.png"
    assert dialog.page.isHidden()
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert (dialog.name.whole(), dialog.page.text()) == ("a.pdf", "page 1 of 3")


def test_a_copy_is_opened_to_be_read_only_and_no_program_ever(
    preview: Callable[..., FilePreview], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[Path] = []

    def hand_over(path: Path) -> bool:
        handed.append(path)
        return len(handed) == 1

    monkeypatch.setattr(outside, "hand_over", hand_over)
    dialog = preview(shown("../../表 1.docx", b"words"), shown("a.exe", b"MZ"))
    dialog.open_button.click()
    (copy,) = handed
    assert (copy.name, copy.read_bytes(), copy.stat().st_mode & 0o777) == ("_.._表 1.docx", b"words", 0o400)
    dialog.open_button.click()
    assert dialog.banner.words().startswith("This machine knows no program for such a file.")
    dialog.turn(1)
    assert dialog.open_button.isHidden()
    dialog.open_outside()
    assert dialog.banner.words() == "“a.exe” may be a program: it isn't opened from here."
    assert len(handed) == 2


def test_copies_that_a_killed_program_left_are_swept_up_and_those_in_use_are_not() -> None:
    opened = paths.state_folder() / "opened"
    words = """
        import sys
        from pathlib import Path
        from complaintdesk.ui import outside
        outside.hand_over = lambda path: True
        print(outside.open_copy("a.pdf", b"words"), flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(words)], cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True
    ) as other:
        assert other.stdout is not None
        copy = Path(other.stdout.readline().strip())
        outside.sweep()
        assert copy.read_bytes() == b"words"
        other.kill()
    assert copy.exists()
    outside.sweep()
    assert not copy.exists()
    assert list(opened.iterdir()) == []


def test_a_copy_is_saved_and_what_may_be_a_program_only_after_a_warning(
    preview: Callable[..., FilePreview], answers: Answers, tmp_path: Path
) -> None:
    paper = a_pdf(1)
    dialog = preview(shown("a.pdf", paper), shown("a.exe", b"MZ"))
    answers.expect("save_file", tmp_path / "copy.pdf")
    dialog.save.click()
    assert (tmp_path / "copy.pdf").read_bytes() == paper
    dialog.turn(1)
    answers.expect("yes_no", False)
    dialog.save.click()
    answers.expect("yes_no", True)
    answers.expect("save_file", tmp_path / "copy.exe")
    dialog.save.click()
    assert (tmp_path / "copy.exe").read_bytes() == b"MZ"


def test_a_file_that_the_pool_lost_is_told(preview: Callable[..., FilePreview]) -> None:
    def lost() -> bytes:
        raise EnvironmentProblem("This file is no longer as it was kept.", "Fetch it from a backup.")

    dialog = preview(ShownFile("a.png", 10, lost))
    assert dialog.said.text().startswith("This file is no longer as it was kept.")
    dialog.open_button.click()
    assert dialog.banner.words().startswith("This file is no longer as it was kept.")
