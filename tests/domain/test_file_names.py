# SPDX-License-Identifier: Apache-2.0
"""What becomes of the names that files come by, however they were meant."""

from __future__ import annotations

import pytest

from complaintdesk.domain.file_names import LIMIT, SHORT, is_program, kept_name, safe_name, short_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\nb\tc.pdf", "a b c.pdf"),
        ("bad\udcff.jpg", "bad.jpg"),
        ("\u200b\ufeff", "file"),
        ("", "file"),
        ("长" * 300 + ".jpeg", "长" * 195 + ".jpeg"),
        ("x" * 300, "x" * 200),
        ("a." + "x" * 300, ("a." + "x" * 300)[:200]),
    ],
)
def test_a_name_is_kept_as_it_can_be_read(name, kept):
    assert kept_name(name) == kept
    assert len(kept_name(name)) <= LIMIT


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\evil.bat", "_.._evil.bat"),
        ("C:\\Windows\\a.exe", "C__Windows_a.exe"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("a.exe. . ", "a.exe"),
        ("...", "file"),
        ("what?*.pdf", "what__.pdf"),
    ],
)
def test_a_copy_lies_where_it_is_meant_to_under_any_name(name, safe):
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    "name", ["a.exe", "A.EXE", "a.pdf.lnk", "a.exe.", "a.exe  ", "photo\u202egpj.exe", "表.xlsm", "a.html", "x.ps1"]
)
def test_what_may_run_is_known_by_its_ending(name):
    assert is_program(name)


@pytest.mark.parametrize("name", ["a.pdf", "照片.JPG", "exe", "a.docx", "a.exe.jpg", ""])
def test_what_is_looked_at_is_no_program(name):
    assert not is_program(name)


def test_within_a_sentence_a_long_name_loses_its_middle():
    assert short_name("现场照片.jpg") == "现场照片.jpg"
    short = short_name("scan_" + "0" * 150 + "_page2.png")
    assert short == "scan_" + "0" * 21 + "…" + "000_page2.png"
    assert len(short) == SHORT
