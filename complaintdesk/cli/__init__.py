# SPDX-License-Identifier: Apache-2.0
"""The desk without a window: the same deeds, from the command line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from complaintdesk.errors import MissingFields, NotYetKnown, Told
from complaintdesk.labels import translate, words_of

REFUSED = 1

Pictures = Callable[[Path, Path], object]


def main(arguments: Sequence[str], pictures: Pictures | None = None) -> int:
    """The exit code: 0, 1 where something was found wrong or refused (in words), 2 for a call that makes no sense.

    `pictures` takes pictures of the demo office in one folder into another, which nothing without a window can.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows no Chinese still gets its last line
            stream.reconfigure(errors="backslashreplace")
    try:
        return _done(arguments, pictures)
    except SystemExit as ended:  # argparse's way to answer --help and to refuse
        return int(ended.code or 0)
    except BrokenPipeError:  # whoever read along has read enough; nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED


def _done(arguments: Sequence[str], pictures: Pictures | None) -> int:
    from complaintdesk.cli.parser import parsed

    try:
        asked = parsed(arguments)
        asked.pictures = pictures
        code = int(asked.run(asked))
        sys.stdout.flush()
        return code
    except MissingFields as problem:
        _say(*(translate("errors", words) for words in problem.missing.values()))
    except NotYetKnown as problem:  # the next call knows nothing of this one
        _say(
            translate("errors", problem.text),
            translate("cli", "Once the database can be reached, look whether it is there before you ask for it again."),
        )
    except Told as problem:
        _say(words_of(problem))
    except BrokenPipeError:
        raise
    except OSError as error:
        told = translate("cli", "The system refuses: {reason} ({file})")
        _say(told.format(reason=error.strerror or error, file=error.filename or "-"))
    except KeyboardInterrupt:
        _say("", translate("cli", "Broken off. What is in the books stays there; the same command goes on from it."))
    return REFUSED


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)
