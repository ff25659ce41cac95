# SPDX-License-Identifier: Apache-2.0
"""The command that packs what somebody needs who helps from afar; it also works on books that can't be opened."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from itertools import count

from complaintdesk import paths
from complaintdesk.cli.asking import count_line, location_of, passphrase_for, progress_shown
from complaintdesk.desk import checking, support
from complaintdesk.desk.office import open_books, wall_clock
from complaintdesk.desk.support import Books
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.settings import settings_file


def make_bundle(asked: Namespace) -> int:
    """Says what goes into the bundle, then writes it."""
    location = location_of(asked)
    parts = support.bundle(
        _looked_over(asked, location), settings_file().now, location, paths.state_folder(), wall_clock()
    )
    listed = support.listed(parts, translate)
    print(listed.text)
    support.write(asked.out, (listed, *parts))
    print(translate("cli", "The bundle is written: {path}").format(path=asked.out))
    count_line(files=len(parts) + 1)
    return 0


def _looked_over(asked: Namespace, location: str) -> Books | EnvironmentProblem:
    """What the books tell about themselves, or why they can't be opened: then most of all somebody is to help."""
    try:
        database, pool = open_books(location, passphrase_for(asked, location))
        with closing(database), progress_shown() as tell:
            parts = count(1)
            return support.look_over(database, pool, lambda _part: tell(next(parts), checking.PARTS))
    except EnvironmentProblem as problem:
        return problem
