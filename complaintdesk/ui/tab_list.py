# SPDX-License-Identifier: Apache-2.0
"""The tabs of the window, in their order: one line each."""

from __future__ import annotations

from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.statistics_tab import StatisticsTab
from complaintdesk.ui.tabs.today_tab import TodayTab

TABS: tuple[type[Tab], ...] = (TodayTab, RegisterTab, OrdersTab, FollowUpsTab, HouseholdsTab, DayTab, StatisticsTab)
