"""The health workers' notes that doctors are asked to countersign, from the next one on that comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note_sample",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("note", "patient", "visit", "facility")),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("done_by", "done_at", "done_note", "verdict")),
        sa.PrimaryKeyConstraint("note", name=op.f("pk_note_sample")),
    )
    drawn = ["facility", "percent", "written_at"]
    op.create_index(op.f("ix_note_sample_facility_percent_written_at"), "note_sample", drawn, unique=False)
    op.create_index(op.f("ix_note_sample_done_by_done_at"), "note_sample", ["done_by", "done_at"], unique=False)
