# SPDX-License-Identifier: Apache-2.0
"""The desk without a window: the same deeds, from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from complaintdesk.errors import Told, UserError
from complaintdesk.labels import words_of

REFUSED, USAGE = 1, 2


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0, 1 where something was found wrong or refused (in words), 2 for a call that makes no sense."""
    from complaintdesk.cli.parser import parsed

    asked = parsed(arguments)
    try:
        return int(asked.run(asked))
    except Told as problem:
        beside = f" ({problem.field})" if isinstance(problem, UserError) and problem.field else ""
        print(words_of(problem) + beside, file=sys.stderr)
        return REFUSED
