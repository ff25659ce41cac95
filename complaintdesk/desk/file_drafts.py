# SPDX-License-Identifier: Apache-2.0
"""A file that lies in the office's pool already and waits for the case that it will be kept with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StoredFile:
    """What a form holds of a file: the name that it came by, its bytes' hash, its size."""

    name: str
    sha256: str
    size: int
