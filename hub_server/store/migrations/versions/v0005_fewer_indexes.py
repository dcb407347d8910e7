"""Two more indexes that nothing read, and each change paid for, are gone."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_audience_facility"), table_name="audience")
    op.drop_index(op.f("ix_record_heads_kind"), table_name="record_heads")
