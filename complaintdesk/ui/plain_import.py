# SPDX-License-Identifier: Apache-2.0
"""Python's own import instead of PySide's, which reads the source of all that is loaded after it."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - puts its import in place


def restore() -> None:
    """From now on modules are loaded without a look into their source.

    PySide looks there for `from __feature__ import …`, which nobody uses here, and keeps what it read: a
    twelfth of the time until somebody can sign in, and 30 MB.
    """
    builtins.__import__ = vars(builtins).get("__orig_import__", builtins.__import__)
