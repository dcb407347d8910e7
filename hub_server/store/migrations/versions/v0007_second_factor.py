"""A second step at sign-in, its recovery codes, and passwords that must be changed before anything else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("logins", sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("logins", sa.Column("totp_sealed", sa.Text(), nullable=True))
    op.add_column("logins", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column("logins", sa.Column("totp_since", sa.Text(), nullable=True))
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_staff"), "recovery_codes", ["staff"], unique=False)
