"""Attachments: which change names which bytes, and the bytes in pieces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment_names",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("sha", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("there", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "facility", name=op.f("pk_attachment_names")),
    )
    op.create_index(op.f("ix_attachment_names_sha"), "attachment_names", ["sha"], unique=False)
    columns = ["facility", "there"]
    op.create_index(op.f("ix_attachment_names_facility_there"), "attachment_names", columns, unique=False)
    op.create_table(
        "attachments",
        sa.Column("sha", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("upload", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_attachments")),
    )
    op.create_table(
        "attachment_uploads",
        sa.Column("sha", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("upload", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha", "device", name=op.f("pk_attachment_uploads")),
    )
    op.create_index(op.f("ix_attachment_uploads_touched_at"), "attachment_uploads", ["touched_at"], unique=False)
    op.create_table(
        "attachment_pieces",
        sa.Column("upload", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("upload", "n", name=op.f("pk_attachment_pieces")),
    )
