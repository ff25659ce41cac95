# SPDX-License-Identifier: Apache-2.0
"""Judging a case: whether it is valid, how much it weighs, whose it is; what each deed asks."""

from __future__ import annotations

from complaintdesk.ui.tabs.course_deed import CourseDeed

JUDGING: tuple[CourseDeed, ...] = ()
