# SPDX-License-Identifier: Apache-2.0
"""The database: tables, engine, guards, journal, search index; all that differs between SQLite and PostgreSQL."""
