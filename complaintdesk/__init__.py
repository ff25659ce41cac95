# SPDX-License-Identifier: Apache-2.0
"""Complaint Desk (投诉台): the reception desk of a property-management office."""

__version__ = "0.1.0"
