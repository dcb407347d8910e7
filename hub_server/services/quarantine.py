"""What was refused, for the administrator: the list, and taking a line in after all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from care_record.chain import line_hash
from care_record.change import BadChange, decode
from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.store import devices, quarantine, records
from hub_server.store.database import Connection
from hub_server.store.devices import Device
from hub_server.store.intake import WriteRefused, admit
from hub_server.store.judge import Sender
from hub_server.store.quarantine import Refused

NEVER = frozenset({"same-id-other-bytes", "too-large", "not-json", "malformed", "record-mismatch"})
"""Codes whose lines can be in nobody's record, whoever allows it."""


SHA_DIGITS = 16
"""So many hex digits of its bytes' SHA-256 tell a line from others of its id."""


class SeveralLines(AdminError):
    """Several lines that could be released have this id. `lines`: what is known of each, as in the list."""

    def __init__(self, change_id: str, lines: list[dict[str, Any]]) -> None:
        super().__init__(f"several lines in quarantine have the id {change_id!r}: say which one")
        self.lines = lines


def list_quarantine(services: Services) -> list[dict[str, Any]]:
    """Everything in quarantine, the oldest first; not the lines themselves, which are patients' data."""
    with services.store.read() as conn:
        return [_told(each) for each in quarantine.listed(conn)]


def _told(refused: Refused) -> dict[str, Any]:
    return {
        "id": refused.id,
        "sha": _sha(refused),
        "device": refused.device,
        "chain": refused.chain,
        "n": refused.n,
        "code": refused.code,
        "detail": refused.detail,
        "bytes": len(refused.line),
        "at": refused.at,
    }


def _sha(refused: Refused) -> str:
    return line_hash(refused.line).hex()[:SHA_DIGITS]


@dataclass(frozen=True)
class HeldView:
    """A refused line in quarantine: who sent it from where, and what it would have been. Its content is a patient's."""

    refused: Refused
    device: Device | None
    post: Mapping[str, Any] | None
    kind: str
    author: Mapping[str, Any] | None
    may_release: bool
    sha: str
    alone: bool
    """Its PC sent no other line under this id that is here, too."""


def quarantine_page(
    services: Services, limit: int, code: str = "", device: str = "", after: tuple[str, str, str] | None = None
) -> list[HeldView]:
    """What is in quarantine, the oldest first; one more than `limit` if there is more."""
    with services.store.read() as conn:
        return [_view(conn, each) for each in quarantine.page(conn, limit + 1, code, device, after)]


def quarantine_counts(services: Services) -> dict[str, int]:
    """How many lines are in quarantine, by code."""
    with services.store.read() as conn:
        return quarantine.counts(conn)


def held_view(services: Services, change_id: str, device: str = "", sha: str = "") -> HeldView | None:
    """One of the lines that are in quarantine under this id: of those from this device, and with this SHA-256, if they
    are given. None if there is none."""
    with services.store.read() as conn:
        found = _found(conn, change_id, device, sha)
        return _view(conn, found[0]) if found else None


def _view(conn: Connection, refused: Refused) -> HeldView:
    device = devices.by_id(conn, refused.device)
    post = records.folded(conn, device.post) if device else None
    try:
        change = decode(refused.line)
    except BadChange:
        change = None
    author = records.folded(conn, change.author) if change else None
    return HeldView(
        refused,
        device,
        post.fields if post else None,
        change.kind[:40] if change else "",
        author.fields if author and author.kind == "staff" else None,
        refused.code not in NEVER,
        _sha(refused),
        len({_sha(each) for each in quarantine.by_id(conn, refused.id, refused.device)}) == 1,
    )


def _found(conn: Connection, change_id: str, device: str, sha: str) -> list[Refused]:
    """The lines in quarantine under this id; `sha`: how the SHA-256 of the one that is meant begins."""
    found = quarantine.by_id(conn, change_id, device)
    return [each for each in found if line_hash(each.line).hex().startswith(sha.lower())]


def release(services: Services, change_id: str, by: Acting = COMMAND, device: str = "", sha: str = "") -> None:
    """Take the change in, on the administrator's word, as if its author had had the authority. Where other lines have
    the same id, `device` says who sent it, and `sha` how its SHA-256 begins. SeveralLines if that leaves more than one:
    an id is one change's."""

    def take_in(conn: Connection) -> None:
        found = _found(conn, change_id, device, sha)
        if not found:
            among = f", of a line whose SHA-256 begins with {sha!r}" if sha else ""
            raise AdminError(f"nothing in quarantine has the id {change_id!r}{among}")
        allowed = [each for each in found if each.code not in NEVER]
        if not allowed:
            raise AdminError(f"{found[0].code}: such a line can be in no record; correct it where it was written")
        if len({each.line for each in allowed}) > 1:
            raise SeveralLines(change_id, [_told(each) for each in allowed])
        for each in allowed:
            sent_by = devices.by_id(conn, each.device)
            sender = Sender(each.device, each.chain, None if sent_by is None else sent_by.post)
            quarantine.mark_released(conn, each, services.now())
            try:
                admit(conn, sender, each.line, services.now())
            except WriteRefused as refused:
                raise AdminError(str(refused)) from None
        by.note(conn, services, "quarantine-released", change_id, allowed[0].code)

    services.store.run(take_in)
