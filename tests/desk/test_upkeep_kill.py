# SPDX-License-Identifier: Apache-2.0
"""Killed while it backs up, restores or upgrades, a desk finds its books whole, and no half of a backup."""

from __future__ import annotations

import os

import pytest

from tests.desk.test_kill import begin, told

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="desks are forked, and this system can't")

ROUNDS = 20  # of each


def test_killed_at_an_upgrade_a_backup_or_a_restore_the_desk_has_whole_books(tmp_path):
    found = told(begin("upkeep_killing", tmp_path, ROUNDS, 7))
    assert found["faults"] == []
    assert found["killed"] > 3 * ROUNDS // 2, "most died at work"
