# SPDX-License-Identifier: Apache-2.0
"""Where the program starts: with a command the work is done without a window, else the window opens."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

# Options of the window that take a value; all other words are commands.
_VALUED = ("--database", "--lang", "--smoke", "--help-pictures")
_WINDOW = ("--demo", "--self-test", *_VALUED)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 where something was found wrong or refused, 2 for a call that makes no sense."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--read-list"]:  # the frozen program as the reader that sheets.reading starts
        from complaintdesk.sheets import reader_process

        return reader_process.main(arguments[1:])
    if not _is_for_window(arguments):
        return _command(arguments)
    asked = _parsed(arguments) if arguments else None  # the usual start has none, and is not kept waiting by argparse
    if asked and (asked.self_test or asked.smoke is not None or asked.help_pictures is not None):
        return _try_out(asked)
    gc.disable()  # what is loaded for the first picture can't go, and looking for it costs a tenth of the wait
    from complaintdesk.ui import plain_import

    plain_import.restore()
    from complaintdesk.app import Options, run

    return run(Options(database=asked.database, demo=asked.demo, language=asked.lang) if asked else Options())


def _is_for_window(arguments: Sequence[str]) -> bool:
    """Whether every word is one of the window's own options or its value."""
    rest = iter(arguments)
    for word in rest:
        name, _, value = word.partition("=")
        if name not in _WINDOW:
            return False
        if name in _VALUED and not value:
            next(rest, "")
    return True


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    import argparse

    from complaintdesk.settings import LANGUAGES

    parser = argparse.ArgumentParser(prog="complaintdesk", add_help=False)
    parser.add_argument("--database", default="")
    parser.add_argument("--lang", default="", choices=LANGUAGES)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--smoke", type=Path, metavar="OUT_DIR")
    parser.add_argument("--help-pictures", type=Path, metavar="OUT_DIR")
    return parser.parse_args(list(arguments))


def _try_out(asked: argparse.Namespace) -> int:
    if asked.self_test or asked.help_pictures is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if asked.help_pictures is not None:
        from complaintdesk import help_pictures

        return help_pictures.remake(asked.help_pictures)
    from complaintdesk import selftest

    return selftest.run(asked.lang) if asked.self_test else selftest.smoke(asked.smoke, asked.lang)


def _command(arguments: Sequence[str]) -> int:
    """Does a command; the demo's day also gets pictures of each tab, which no command could take."""
    from complaintdesk import cli

    return cli.main(arguments, _take_pictures)


def _take_pictures(folder: Path, out: Path) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from complaintdesk import selftest

    selftest.pictures(folder, out)


if __name__ == "__main__":
    sys.exit(main())
