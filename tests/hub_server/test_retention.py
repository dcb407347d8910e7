"""What is no record ends after its time, and nothing else does; the trail only on somebody's word, and never within a
year."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub_server.context import Services
from hub_server.services import retention
from hub_server.services.errors import AdminError
from hub_server.store import audit
from hub_server.store import tables as t
from hub_server.store.audit import Wanted
from hub_server.store.check import check
from hub_server.times import utc_text
from tests.helpers.hub import command
from tests.hub_server.test_check import busy

__all__ = ["busy"]


def fill(services: Services) -> None:
    """A row of each that is over, called old, and one that is not, called new; a noted deed of each year."""
    now = services.now()
    with services.store.begin() as conn:
        for name, ago in (("old", timedelta(days=91)), ("new", timedelta(seconds=1))):
            at = utc_text(now - ago)
            rows = {
                t.sessions: {"token_hash": name, "staff": "s", "csrf": "c", "created": at, "last_seen": at},
                t.tries: {"what": "enrol", "address": name, "failures": 1, "last": at},
                t.enrol_codes: {"code_hash": name, "post_kind": "facility", "post": "p", "made_at": at, "expires": at},
                t.claims: {"referral": name, "staff": "s", "until": utc_text(now + timedelta(hours=1) - 2 * ago)},
                t.answer_drafts: {"referral": name, "staff": "s", "values": {}, "saved_at": at},
                t.attachment_uploads: {"sha": name, "device": "d", "upload": name, "size": 1, "touched_at": at},
                t.attachment_pieces: {"upload": name, "n": 0, "data": b"x"},
            }
            for table, row in rows.items():
                conn.execute(sa.insert(table).values(row))
        whole = {"sha": "w", "device": "d", "upload": "whole", "size": 1, "touched_at": "2020-01-01T00:00:00.000Z"}
        conn.execute(sa.insert(t.attachment_uploads).values(whole))
        conn.execute(sa.insert(t.attachment_pieces).values(upload="whole", n=0, data=b"x"))
        conn.execute(sa.insert(t.attachments).values(sha="w", bytes=1, upload="whole", stored_at=whole["touched_at"]))
        for days in (364, 366, 1000):
            audit.note(conn, now - timedelta(days=days), "s", "case-read", detail=str(days))


def left(services: Services, column: sa.Column[str]) -> set[str]:
    with services.store.read() as conn:
        return set(conn.scalars(sa.select(column)))


def noted(services: Services) -> list[str]:
    with services.store.read() as conn:
        return [line.detail for line in audit.listed(conn, Wanted(what="case-read"), 9)]


def test_what_is_over_goes_and_nothing_else(busy: Services) -> None:
    fill(busy)
    with busy.store.read() as conn:
        before = check(conn)
    done = retention.sweep(busy)
    assert done == dict.fromkeys(("sessions", "tries", "codes", "claims", "drafts", "pieces", "uploads"), 1)
    for column in (
        t.sessions.c.token_hash,
        t.tries.c.address,
        t.enrol_codes.c.code_hash,
        t.claims.c.referral,
        t.answer_drafts.c.referral,
    ):
        assert left(busy, column) == {"new"}, column
    for column in (t.attachment_uploads.c.upload, t.attachment_pieces.c.upload):
        assert left(busy, column) == {"new", "whole"}
    assert noted(busy) == ["364", "366", "1000"]
    assert set(retention.sweep(busy).values()) == {0}
    with busy.store.read() as conn:
        assert check(conn) == before


def test_the_trail_is_shortened_on_somebodys_word_and_never_within_a_year(busy: Services) -> None:
    fill(busy)
    with pytest.raises(AdminError, match="365 days at least"):
        retention.sweep(busy, 364)
    assert left(busy, t.tries.c.address) == {"old", "new"}, "nothing was done"
    assert retention.sweep(busy, 365)["trail"] == 2
    assert noted(busy) == ["364"]
    with busy.store.read() as conn:
        [line] = audit.listed(conn, Wanted(what="trail-shortened"), 9)
    assert line.detail == "365, 2"


def test_the_command(busy: Services, store_url: str) -> None:
    fill(busy)
    done = command("retention", "--json", store=store_url)
    assert json.loads(done.stdout)["tries"] == 1
    refused = command("retention", "--days", "30", store=store_url)
    assert (refused.returncode, "365 days" in refused.stderr) == (1, True)
