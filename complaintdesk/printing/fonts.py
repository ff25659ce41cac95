# SPDX-License-Identifier: Apache-2.0
"""The faces that paper is set in: the bundled one, and the machine's own for characters that it lacks."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("RL_")]:
    del os.environ[_name]  # ReportLab takes its settings from there, among them which hosts to trust

from reportlab import rl_config  # noqa: E402 - after the above
from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: E402

from complaintdesk import paths  # noqa: E402

SYSTEM_FACES = (  # in this order; those with the rare characters of names first
    "simsunb.ttf", "SimSunExtG.ttf", "HanaMinB.ttf", "HanaMinA.ttf", "BabelStoneHan.ttf",
    "msyh.ttc", "simsun.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "uming.ttc",
    "seguisym.ttf", "seguiemj.ttf", "segoeui.ttf", "arial.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf",
    "FreeSans.ttf", "Symbola.ttf", "unifont.ttf",
)  # fmt: skip


class Face:
    """A TrueType face, registered with ReportLab."""

    def __init__(self, path: Path) -> None:
        """Reads the file; raises TTFError for one that ReportLab can't embed."""
        self.name = path.stem
        font = ttfonts.TTFont(self.name, str(path), asciiReadable=False, shapable=False)
        pdfmetrics.registerFont(font)
        self._glyphs: dict[int, int] = font.face.charToGlyph
        self._widths: dict[int, float] = font.face.charWidths
        self._usual: float = font.face.defaultWidth

    def has(self, character: str) -> bool:
        """Whether the face can draw the character."""
        return self._glyphs.get(ord(character), 0) != 0

    def advance(self, character: str) -> float:
        """The character's width at a size of 1."""
        return self._widths.get(ord(character), self._usual) / 1000


class Faces:
    """A regular and a bold face, and others that are opened only when a character is in neither."""

    def __init__(self, regular: Path, bold: Path, others: Iterable[Path]) -> None:
        self._first = (Face(regular), Face(bold))
        self._opened: list[Face] = []
        self._closed: Iterator[Path] = iter(tuple(others))
        self._found: dict[tuple[str, bool], Face | None] = {}

    def face_of(self, character: str, bold: bool = False) -> Face | None:
        """A face that has the character, None if no face on this machine does."""
        key = (character, bold)
        if key not in self._found:
            self._found[key] = self._look(character, bold)
        return self._found[key]

    def _look(self, character: str, bold: bool) -> Face | None:
        regular, heavy = self._first
        for face in (heavy, regular) if bold else (regular,):
            if face.has(character):
                return face
        for face in self._others():
            if face.has(character):
                return face
        return None

    def _others(self) -> Iterator[Face]:
        yield from self._opened
        for path in self._closed:
            try:
                face = Face(path)
            except (ttfonts.TTFError, OSError):
                continue  # a face that can't be embedded is as good as none
            self._opened.append(face)
            yield face


def faces() -> Faces:
    """The faces of this machine, read once; call it early from a worker so that the first print needn't wait."""
    with _reading:
        return _faces()


@cache
def _faces() -> Faces:
    fonts = paths.shipped("resources", "fonts")
    return Faces(fonts / "NotoSansSC-Regular.ttf", fonts / "NotoSansSC-Bold.ttf", system_faces(system_folders()))


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts."""
    if sys.platform == "win32":
        return (
            Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts",
            Path(os.environ.get("LOCALAPPDATA", r"C:\none")) / "Microsoft" / "Windows" / "Fonts",
        )
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local" / "share" / "fonts")


def system_faces(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The font files of SYSTEM_FACES that are there, in that order."""
    there: dict[str, Path] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                there.setdefault(name.lower(), Path(parent) / name)
    return tuple(there[name.lower()] for name in SYSTEM_FACES if name.lower() in there)


def _to_unicode(font_name: str, subset: list[int]) -> str:
    """The map by which a reader copies text; beyond U+FFFF it wants UTF-16, where ReportLab writes five digits."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]  # as many as the standard allows
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
            f"/CMapName /{font_name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


_reading = threading.Lock()
ttfonts.makeToUnicodeCMap = _to_unicode
rl_config.trustedHosts = None
rl_config.trustedSchemes = []
rl_config.toColorCanUse = None
rl_config.useA85 = 0
rl_config.wrapA85 = 0
rl_config.pageCompression = 1
rl_config.invariant = 1
rl_config.pdfComments = 0
rl_config.canvas_baseColor = None
