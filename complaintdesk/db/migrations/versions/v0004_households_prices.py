# SPDX-License-Identifier: Apache-2.0
"""Schema 4: what a household has beside its people, price lists, phrases, saved searches, who saw whose data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from complaintdesk.db.form_tables import create_form_version
from complaintdesk.db.slip_tables import create_slip_tables
from complaintdesk.db.slips_out import create_slips_out
from complaintdesk.db.who_index import create_keys

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Adds what schema 4 has, drops one column; what `replay.ADDED` says of it older entries of the journal mean."""
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("occupant_id", sa.Integer(), nullable=True),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("plate_key", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("space", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["occupant_id"], ["occupant.id"], name="fk_vehicle_occupant_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_vehicle_place_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_vehicle_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_vehicle"),
    )
    op.create_index("ix_vehicle_place_id", "vehicle", ["place_id"], unique=False)
    op.create_index("ix_vehicle_plate_key", "vehicle", ["plate_key"], unique=False)
    op.create_table(
        "pet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("species", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_pet_place_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_pet_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_pet"),
    )
    op.create_index("ix_pet_place_id", "pet", ["place_id"], unique=False)
    op.create_table(
        "decoration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("permit", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("works", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_decoration_place_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_decoration_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_decoration"),
    )
    op.create_index("ix_decoration_place_id", "decoration", ["place_id"], unique=False)
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("pinyin_keys", sa.String(), nullable=False),
        sa.Column("serves", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_directory_entry_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_entry"),
    )
    op.create_table(
        "regulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_regulation_voided_by"),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name="fk_regulation_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_regulation"),
    )
    op.create_table(
        "household_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("filed_at", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name="fk_household_document_noted_by"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_household_document_place_id"),
        sa.PrimaryKeyConstraint("id", name="pk_household_document"),
        sa.UniqueConstraint("place_id", "document", name="uq_household_document_place_id_document"),
    )
    op.create_table(
        "price_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adopted_by"], ["staff.id"], name="fk_price_list_adopted_by"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name="fk_price_list_import_run_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_price_list_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_price_list"),
    )
    op.create_table(
        "price_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin_keys", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("fee_text", sa.String(), nullable=False),
        sa.Column("material_text", sa.String(), nullable=False),
        sa.Column("duration_text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("rates", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["price_list.id"], name="fk_price_item_list_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_price_item_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_price_item"),
    )
    op.create_index("ix_price_item_list_id", "price_item", ["list_id"], unique=False)
    op.create_table(
        "case_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quoted_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_case_quote_case_id"),
        sa.ForeignKeyConstraint(["item_id"], ["price_item.id"], name="fk_case_quote_item_id"),
        sa.ForeignKeyConstraint(["quoted_by"], ["staff.id"], name="fk_case_quote_quoted_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_case_quote_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_quote"),
    )
    op.create_index("ix_case_quote_case_id", "case_quote", ["case_id"], unique=False)
    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abbreviation", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_phrase_voided_by"),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name="fk_phrase_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_phrase"),
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_saved_search_saved_by"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_saved_search_staff_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_saved_search_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
    )
    op.create_index("ix_saved_search_staff_id", "saved_search", ["staff_id"], unique=False)
    op.create_table(
        "personal_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("occupant_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name="fk_personal_access_approved_by"),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name="fk_personal_access_case_id"),
        sa.ForeignKeyConstraint(["occupant_id"], ["occupant.id"], name="fk_personal_access_occupant_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_personal_access_place_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_personal_access_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_personal_access"),
    )
    op.create_index("ix_personal_access_case_id", "personal_access", ["case_id"], unique=False)
    op.create_index("ix_personal_access_occupant_id", "personal_access", ["occupant_id"], unique=False)
    op.create_index("ix_personal_access_place_id", "personal_access", ["place_id"], unique=False)
    op.create_index("ix_personal_access_staff_id_seen_at", "personal_access", ["staff_id", "seen_at"], unique=False)
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occupant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_data_request_decided_by"),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name="fk_data_request_done_by"),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name="fk_data_request_noted_by"),
        sa.ForeignKeyConstraint(["occupant_id"], ["occupant.id"], name="fk_data_request_occupant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"),
        sa.UniqueConstraint("token", name="uq_data_request_token"),
    )
    op.create_index("ix_data_request_occupant_id", "data_request", ["occupant_id"], unique=False)
    create_form_version()
    create_slip_tables()

    for table, column, type_ in (
        ("place", "moved_in_on", sa.Date()),
        ("place", "warranty_until", sa.Date()),
        ("work_order", "wished_at", sa.DateTime(timezone=True)),
        ("work_order", "warranty", sa.String()),
        ("work_order", "warranty_until", sa.Date()),
        ("work_order", "guarantee_until", sa.Date()),
        ("material_line", "fit", sa.Boolean()),
        ("occupant", "sealed_at", sa.DateTime(timezone=True)),
        ("occupant", "erased_at", sa.DateTime(timezone=True)),
        ("attachment", "voided_at", sa.DateTime(timezone=True)),
        ("credential", "locked_at_uptime", sa.Integer()),
        ("recovery_code", "locked_at_uptime", sa.Integer()),
    ):
        op.add_column(table, sa.Column(column, type_, nullable=True))
    op.add_column("occupant", sa.Column("seal_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("attachment", sa.Column("void_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("print_record", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    for told in ("wished_by", "third_name", "third_qualification", "third_phone"):
        op.add_column("work_order", sa.Column(told, sa.String(), nullable=False, server_default=""))
    op.add_column("work_order", sa.Column("checks_done", sa.Text(), nullable=False, server_default="[]"))
    for told in ("confidential", "price_on_site"):
        op.add_column("case_record", sa.Column(told, sa.Boolean(), nullable=False, server_default=sa.false()))
    # In words that both databases take: SQLite adds a reference to a table only as part of its column.
    for table, column, other in (
        ("occupant", "sealed_by", "staff"),
        ("case_record", "about_staff_id", "staff"),
        ("attachment", "voided_by", "staff"),
        ("work_order", "rework_of_id", "work_order"),
        ("attachment", "document_id", "household_document"),
        ("attachment", "regulation_id", "regulation"),
        ("print_record", "batch_id", "print_record"),
    ):
        name = f"fk_{table}_{column}"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {other} (id)")
    for column in ("document_id", "regulation_id"):
        op.create_index(f"ix_attachment_{column}", "attachment", [column], unique=False)
    op.create_index("ix_print_record_batch_id", "print_record", ["batch_id"], unique=False)
    op.create_index("ix_case_event_happened_at", "case_event", ["happened_at"], unique=False)
    op.create_index("ix_work_order_issued_at", "work_order", ["issued_at"], unique=False)
    op.create_index("ix_place_room", "place", ["room"], unique=False)
    op.create_index("ix_place_kind_label", "place", ["kind", "label"], unique=False)
    op.drop_index("ix_case_record_place_id", "case_record")
    op.create_index("ix_case_record_place_id", "case_record", ["place_id", "state"], unique=False)
    op.drop_index("ix_case_record_lead_case_id", "case_record")
    unsigned = "done_at IS NOT NULL AND confirmed_at IS NULL AND dropped_at IS NULL"
    for table, name, columns, where in (
        ("case_record", "about_staff_id", ["about_staff_id"], "about_staff_id IS NOT NULL"),
        ("case_record", "numbered", ["received_at", "id", "kind"], "number IS NOT NULL"),
        ("case_record", "unnumbered", ["received_at", "id", "kind"], "number IS NULL"),
        ("case_record", "lead_case_id", ["lead_case_id"], "lead_case_id IS NOT NULL"),
        ("follow_up", "unsigned", ["way"], unsigned),
    ):
        op.create_index(
            f"ix_{table}_{name}",
            table,
            columns,
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    create_keys(op.get_bind())
    create_slips_out(op.get_bind())
    op.drop_column("occupant", "pinyin_keys")  # who a person is found by is among these keys
    with op.batch_alter_table("attachment") as attachment:  # of a household's document or a regulation
        attachment.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
