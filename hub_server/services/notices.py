"""What the office says to all health centres: records of kind `notice`, shown on Today until their day is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from care_record.kinds import check_record, tidy
from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.store import records
from hub_server.store.database import Connection
from hub_server.store.writer import HubChange
from hub_server.times import ist_day

MOST = 600
"""Letters of a notice: it stands on a small screen beside the day's work."""


@dataclass(frozen=True)
class NoticeView:
    """A notice with its last day, as it was written last, and by whom."""

    record: str
    fields: Mapping[str, Any]
    author: Mapping[str, Any] | None
    written: str
    in_force: bool


def list_notices(services: Services, limit: int = 50) -> list[NoticeView]:
    """Notices that are in force, then those that are over; each the newest first, so many of the second."""
    today = ist_day(services.now()).isoformat()
    with services.store.read() as conn:
        found = records.all_of(conn, "notice")
        views = [
            NoticeView(
                notice.record,
                notice.fields,
                author.fields if (author := records.folded(conn, notice.author)) else None,
                notice.created_at,
                str(notice.fields.get("until") or "")[:10] >= today,
            )
            for notice in reversed(found)
        ]
    over = [view for view in views if not view.in_force]
    return [view for view in views if view.in_force] + over[:limit]


def add_notice(services: Services, fields: Mapping[str, str], by: Acting = COMMAND) -> str:
    """A new notice to all centres; returns its id. AdminError (its text a code, its place the field) if it is wrong."""
    given = tidy("notice", {name: text for name, text in fields.items() if text.strip()})
    for name in ("text", "text_hi"):
        if len(given.get(name, "")) > MOST:
            raise AdminError(f"{name}: too-long")
    if wrong := check_record("notice", given):
        raise AdminError(f"{wrong[0].field}: {wrong[0].code}")
    today = ist_day(services.now())
    if not today <= _day(given["until"]) <= today + timedelta(days=366):
        raise AdminError("until: past-or-far")

    def add(conn: Connection) -> str:
        [change] = services.writer.write(conn, by.author(services), [HubChange("notice", None, None, given)])
        by.note(conn, services, "notice-added", change.record)
        return change.record

    return services.store.run(add)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise AdminError("until: bad-time") from None


def end_notice(services: Services, record: str, by: Acting = COMMAND) -> None:
    """The notice was right until yesterday; one that is over stays as it is. AdminError if there is none."""

    def end(conn: Connection) -> None:
        notice = records.folded(conn, record)
        if notice is None or notice.kind != "notice":
            raise AdminError(f"there is no notice {record!r}")
        until = (ist_day(services.now()) - timedelta(days=1)).isoformat()
        if str(notice.fields.get("until") or "")[:10] <= until:
            return
        services.writer.write(conn, by.author(services), [HubChange("notice", record, None, {"until": until})])
        by.note(conn, services, "notice-ended", record)

    services.store.run(end)
