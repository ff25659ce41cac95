# SPDX-License-Identifier: Apache-2.0
"""The bundled face comes first, the machine's own help out, and no setting of the machine's changes the paper."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import reportlab

from complaintdesk import paths
from complaintdesk.printing.fonts import Faces, faces, system_faces
from complaintdesk.printing.text import Passage

NOTO = paths.shipped("resources", "fonts", "NotoSansSC-Regular.ttf")
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_character_that_the_first_face_lacks_comes_from_another(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    latin = Faces(VERA, VERA, [tmp_path / "broken.ttf", tmp_path / "gone.ttf", NOTO])
    faces_used = [glyph.face.name for glyph in Passage("a水b", latin).lines(100)[0].glyphs]
    assert faces_used == ["Vera", "NotoSansSC-Regular", "Vera"]
    assert latin.face_of("水") is latin.face_of("管")
    assert latin.face_of("\ue123") is None


def test_bold_characters_come_from_the_bold_face():
    found = faces().face_of("水", bold=True)
    assert found is not None
    assert found.name == "NotoSansSC-Bold"


def test_every_character_of_chinese_names_in_the_general_table_is_bundled():
    bundled = Faces(NOTO, NOTO, [])
    for character in "仇𬭎䶮堃喆昇翀煊骉犇赟玥珺琀璟妤婳嫚𬱟𬍛𬬩𫖯𬸚":
        assert bundled.face_of(character), character


def test_system_faces_are_found_by_name_in_order_whatever_the_case(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("deep/er/MSYH.TTC", "deep/SimSunB.ttf", "other.ttf"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in system_faces([tmp_path, tmp_path / "none"])] == ["SimSunB.ttf", "MSYH.TTC"]


@pytest.mark.parametrize(
    "settings",
    [
        {"RL_useA85": "1", "RL_trustedHosts": "*", "RL_trustedSchemes": "file,http", "RL_ttfAsciiReadable": "1"},
        {"RL_useA85": "garbage", "RL_pageCompression": "0", "RL_invariant": "0", "RL_defaultPageSize": "letter"},
    ],
    ids=["hostile", "broken"],
)
def test_the_machines_reportlab_settings_change_nothing(settings):
    program = (
        "import hashlib\n"
        "from tests.printing.papers import a_finished_order, printed\n"
        "print(hashlib.sha256(printed('work_order', a_finished_order()).pdf).hexdigest())\n"
        "from reportlab import rl_config\n"
        "print(rl_config.trustedHosts, rl_config.trustedSchemes, rl_config.useA85)\n"
    )

    def run(**extra: str) -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(
            command, env={**os.environ, **extra}, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    usual, changed = run(), run(**settings)
    assert changed == usual
    assert usual.splitlines()[1] == "None [] 0"
