# SPDX-License-Identifier: Apache-2.0
"""Schema 3: the calendar, sheets that go up, corrective actions, answers, reviews, diaries, meetings, points, fines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Adds the tables and columns of schema 3; what `replay.ADDED` says of them older entries of the journal mean."""
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name="fk_calendar_day_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_day"),
    )
    op.create_index("ix_calendar_day_day_id", "calendar_day", ["day", "id"], unique=False)
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name="fk_calendar_year_confirmed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_year"),
    )
    op.create_table(
        "liaison_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("to_step", sa.String(), nullable=False),
        sa.Column("to_department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_liaison_sheet_case_id"),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"], name="fk_liaison_sheet_event_id"),
        sa.ForeignKeyConstraint(["issued_by"], ["staff.id"], name="fk_liaison_sheet_issued_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_liaison_sheet_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_liaison_sheet"),
        sa.UniqueConstraint("number", name="uq_liaison_sheet_number"),
        sa.UniqueConstraint("series", "year", "running", name="uq_liaison_sheet_series_year_running"),
    )
    op.create_index("ix_liaison_sheet_case_id", "liaison_sheet", ["case_id"], unique=False)
    op.create_table(
        "corrective_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_corrective_action_case_id"),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name="fk_corrective_action_opened_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_corrective_action_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_corrective_action"),
        sa.UniqueConstraint("number", name="uq_corrective_action_number"),
        sa.UniqueConstraint("series", "year", "running", name="uq_corrective_action_series_year_running"),
    )
    op.create_index("ix_corrective_action_case_id", "corrective_action", ["case_id"], unique=False)
    op.create_table(
        "standard_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("keywords", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("from_case_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_case_id"], ["case_record.id"], name="fk_standard_answer_from_case_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_standard_answer_voided_by"),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name="fk_standard_answer_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_standard_answer"),
    )
    op.create_table(
        "day_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name="fk_day_review_reviewed_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_day_review_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_day_review"),
    )
    op.create_index("ix_day_review_day", "day_review", ["day"], unique=False)
    op.create_table(
        "diary_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_diary_entry_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_diary_entry_staff_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_diary_entry_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_diary_entry"),
        sa.UniqueConstraint("token", name="uq_diary_entry_token"),
    )
    op.create_index("ix_diary_entry_day_staff_id", "diary_entry", ["day", "staff_id"], unique=False)
    op.create_table(
        "shift_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_staff", sa.Integer(), nullable=True),
        sa.Column("to_staff", sa.Integer(), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_staff"], ["staff.id"], name="fk_shift_handover_from_staff"),
        sa.ForeignKeyConstraint(["to_staff"], ["staff.id"], name="fk_shift_handover_to_staff"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_shift_handover_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_shift_handover"),
        sa.UniqueConstraint("token", name="uq_shift_handover_token"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("present", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_meeting_case_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_meeting_voided_by"),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name="fk_meeting_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("token", name="uq_meeting_token"),
    )
    op.create_index("ix_meeting_case_id", "meeting", ["case_id"], unique=False)
    op.create_table(
        "fine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_fine_case_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name="fk_fine_entered_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_fine_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_fine"),
        sa.UniqueConstraint("token", name="uq_fine_token"),
    )
    op.create_index("ix_fine_case_id", "fine", ["case_id"], unique=False)
    op.create_table(
        "point_lift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name="fk_point_lift_commitment_id"),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff.id"], name="fk_point_lift_lifted_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_point_lift_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_point_lift"),
    )
    op.create_index("ix_point_lift_commitment_id", "point_lift", ["commitment_id"], unique=False)

    for column, type_ in (
        ("valid", sa.Boolean()),
        ("promised_at", sa.DateTime(timezone=True)),
        ("waits_for", sa.String()),
    ):
        op.add_column("case_record", sa.Column(column, type_, nullable=True))
    op.add_column("case_record", sa.Column("hard", sa.Boolean(), nullable=False, server_default=sa.false()))
    for column, told in (("priority", "normal"), ("escalated_to", "")):
        op.add_column("case_record", sa.Column(column, sa.String(), nullable=False, server_default=told))
    op.add_column("case_record", sa.Column("own_fields", sa.Text(), nullable=False, server_default="{}"))
    # In words that both databases take: SQLite adds a reference to a table only as part of its column.
    op.execute(
        "ALTER TABLE case_record ADD COLUMN handed_to INTEGER CONSTRAINT fk_case_record_handed_to REFERENCES staff (id)"
    )
    op.create_index("ix_case_record_lead_case_id", "case_record", ["lead_case_id"], unique=False)
    for column in ("warn_at", "paused_at"):
        op.add_column("commitment", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.add_column("commitment", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("commitment", sa.Column("calendar_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("follow_up") as follow_up:  # a rule book may ask for one and name no last day
        follow_up.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    for table, *columns in (
        ("commitment", "case_id", "met_at", "due_at"),
        ("follow_up", "required", "done_at", "due_at"),
        ("follow_up", "done_at", "call_again_at"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)
    recorded = ["recorded_by", "recorded_at"]
    op.create_index("ix_case_event_recorded_by_recorded_at", "case_event", recorded, unique=False)
