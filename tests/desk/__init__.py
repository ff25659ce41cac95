# SPDX-License-Identifier: Apache-2.0
"""Tests of the desk: every deed and query on a real database."""
