# SPDX-License-Identifier: Apache-2.0
"""Tests of the database: engine, guards, journal, migrations, search."""
