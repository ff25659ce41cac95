# SPDX-License-Identifier: Apache-2.0
"""The support bundle from the command line: said before it is written, whole, and possible without an office."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from complaintdesk import cli


def made(out: Path, books: Path) -> int:
    return cli.main(["--lang", "en", "--database", str(books), "support-bundle", str(out)])


def test_the_bundle_is_listed_and_then_written(books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "bundle.zip"
    assert made(out, books) == 0
    said = capsys.readouterr().out
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
        assert packed.read("CONTENTS.txt").decode().strip() in said
        assert json.loads(packed.read("books.json"))["findings"] == {}
    assert said.splitlines()[-1] == f"files={len(names)}"


def test_without_an_office_the_bundle_says_why_there_is_none(tmp_path: Path) -> None:
    out = tmp_path / "bundle.zip"
    assert made(out, tmp_path / "张三" / "office.db") == 0
    with zipfile.ZipFile(out) as packed:
        assert json.loads(packed.read("books.json"))["not opened"] == "There is no database at {path}."
        assert not [name for name in packed.namelist() if "张三".encode() in packed.read(name)]


def test_a_bundle_is_a_zip(books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(tmp_path / "bundle.pdf", books) == 2
    assert ".zip" in capsys.readouterr().err
