# SPDX-License-Identifier: Apache-2.0
"""Schema 2: follow-ups, fees and payments, remembered columns of lists, the office's logo, address and attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

# Added in words that both databases take: SQLite adds a reference to a table only as part of its column.
REFERENCES = (
    ("place", "import_run_id", "import_run"),
    ("occupant", "import_run_id", "import_run"),
    ("phone", "import_run_id", "import_run"),
    ("import_run", "undone_by", "staff"),
)


def upgrade() -> None:
    """Adds the tables and columns of schema 2; what `replay.ADDED` says of them older entries of the journal mean."""
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_table(
        "import_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("head_sha256", sa.String(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_import_columns_saved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_import_columns"),
        sa.UniqueConstraint("kind", "head_sha256", name="uq_import_columns_kind_head_sha256"),
    )
    op.create_table(
        "fee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_fee_case_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_fee_order_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_fee_place_id"),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name="fk_fee_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_fee"),
        sa.UniqueConstraint("order_id", name="uq_fee_order_id"),
    )
    op.create_index("ix_fee_case_id", "fee", ["case_id"], unique=False)
    op.create_index("ix_fee_place_id", "fee", ["place_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_event_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("rating", sa.String(), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_outcome", sa.String(), nullable=True),
        sa.Column("call_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["called_by"], ["staff.id"], name="fk_follow_up_called_by"),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_follow_up_case_id"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name="fk_follow_up_confirmed_by"),
        sa.ForeignKeyConstraint(["done_by_event_id"], ["case_event.id"], name="fk_follow_up_done_by_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
        sa.UniqueConstraint("case_id", "key", "round", name="uq_follow_up_case_id_key_round"),
    )
    op.create_index("ix_follow_up_done_at_due_at", "follow_up", ["done_at", "due_at"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fee_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["fee_id"], ["fee.id"], name="fk_payment_fee_id"),
        sa.ForeignKeyConstraint(["received_by"], ["staff.id"], name="fk_payment_received_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_payment_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.UniqueConstraint("token", name="uq_payment_token"),
    )
    op.create_index("ix_payment_fee_id", "payment", ["fee_id"], unique=False)
    for column in ("address", "logo", "attachments_folder"):
        op.add_column("office", sa.Column(column, sa.String(), nullable=False, server_default=""))
    op.add_column("credential", sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("import_run", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    for table, column, of in REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {of} (id)"
        )
