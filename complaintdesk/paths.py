# SPDX-License-Identifier: Apache-2.0
"""Where things lie: what is shipped with the program, and what belongs to this machine's user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP = "complaintdesk"


def shipped(*parts: str) -> Path:
    """A file or folder shipped with the program (`forms/…`, `resources/…`): in a checkout, a wheel or a frozen one."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen)] if frozen else [package / "_data", package.parent]
    for root in roots:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"not shipped: {'/'.join(parts)}")


def data_folder() -> Path:
    """Where the office's database and attachments lie unless told otherwise; COMPLAINTDESK_HOME overrides."""
    return _folder("data", platformdirs.user_data_path(APP, appauthor=False))


def config_folder() -> Path:
    """Where this machine's settings file lies."""
    return _folder("config", platformdirs.user_config_path(APP, appauthor=False))


def state_folder() -> Path:
    """Where this desk's drafts, window state, log and lock lie."""
    return _folder("state", platformdirs.user_state_path(APP, appauthor=False))


def _folder(name: str, usual: Path) -> Path:
    home = os.environ.get("COMPLAINTDESK_HOME")
    path = Path(home) / name if home else usual
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
