"""Records that were found to be one person: what each says in `same_as`, and who belongs together.

Two records may have been joined in either direction, by a health centre or by an administrator, and more than two may
belong together; all of them are one person to whoever reads a case of one. Across centres only after a share.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from care_record.ids import is_id
from hub_server.store import records
from hub_server.store import tables as t
from hub_server.store.upsert import replace_row

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 20
"""So many records of one person are read together: more is a fault, and no page waits for it."""


def note(conn: Connection, patients: Collection[str]) -> None:
    """What these patients' records say in `same_as` may have changed. The caller holds their subjects' locks."""
    for patient in sorted(patients):
        found = records.folded(conn, patient)
        if found is None or found.kind != "patient":
            continue
        says = found.fields.get("same_as")
        if isinstance(says, str) and is_id(says) and says != patient:
            replace_row(conn, t.patient_links, {"patient": patient, "same_as": says})
        else:
            conn.execute(sa.delete(t.patient_links).where(t.patient_links.c.patient == patient))


def group(conn: Connection, patient: str) -> tuple[str, ...]:
    """All records of the person, this one first, the others as they were registered: itself alone, for almost all."""
    links = t.patient_links.c
    seen, todo = {patient}, {patient}
    while todo and len(seen) < MOST:
        either = sa.or_(links.patient.in_(sorted(todo)), links.same_as.in_(sorted(todo)))
        rows = conn.execute(sa.select(links.patient, links.same_as).where(either, _may_be_one()).limit(MOST))
        todo = {name for row in rows for name in row} - seen
        seen |= todo
    return (patient, *sorted(seen - {patient}))


def _may_be_one() -> sa.ColumnElement[bool]:
    """Whether some health centre reads both records of a link, or one of them was written at the hub: nobody makes
    another centre's patient the same as her own by a line that names her."""
    links, one, other = t.patient_links.c, t.audience.alias(), t.audience.alias()
    both = sa.and_(one.c.patient == links.patient, other.c.patient == links.same_as)
    common = sa.exists().where(both, one.c.facility == other.c.facility)
    apart = sa.exists().where(both, one.c.facility != other.c.facility)
    return sa.or_(common, ~apart)


def root(conn: Connection, patient: str) -> str:
    """The record that stays for this one: where `same_as` leads; in a ring the one that was registered first, as the
    app has it."""
    way = [patient]
    while (following := _says(conn, way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


def _says(conn: Connection, patient: str) -> str | None:
    """Which record this one says it is the same as, if the hub has that."""
    links = t.patient_links.c
    other = conn.scalar(sa.select(links.same_as).where(links.patient == patient, _may_be_one()))
    found = records.folded(conn, other) if other else None
    return found.record if found is not None and found.kind == "patient" else None
