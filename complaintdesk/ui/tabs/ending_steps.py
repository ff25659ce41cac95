# SPDX-License-Identifier: Apache-2.0
"""Ending a case aside from handling and closing it; what each deed asks."""

from __future__ import annotations

from complaintdesk.ui.tabs.course_deed import CourseDeed

ENDING: tuple[CourseDeed, ...] = ()
