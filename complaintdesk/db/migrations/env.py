# SPDX-License-Identifier: Apache-2.0
"""Runs the migrations on the connection that `schema.create_or_upgrade` hands over."""

from __future__ import annotations

from alembic import context

from complaintdesk.db.journal_tables import JournalEntry

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=JournalEntry.metadata, render_as_batch=True, transactional_ddl=False
)
context.run_migrations()
