"""A patient's record is erased at the hub: no byte of hers is left, and nobody's exchange, proof or check breaks."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from care_record.change import decode
from care_record.ids import new_id
from hub_server.context import Services, open_services
from hub_server.services import backup, erasing
from hub_server.services.errors import AdminError
from hub_server.store import attachments, audit, feeds, records
from hub_server.store import tables as t
from hub_server.store.audit import Wanted
from hub_server.store.check import check
from hub_server.store.healing import RunEntry, look, take_back
from hub_server.store.judge import Sender
from tests.helpers.hub import Centre, HubProcess, command, init_store
from tests.hub_server.test_attachments import attach, put
from tests.hub_server.test_feeds import Writer, facility

MARK = "Zebunnisa Khatoon"
PICTURE = b"\xff\xd8" + MARK.encode() + bytes(range(256)) * 300
REASON = "asked for by herself, letter 17/2026"


def everything(services: Services, folder: Path) -> bytes:
    """Every value of every row that a backup has."""
    backup.back_up(services.store, folder / "now.backup")
    with (folder / "now.backup").open("rb") as source:
        return b"".join(repr(frame).encode() for frame, _ in backup._frames(backup._opened(source, b"")))


def whole(services: Services) -> None:
    with services.store.read() as conn:
        assert check(conn).wrong == ()


@pytest.fixture
def known(services: Services) -> tuple[Services, Writer, str, list[bytes]]:
    """A hub with two patients of one centre, shared with another: of the first a case, a line that waits and one that
    was refused. Her lines."""
    (here, cho), (there, other) = facility(services, "HERE"), facility(services, "THERE")
    writer, stranger = Writer(services, here, cho), Writer(services, there, other)
    own = writer.line("patient", {"name": MARK, "gender": "female", "phone": "+919812345678"}, None)
    patient = decode(own).record
    share = [{"id": new_id(), "facility": there, "by": cho, "at": "2026-11-23T10:00:00Z"}]
    visit = writer.line("visit", {"complaints": [{"id": new_id(), "text": f"{MARK} coughs"}]}, patient)
    case = {"desk": new_id(), "visit": decode(visit).record, "urgency": "emergency", "speciality": "medicine"}
    waits = writer.line("note", {"text": f"{MARK} waits"}, patient)
    lines = [
        own,
        visit,
        writer.line("referral", case, patient),
        writer.line("patient", {"share": share}, patient, patient),
        waits.replace(b'"base":[]', b'"base":["%s"]' % new_id().encode()),
    ]
    writer.send(*lines, writer.line("patient", {"name": "Rekha Kumari"}, None))
    for refused in (stranger.line("staff", {"name": MARK}, patient), b'{"id":"' + patient.encode() + MARK.encode()):
        stranger.send(refused)
    lines.append(stranger.line("note", {"text": f"{MARK} was there, too"}, patient))
    stranger.send(lines[-1])
    with services.store.begin() as conn:
        referral = decode(lines[2]).record
        draft = {"referral": referral, "staff": "s", "values": {"advice": MARK}, "saved_at": "x"}
        conn.execute(sa.insert(t.answer_drafts), [draft])
    return services, writer, patient, lines


def test_nothing_of_hers_is_left_and_all_else_stands(
    known: tuple[Services, Writer, str, list[bytes]], tmp_path: Path
) -> None:
    services, _, patient, _ = known
    assert MARK.encode() in everything(services, tmp_path)
    whole(services)
    with services.store.read() as conn:
        before = {feed: feeds.newest(conn, feed) for feed in conn.scalars(sa.select(t.feeds.c.feed))}
        states = dict(conn.execute(sa.select(t.changes.c.state, sa.func.count()).group_by(t.changes.c.state)).all())
    assert states["waiting"] == 1
    done = erasing.erase(services, patient, REASON)
    assert (done.held.changes, done.held.quarantined) == (6, 2)
    assert done.told == ("HERE", "THERE")
    left = everything(services, tmp_path)
    assert MARK.encode() not in left
    assert b"9812345678" not in left
    assert b"Rekha Kumari" in left
    whole(services)
    with services.store.read() as conn:
        for feed in set(before) - {feeds.ALL}:
            assert feeds.newest(conn, feed) == before[feed]
        assert records.folded(conn, patient) is None
        for table in (t.case_queue, t.case_words, t.answer_drafts, t.waiting):
            assert conn.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        [noted] = audit.listed(conn, Wanted(what="patient-erased"), 9)
        assert (noted.subject, noted.detail) == (patient, REASON)
        [notice] = records.all_of(conn, "notice")
    assert "HERE, THERE" in notice.fields["text"] and patient not in notice.fields["text"]
    again = erasing.erase(services, patient, REASON)
    assert (again.held.changes, again.told) == (0, ())
    whole(services)


def test_whoever_sends_or_returns_a_line_of_hers_brings_nothing_back(
    known: tuple[Services, Writer, str, list[bytes]], tmp_path: Path
) -> None:
    services, writer, patient, lines = known
    picture = {"sha256": sha256(PICTURE).hexdigest(), "bytes": len(PICTURE), "media": "image/jpeg", "name": MARK}
    lines.append(writer.line("attachment", picture, patient))
    writer.send(lines[-1])
    feed = feeds.facility_feed(str(writer.sender.facility))
    with services.store.read() as conn:
        entries = [entry for entry in feeds.read_after(conn, feed, 0, 99) if entry.line in lines]
        assert attachments.lacking(conn, writer.device, str(writer.sender.facility), "") != []
    erasing.erase(services, patient, REASON)
    copy = Writer(services, str(writer.sender.facility), writer.author)
    copy.send(*lines)
    sender = Sender(writer.device, "", writer.sender.facility, proved=feed)
    run = [RunEntry(entry.seq, entry.id, entry.sha, entry.line) for entry in entries]
    with services.store.begin() as conn:
        found = look(conn, sender, run)
        assert found is not None and (found.took, found.lacks) == (0, ())
        assert take_back(conn, sender, run, services.now()).took == 0
        assert attachments.lacking(conn, writer.device, str(writer.sender.facility), "") == []
    assert MARK.encode() not in everything(services, tmp_path)
    whole(services)
    writer.send(writer.line("visit", {"mode": "spoke"}, patient))  # she comes again
    whole(services)
    with services.store.read() as conn:
        assert [record.kind for record in records.records_of(conn, patient)] == ["visit"]


def test_the_files_of_the_database_hold_nothing_either(tmp_path: Path) -> None:
    services = open_services(init_store(f"sqlite:///{tmp_path / 'hub.db'}"))
    post, cho = facility(services, "HERE")
    writer = Writer(services, post, cho)
    own = writer.line("patient", {"name": MARK, "address": MARK * 8}, None)
    writer.send(own, *(writer.line("note", {"text": MARK * 90}, decode(own).record) for _ in range(60)))
    writer.send(*(writer.line("patient", {"name": "Rekha Kumari"}, None) for _ in range(60)))
    erasing.erase(services, decode(own).record, REASON)
    services.store.close()
    assert MARK.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_what_is_asked_wrongly_erases_nothing(known: tuple[Services, Writer, str, list[bytes]]) -> None:
    services, _, patient, _ = known
    for who, reason in ((new_id(), REASON), (patient, " "), (patient, "x" * 201)):
        with pytest.raises(AdminError):
            erasing.erase(services, who, reason)
    assert erasing.plan(services, patient).changes == 6


# ---- on the wire ------------------------------------------------------------------------------------------------


def erase_at(hub: HubProcess, *more: str) -> subprocess.CompletedProcess[str]:
    return command("erase", *more, "--json", store=hub.store_url)


def said(answer: Any) -> list[str]:
    return [message["erased"]["id"] for message in answer.messages if "erased" in message]


def test_devices_hear_of_it_and_prove_on(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient(name=MARK)
    visit = centre.visit(patient, complaint=MARK)
    attach(centre, patient, PICTURE)
    centre.peer.exchange()
    put(centre.peer, PICTURE)
    centre.patient(name="Rekha Kumari")
    centre.peer.exchange()
    only_plan = erase_at(hub, patient["record"], "--reason", REASON)
    assert (only_plan.returncode, json.loads(only_plan.stdout)["changes"]) == (2, 3)
    done = erase_at(hub, patient["record"], "--reason", REASON, "--yes")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["attachments"] == 1
    fresh = centre.another_pc()
    answer = fresh.exchange()  # proves heads and signatures as it goes
    assert {patient["id"], visit["id"]} <= set(said(answer))
    assert MARK not in json.dumps(answer.messages)
    assert [change["set"]["name"] for change in answer.changes(centre.feed) if change["kind"] == "patient"] == [
        "Rekha Kumari"
    ]
    centre.peer.places.clear()
    centre.peer.feed_ids.clear()
    again = centre.peer.exchange()  # one's own lines need no body
    assert said(again) == [] and patient["id"] in again.yours()
    assert again.one("end")["lacks"] == []
    whole(hub.services)
