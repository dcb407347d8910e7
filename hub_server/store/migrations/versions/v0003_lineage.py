"""A PC that is enrolled again keeps its lineage: it still sees what was refused under its former id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("devices", sa.Column("lineage", sa.Text(), nullable=True))
