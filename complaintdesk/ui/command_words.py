# SPDX-License-Identifier: Apache-2.0
"""What people call a deed that has another name, as shipped beside the program for each language (Ctrl+K)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from complaintdesk import paths
from complaintdesk.labels import language


@cache
def command_words(language: str) -> Mapping[str, tuple[str, ...]]:
    """By the name of a deed, as its button says it without dots: the other words for it."""
    text = paths.shipped("resources", "commands", f"{language}.toml").read_text("utf-8")
    groups: dict[str, dict[str, str]] = tomllib.loads(text)
    found: dict[str, tuple[str, ...]] = {}
    for names in groups.values():
        for name, words in names.items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *words.casefold().split())))
    return found


def also_called(label: str) -> tuple[str, ...]:
    """The other words for the deed of this name in the language in use; its name may hold a number."""
    words = command_words(language())
    return words.get(label) or words.get(re.sub("[0-9]+", "{count}", label), ())
