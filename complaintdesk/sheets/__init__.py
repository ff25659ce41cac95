# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets: registers out to Excel, lists in."""
