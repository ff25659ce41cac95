# SPDX-License-Identifier: Apache-2.0
"""The rules that the procedures' clauses demand, group by group, by their ids; each is named by a test of its own."""

from __future__ import annotations

TIME = tuple(f"R-T-{number:02}" for number in range(1, 8))
REGISTRATION = tuple(f"R-REG-{number:02}" for number in (5, 6, 7, 8, 9, 11, 12, 13, 15, 16))
CLASSES = tuple(f"R-CLS-{number:02}" for number in range(1, 11))
ESCALATION = tuple(f"R-ESC-{number:02}" for number in range(1, 15))
WORK_ORDERS = ("R-WO-01", "R-WO-09", "R-WO-11")
CORRECTIVE = ("R-CA-01", "R-CA-05")
FOLLOW_UPS = ("R-CB-01", "R-CB-03", "R-CB-06", "R-CB-07")
STATISTICS = ("R-ST-01", "R-ST-02", "R-ST-03", "R-ST-06")

COVERED = (*TIME, *REGISTRATION, *CLASSES, *ESCALATION, *WORK_ORDERS, *CORRECTIVE, *FOLLOW_UPS, *STATISTICS)
