# SPDX-License-Identifier: Apache-2.0
"""Refuses skipped tests: `.ci/skips.py JUNIT.xml`; without the folder of real lists, those that read it are excused."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ABSENT = "the folder of real lists beside the checkout is absent"  # as tests/conftest.py says it


def main() -> int:
    """1 where a test was skipped that had what it needs, else 0; says loudly what was not tested."""
    if not Path(sys.argv[1]).is_file():
        print("the tests left no report")
        return 1
    report = ElementTree.parse(sys.argv[1])
    skipped = [
        (f"{case.get('classname')}::{case.get('name')}", reason.get("message") or "")
        for case in report.iter("testcase")
        for reason in case.iter("skipped")
    ]
    excused = [name for name, why in skipped if ABSENT in why and not SHARED_DATA.is_dir()]
    if not SHARED_DATA.is_dir():
        print("!" * 100)
        print(f"!!!! {ABSENT.upper()} ({SHARED_DATA})")
        print(f"!!!! {len(excused)} TESTS ON REAL LISTS WERE SKIPPED:")
        print("\n".join(f"!!!!   {name}" for name in excused))
        print("!" * 100)
    refused = [f"{name}: {why}" for name, why in skipped if name not in excused]
    if refused:
        print(f"{len(refused)} tests were skipped although nothing that they need may be absent here:")
        print("\n".join(f"  {line}" for line in refused))
        return 1
    print(f"{len(excused)} tests skipped, each for want of the real lists" if excused else "no test skipped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
