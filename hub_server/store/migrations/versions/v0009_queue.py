"""The queue at size: indexes over the open cases in each order, words that a case is found by, whose it is.

The rows themselves are made anew from the records when the store is opened: only the program knows how.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FILTERS = ["district", "speciality", "replied"]
_ORDERS = {
    "by_urgency": ["desk", "turn", "urgency_rank", "waiting_since", "referral", *_FILTERS],
    "by_waiting": ["desk", "turn", "waiting_since", "referral", *_FILTERS, "urgency_rank"],
    "by_district": ["desk", "turn", "district", "urgency_rank", "waiting_since", "referral", *_FILTERS[1:]],
}


def upgrade() -> None:
    op.drop_index(op.f("ix_case_queue_desk_state_urgency_rank_waiting_since"), table_name="case_queue")
    op.add_column("case_queue", sa.Column("turn", sa.Text(), nullable=True))
    op.add_column("case_queue", sa.Column("replied", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("case_queue", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    is_open = sa.text("turn IS NOT NULL")
    for name, columns in _ORDERS.items():
        op.create_index(f"ix_case_queue_{name}", "case_queue", columns, sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("ix_case_queue_answered", "case_queue", ["answered_by", "answered_at"], unique=False)
    op.create_table(
        "case_words",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("referral", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "done", "word", "referral", name=op.f("pk_case_words")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_doctors",
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("referral", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("staff", "referral", name=op.f("pk_case_doctors")),
    )
    op.create_index(op.f("ix_case_doctors_referral"), "case_doctors", ["referral"], unique=False)
    op.create_index(op.f("ix_claims_staff"), "claims", ["staff"], unique=False)
    op.create_index(op.f("ix_answer_drafts_staff"), "answer_drafts", ["staff"], unique=False)
