# SPDX-License-Identifier: Apache-2.0
"""Names of files that people bring: kept as they are told apart, harmless as a name on disk, programs known as such."""

from __future__ import annotations

import re
import unicodedata

from complaintdesk.domain.texts import clean_line

LIMIT = 200  # characters of a name that is kept
SHORT = 40  # characters of a name within a sentence
NAMELESS = "file"

# What Windows forbids in a name, and what would lead out of a folder anywhere.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\..*)?", re.IGNORECASE)
_PROGRAMS = frozenset(
    """
    app appref-ms appx bat chm cmd com command cpl desktop docm dotm exe hta htm html inf iso jar js
    jse lnk mht msc msi msix msp mst pif pptm ps1 psm1 py pyw reg run scf scr sh svg url vb vbe vbs
    ws wsf wsh xlam xlsm xltm
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def kept_name(name: str) -> str:
    """The name as the books keep it: one line, without characters that nobody sees or that turn words around.

    One longer than 200 characters is cut before its ending, which says what it is.
    """
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf")
    line = clean_line(seen, None) or NAMELESS
    if len(line) <= LIMIT:
        return line
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > LIMIT // 2:
        return line[:LIMIT]
    return f"{stem[: LIMIT - len(ending) - 1]}.{ending}"


def short_name(name: str) -> str:
    """The kept name as it stands within a sentence: a long one without its middle, so that it fits on a line."""
    line = kept_name(name)
    return line if len(line) <= SHORT else f"{line[: SHORT - 14]}…{line[-13:]}"


def safe_name(name: str) -> str:
    """A name under which a copy can lie in any folder of any system: no path, no device, no dot before or behind."""
    plain = _FORBIDDEN.sub("_", kept_name(name)).strip(". ") or NAMELESS
    return f"_{plain}" if _DEVICES.fullmatch(plain) else plain


def is_program(name: str) -> bool:
    """Whether opening a file of this name may run something: a program, a script, a link, a page, macros."""
    _stem, dot, ending = safe_name(name).rpartition(".")
    return bool(dot) and ending.lower() in _PROGRAMS
