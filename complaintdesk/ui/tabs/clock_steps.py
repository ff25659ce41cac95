# SPDX-License-Identifier: Apache-2.0
"""Limits put off, stopped and agreed on; what each deed asks."""

from __future__ import annotations

from complaintdesk.ui.tabs.course_deed import CourseDeed

CLOCKS: tuple[CourseDeed, ...] = ()
