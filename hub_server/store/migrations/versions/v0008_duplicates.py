"""Who may be registered twice: cards, blocks and pairs, and every patient that is there is to be compared. The trail of
the PCs is read by time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MUST = ("name_key", "other_key", "gender")
_MAY = ("birth_date", "born")
_ALSO = ("relative_key", "village_key", "phone", "abha", "same_as")


def upgrade() -> None:
    op.create_table(
        "patient_stale",
        sa.Column("patient", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("patient", name=op.f("pk_patient_stale")),
    )
    op.create_table(
        "patient_cards",
        sa.Column("patient", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _MUST),
        *(sa.Column(name, sa.Text(), nullable=True) for name in _MAY),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _ALSO),
        sa.PrimaryKeyConstraint("patient", name=op.f("pk_patient_cards")),
    )
    op.create_table(
        "patient_blocks",
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("patient", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("block", "patient", name=op.f("pk_patient_blocks")),
    )
    op.create_index(op.f("ix_patient_blocks_patient"), "patient_blocks", ["patient"], unique=False)
    op.create_table(
        "duplicate_pairs",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_duplicate_pairs")),
    )
    op.create_index(op.f("ix_duplicate_pairs_other"), "duplicate_pairs", ["other"], unique=False)
    listed = ["state", "score", "one", "other"]
    op.create_index(op.f("ix_duplicate_pairs_state_score_one_other"), "duplicate_pairs", listed, unique=False)
    op.execute("INSERT INTO patient_stale SELECT record FROM record_heads WHERE kind = 'patient'")
    few = sa.text("kind = 'audit'")
    op.create_index("ix_changes_audit", "changes", ["stored_at", "id"], sqlite_where=few, postgresql_where=few)
