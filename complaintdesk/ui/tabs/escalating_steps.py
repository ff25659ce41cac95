# SPDX-License-Identifier: Apache-2.0
"""What goes up the ladder and needs somebody's word; what each deed asks."""

from __future__ import annotations

from complaintdesk.ui.tabs.course_deed import CourseDeed

ESCALATING: tuple[CourseDeed, ...] = ()
