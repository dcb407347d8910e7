"""Which records are one person, so that a case is read with all of them; filled from what is there."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from care_record.change import Change, decode
from care_record.fold import fold
from care_record.ids import is_id

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    links = op.create_table(
        "patient_links",
        sa.Column("patient", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("patient", name=op.f("pk_patient_links")),
    )
    op.create_index(op.f("ix_patient_links_same_as"), "patient_links", ["same_as"], unique=False)
    rows = [
        {"patient": record, "same_as": says}
        for record, changes in sorted(_joined().items())
        if is_id(says := fold(changes).fields.get("same_as")) and says != record
    ]
    if rows:
        op.bulk_insert(links, rows)


def _joined() -> dict[str, list[Change]]:
    """The changes that say of a patient that it is the same as another one."""
    found: dict[str, list[Change]] = defaultdict(list)
    query = sa.text("SELECT line FROM changes WHERE kind = 'patient' AND state = 'stored'")
    for row in op.get_bind().execute(query):
        line = bytes(row.line)
        if b'"same_as"' in line:
            change = decode(line)
            found[change.record].append(change)
    return found
