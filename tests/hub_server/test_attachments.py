"""Attachments as a device sees them: pieces up, ranges down, only what its centre's changes name; both databases."""

from __future__ import annotations

import hashlib
import os
import socket
import time
import tracemalloc
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import sqlalchemy as sa

from care_record.change import decode
from care_record.ids import new_device_id, new_id
from hub_server.attachments import pieces
from hub_server.context import Services
from hub_server.services.devices import revoke_device
from hub_server.store import attachments
from hub_server.store import tables as t
from hub_server.store.judge import Sender
from hub_server.times import utc_now
from tests.helpers.hub import Centre, HubProcess
from tests.helpers.peer import Peer, line_of

PIECE = 32 * 1024


def ask(peer: Peer, method: str, sha: str, data: bytes = b"", **headers: str) -> requests.Response:
    given = {"Authorization": f"Bearer {peer.token}", "Spoke-Request": "abc123"} | headers
    return requests.request(method, f"{peer.url}/v1/attachments/{sha}", data=data, headers=given, timeout=60)


def patch(peer: Peer, sha: str, offset: int, data: bytes) -> requests.Response:
    return ask(peer, "PATCH", sha, data, **{"Upload-Offset": str(offset)})


def put(peer: Peer, data: bytes, start: int = 0) -> str:
    sha = sha_of(data)
    for offset in range(start, len(data), PIECE):
        answer = patch(peer, sha, offset, data[offset : offset + PIECE])
        assert answer.status_code == 204, answer.text
    return sha


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def attach(centre: Centre, patient: dict[str, Any], data: bytes, peer: Peer | None = None, **more: Any) -> str:
    """A change that names these bytes, in the journal of the device."""
    sha = sha_of(data)
    fields = {"sha256": sha, "bytes": len(data), "media": "image/jpeg", "label": "Wound", **more}
    (peer or centre.peer).save("attachment", centre.cho, fields, patient=patient["patient"])
    return sha


def lacks(peer: Peer) -> list[str]:
    found: list[str] = peer.exchange().one("end")["lacks"]
    return found


def test_a_picture_goes_up_in_pieces_and_comes_down_on_the_other_pc(centre: Centre) -> None:
    data = os.urandom(2 * PIECE + 777)
    sha = attach(centre, centre.patient(), data)
    assert lacks(centre.peer) == [sha]
    first = ask(centre.peer, "HEAD", sha)
    assert (first.status_code, first.headers["Upload-Offset"]) == (200, "0")
    assert (first.headers["Spoke-Request"], first.headers["Spoke-Hub"]) == ("abc123", centre.peer.hub)
    put(centre.peer, data)
    told = ask(centre.peer, "HEAD", sha).headers
    assert told["Upload-Offset"] == told["Upload-Length"] == str(len(data))
    assert lacks(centre.peer) == []
    other = centre.another_pc()
    got = ask(other, "GET", sha)
    assert got.content == data
    assert (got.headers["ETag"], got.headers["Content-Type"]) == (f'"{sha}"', "image/jpeg")
    assert (got.headers["X-Content-Type-Options"], got.headers["Spoke-Hub"]) == ("nosniff", other.hub)


def test_a_range_is_exactly_that(centre: Centre) -> None:
    data = os.urandom(PIECE + 9000)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    put(centre.peer, data)
    parts = {"bytes=0-9": data[:10], "bytes=32760-32775": data[32760:32776], "bytes=-5": data[-5:]}
    for wanted, part in (parts | {"bytes=40000-": data[40000:]}).items():
        got = ask(centre.peer, "GET", sha, Range=wanted)
        assert (got.status_code, got.content) == (206, part)
        assert got.headers["Content-Range"].endswith(f"/{len(data)}")
    assert ask(centre.peer, "GET", sha, Range="bytes=0-9", **{"If-Range": f'"{sha}"'}).status_code == 206
    assert ask(centre.peer, "GET", sha, Range="bytes=0-9", **{"If-Range": '"another"'}).content == data


def test_odd_ranges(centre: Centre) -> None:
    sha = attach(centre, centre.patient(), b"x" * 100)
    centre.peer.exchange()
    put(centre.peer, b"x" * 100)
    beyond = ask(centre.peer, "GET", sha, Range="bytes=100-")
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range-beyond-end")
    for whole in ("bytes=0-4,7-9", "lines=1-2", "bytes=-", "bytes=0-"):
        assert ask(centre.peer, "GET", sha, Range=whole).content == b"x" * 100


def test_a_piece_at_another_place_is_told_the_right_one(centre: Centre) -> None:
    data = os.urandom(PIECE * 2)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    assert patch(centre.peer, sha, 0, data[:PIECE]).headers["Upload-Offset"] == str(PIECE)
    for offset, piece in ((0, data[:PIECE]), (PIECE + 1, b"x"), (PIECE, data[PIECE:] + b"x")):
        wrong = patch(centre.peer, sha, offset, piece)
        if len(piece) > PIECE:
            assert (wrong.status_code, wrong.json()["code"]) == (413, "too-large")
        else:
            assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong-offset")
            assert wrong.headers["Upload-Offset"] == str(PIECE)
    put(centre.peer, data, start=PIECE)
    assert ask(centre.peer, "GET", sha).content == data
    again = patch(centre.peer, sha, 0, data[:PIECE])
    assert (again.status_code, again.headers["Upload-Offset"]) == (409, str(len(data)))


def test_never_more_than_was_named(centre: Centre) -> None:
    data = os.urandom(500)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    assert patch(centre.peer, sha, 0, data + b"more").json()["code"] == "wrong-offset"
    assert ask(centre.peer, "HEAD", sha).headers["Upload-Offset"] == "0"


def test_a_wrong_hash_is_thrown_away_and_begins_again(centre: Centre) -> None:
    data = os.urandom(PIECE + 10)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    patch(centre.peer, sha, 0, b"\0" * PIECE)
    wrong = patch(centre.peer, sha, PIECE, data[PIECE:])
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["Upload-Offset"]) == (422, "wrong-hash", "0")
    missing = ask(centre.peer, "GET", sha)
    assert (missing.status_code, missing.json()["code"]) == (404, "attachment-missing")
    put(centre.peer, data)
    assert ask(centre.peer, "GET", sha).content == data


@pytest.mark.parametrize("kept", [0, 1, PIECE - 1])
def test_what_came_before_the_line_broke_counts(centre: Centre, kept: int) -> None:
    data = os.urandom(PIECE + 5)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    target = urlsplit(centre.peer.url)
    head = (
        f"PATCH /v1/attachments/{sha} HTTP/1.1\r\nHost: {target.netloc}\r\nAuthorization: Bearer {centre.peer.token}"
        f"\r\nUpload-Offset: 0\r\nContent-Length: {PIECE}\r\n\r\n"
    )
    with socket.create_connection((str(target.hostname), target.port or 80), timeout=30) as line:
        line.sendall(head.encode() + data[:kept])
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass
    deadline = time.monotonic() + 30
    while int(ask(centre.peer, "HEAD", sha).headers["Upload-Offset"]) != kept:
        assert time.monotonic() < deadline  # the hub may still be at it when the line is gone
    put(centre.peer, data, start=kept)
    assert ask(centre.peer, "GET", sha).content == data


def test_a_hash_alone_opens_nothing(hub: HubProcess, centre: Centre) -> None:
    data, other = os.urandom(900), hub.centre()
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    put(centre.peer, data)
    other.peer.exchange()
    for method in ("HEAD", "GET"):
        unknown = ask(other.peer, method, sha)
        assert unknown.status_code == 404
        assert (unknown.headers.get("Spoke-Problem") or unknown.json()["code"]) == "attachment-unknown"
    assert patch(other.peer, sha, 0, data).json()["code"] == "attachment-unknown"
    # Its own change that names the hash: it may bring the bytes, and only then read them.
    attach(other, other.patient(), data)
    assert lacks(other.peer) == [sha]
    assert ask(other.peer, "HEAD", sha).headers["Upload-Offset"] == "0"
    assert ask(other.peer, "GET", sha).json()["code"] == "attachment-missing"
    put(other.peer, data)
    assert ask(other.peer, "GET", sha).content == data
    with hub.services.store.read() as conn:
        uploads = set(conn.scalars(sa.select(t.attachment_pieces.c.upload)))
        kept = conn.scalar(sa.select(t.attachments.c.upload).where(t.attachments.c.sha == sha))
        assert kept in uploads
        assert not conn.execute(sa.select(t.attachment_uploads).where(t.attachment_uploads.c.sha == sha)).all()


def test_what_is_no_sha_and_who_is_no_device(centre: Centre) -> None:
    for odd in ("x", "0" * 63, "G" * 64, "0" * 64):
        assert ask(centre.peer, "GET", odd).json()["code"] == "attachment-unknown"
    centre.peer.token = "another"
    assert ask(centre.peer, "GET", "0" * 64).json()["code"] == "device-unknown"


def test_a_shared_patients_picture_is_the_other_centres_too(hub: HubProcess, centre: Centre) -> None:
    data, other, patient = os.urandom(900), hub.centre(), centre.patient()
    sha = attach(centre, patient, data)
    share = {"share": [{"id": new_id(), "facility": other.facility, "by": centre.cho, "at": "2026-11-23T14:00:00Z"}]}
    centre.peer.save(
        "patient", centre.cho, share, record=patient["record"], patient=patient["patient"], base=[patient["id"]]
    )
    centre.peer.exchange()
    other.peer.exchange()
    assert ask(other.peer, "GET", sha).json()["code"] == "attachment-missing"
    put(centre.peer, data)
    assert ask(other.peer, "GET", sha).content == data
    assert ask(other.peer, "HEAD", sha).headers["Upload-Offset"] == "900"


def test_a_revoked_device_gets_and_brings_nothing(hub: HubProcess, centre: Centre) -> None:
    data = os.urandom(900)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    put(centre.peer, data)
    missing = attach(centre, centre.patient(), b"another")
    assert lacks(centre.peer) == [missing]
    revoke_device(hub.services, centre.peer.device, wipe=False)
    for method in ("GET", "PATCH"):
        answer = ask(centre.peer, method, sha, **{"Upload-Offset": "0"})
        assert (answer.status_code, answer.json()["code"]) == (403, "device-revoked")
    assert lacks(centre.peer) == []


def test_a_picture_may_come_while_its_change_waits_and_goes_when_that_is_refused(
    hub: HubProcess, centre: Centre
) -> None:
    other = hub.centre()
    theirs, data = other.patient(), os.urandom(900)
    sha = attach(centre, theirs, data)  # a patient that the hub does not know yet
    assert lacks(centre.peer) == [sha]
    put(centre.peer, data)
    assert lacks(centre.peer) == []
    other.peer.exchange()  # it is another centre's
    assert centre.peer.exchange().quarantined() != {}
    for peer in (centre.peer, other.peer):
        assert ask(peer, "GET", sha).json()["code"] == "attachment-unknown"


def test_what_another_centre_gave_back_is_asked_of_the_one_that_wrote_it(hub: HubProcess, centre: Centre) -> None:
    """After a restore a centre that reads a patient heals her changes; their pictures lie where they were taken."""
    data, other, patient = os.urandom(900), hub.centre(), centre.patient()
    centre.peer.exchange()
    line = line_of(centre.peer.change("attachment", centre.cho, {"sha256": sha_of(data), "bytes": 900,
                                      "media": "image/png", "label": "Wound"}, patient=patient["patient"]))  # fmt: skip
    healed = Sender(other.peer.device, other.peer.chain, other.facility, proved=other.feed)
    with hub.services.store.begin() as conn:
        attachments.note(conn, decode(line), healed)
    assert lacks(centre.peer) == lacks(other.peer) == [sha_of(data)]
    put(centre.peer, data)
    assert lacks(centre.peer) == []
    assert ask(centre.peer, "GET", sha_of(data)).content == data
    assert ask(other.peer, "GET", sha_of(data)).json()["code"] == "attachment-unknown"  # she is not theirs to read


def test_a_line_that_comes_again_may_bring_its_picture(hub: HubProcess, centre: Centre) -> None:
    data = os.urandom(900)
    sha = attach(centre, centre.patient(), data)
    centre.peer.exchange()
    with hub.services.store.begin() as conn:
        conn.execute(sa.delete(t.attachment_names).where(t.attachment_names.c.sha == sha))
    assert lacks(centre.peer) == []
    lines = list(centre.peer.lines)
    centre.peer.new_chain()
    centre.peer.lines, centre.peer.acked = lines, 0
    assert lacks(centre.peer) == [sha]
    put(centre.peer, data)
    assert ask(centre.peer, "GET", sha).content == data


def test_two_devices_bring_the_same_picture_at_once(centre: Centre) -> None:
    data, patient, other = os.urandom(2 * PIECE), centre.patient(), centre.another_pc()
    sha = attach(centre, patient, data)
    centre.peer.exchange()
    other.exchange()
    attach(centre, patient, data, peer=other)
    other.exchange()
    patch(centre.peer, sha, 0, data[:PIECE])
    assert ask(other, "HEAD", sha).headers["Upload-Offset"] == "0"  # what has come is each device's own
    put(other, data)
    late = patch(centre.peer, sha, PIECE, data[PIECE:])
    assert (late.status_code, late.headers["Upload-Offset"]) == (409, str(len(data)))
    assert ask(centre.peer, "GET", sha).content == data
    assert lacks(centre.peer) == lacks(other) == []


def test_the_same_picture_twice_is_brought_once(centre: Centre) -> None:
    data, patient = os.urandom(900), centre.patient()
    sha = attach(centre, patient, data)
    centre.peer.exchange()
    put(centre.peer, data)
    attach(centre, patient, data, label="The same again")
    assert lacks(centre.peer) == []
    assert ask(centre.peer, "HEAD", sha).headers["Upload-Offset"] == "900"


def test_what_is_lacking_is_asked_of_who_wrote_it_a_few_at_a_time(centre: Centre) -> None:
    patient, other = centre.patient(), centre.another_pc()
    shas = {attach(centre, patient, os.urandom(50)) for _ in range(20)}
    assert len(lacks(centre.peer)) == attachments.LISTED
    assert len(lacks(other)) == attachments.OTHERS
    asked: set[str] = set()
    for _ in range(60):
        asked |= set(lacks(centre.peer))
        if asked == shas:
            break
    assert asked == shas


def test_a_change_with_odd_values_names_nothing(centre: Centre) -> None:
    patient = centre.patient()
    sha = attach(centre, patient, b"data", bytes=10 * 1024 * 1024 + 1)
    attach(centre, patient, b"data", media="text/html")
    assert lacks(centre.peer) == []
    assert patch(centre.peer, sha, 0, b"data").json()["code"] == "attachment-unknown"


# -- the store alone -----------------------------------------------------------------------------------------------


def name_it(services: Services, sha: str, size: int, facility: str, device: str) -> None:
    row = {"id": new_id(), "sha": sha, "bytes": size, "media": "image/jpeg", "subject": new_id(), "facility": facility}
    with services.store.begin() as conn:
        conn.execute(sa.insert(t.attachment_names).values(row | {"device": device, "sent_by": device, "there": False}))


def test_an_upload_that_nobody_goes_on_with_is_swept_away(services: Services) -> None:
    facility, device, now = new_id(), new_device_id(), utc_now()
    for at, age in (("a" * 64, 31), ("b" * 64, 29), ("c" * 64, 0)):
        name_it(services, at, 1000, facility, device)
        moment = now - timedelta(days=age)
        with services.store.begin() as conn:
            attachments.append(conn, at, device, facility, 0, b"begun", moment)
    with services.store.read() as conn:
        left = set(conn.scalars(sa.select(t.attachment_uploads.c.sha)))
        rows = conn.scalar(sa.select(sa.func.count()).select_from(t.attachment_pieces))
    assert (left, rows) == ({"b" * 64, "c" * 64}, 2)


@pytest.mark.parametrize("step", [1, 7, PIECE - 1, PIECE, 3 * PIECE])
def test_pieces_of_any_length_lie_on_the_same_borders(services: Services, step: int) -> None:
    data = os.urandom(150 if step < 10 else 2 * PIECE + 5)
    facility, device, sha = new_id(), new_device_id(), sha_of(data)
    name_it(services, sha, len(data), facility, device)
    for offset in range(0, len(data), step):
        with services.store.begin() as conn:
            attachments.append(conn, sha, device, facility, offset, data[offset : offset + step], utc_now())
    with services.store.read() as conn:
        upload = str(conn.scalar(sa.select(t.attachments.c.upload)))
        found = [attachments.read_piece(conn, upload, n) for n in range(4)]
    assert found == [data[at : at + PIECE] for at in range(0, 4 * PIECE, PIECE)]


def test_memory_is_bounded_by_the_piece(services: Services) -> None:
    """4 MB come and go; what is held at once is a few pieces."""
    facility, device, digest, size = new_id(), new_device_id(), hashlib.sha256(), 4 * 1024 * 1024
    piece = os.urandom(PIECE)
    for _ in range(size // PIECE):
        digest.update(piece)
    sha = digest.hexdigest()
    name_it(services, sha, size, facility, device)
    tracemalloc.start()
    try:
        for offset in range(0, size, PIECE):
            with services.store.begin() as conn:
                attachments.append(conn, sha, device, facility, offset, piece, utc_now())
        with services.store.read() as conn:
            upload = str(conn.scalar(sa.select(t.attachments.c.upload)))
        stored = attachments.Stored(upload, size, "image/jpeg")
        assert sum(len(part) for part in pieces(services, stored, 0, size)) == size
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 40 * PIECE
