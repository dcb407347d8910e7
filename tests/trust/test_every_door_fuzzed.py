"""S3 and Z1 at each door of the hub: whatever stands in any field of a request, the hub answers it or refuses it with a
problem document, in time; its books stay sound and the next good request goes through.

`tests/hub_server/test_exchange_fuzzed.py` spoils whole exchanges at random; here every field has its turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from care_record.credential import new_key_pair
from care_record.sealed_file import REQUEST, seal
from care_record.signature import b64
from care_record.wire import Deflater
from hub_server.bundle import BundleError, import_bundle
from tests.helpers.mutations import mutated
from tests.trust.doors import ODD, Doors, line_of, lines_of, mark_over, open_doors, paths, put, spoilt

EXAMPLES = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
VISIT = {"started": "2026-11-23T14:00:00+05:30", "vitals": {"pulse": 90}, "complaints": [{"id": "c1", "text": "fever"}]}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("doors")) as made:
        yield made
        made.still_good()


@pytest.mark.parametrize("at", [0, -2, -1], ids=["hello", "mark", "end"])
def test_every_field_of_an_exchanges_messages(doors: Doors, at: int) -> None:
    good = doors.exchange(doors.patient())
    for bad in spoilt(good[at]):
        messages = list(good)
        messages[at] = bad
        doors.send("exchange", lines_of(messages))
    doors.still_good()


@pytest.mark.parametrize("early", [False, True], ids=["in its turn", "early"])
def test_every_field_of_a_change(doors: Doors, early: bool) -> None:
    """All of them at once, each with an id of its own: one bad line stops no other."""
    patient = doors.patient()
    assert doors.send("exchange", lines_of(doors.exchange(patient))).status_code == 200
    good = doors.change("visit", VISIT, patient["record"])
    bad = [line_of(each) for each in spoilt(good)]
    assert len(bad) > 400
    if early:
        for start in range(0, len(bad), 20):
            wrapped = [b'{"early":' + each + b"}" for each in bad[start : start + 20]]
            first, *rest = lines_of(doors.exchange(doors.patient()))
            assert doors.send("exchange", [first, *wrapped, *rest]).status_code == 200
        doors.still_good()
        return
    hello = line_of({"hello": doors.hello()})
    lines, last = [hello], 0
    for end in range(100, len(bad) + 100, 100):
        lines += [*bad[last:end], line_of(mark_over(bad[:end]))]
        last = end
    answer = doors.send("exchange", [*lines, line_of({"end": {"marks": 1}})])
    acks = [json.loads(line).get("ack") for line in answer.content.splitlines()]
    assert [ack["n"] for ack in acks if ack] == [len(bad)]
    doors.still_good()


def test_every_field_of_a_healing(doors: Doors) -> None:
    good = doors.healing()
    assert doors.send("heal", lines_of(good)).status_code == 200
    for at in (0, 1, 2, -3, -2, -1):
        for bad in spoilt(good[at]):
            messages = list(good)
            messages[at] = bad
            doors.send("heal", lines_of(messages))
    doors.still_good()


def test_every_field_of_an_enrolment(doors: Doors) -> None:
    good = {"code": "", "token": "t" * 64, "name": "PC", "app": "1", "os": "x", "former": doors.device, "post": ""}
    for path in paths(good):
        for odd in ODD:
            doors.call("POST", "/v1/devices", content=line_of(put(good, path, odd)))
    for name in ("name", "app", "os", "former"):
        for odd in (each for each in ODD if isinstance(each, str)):
            # A code is not spent by what stands beside it, nor does that reach anything but the name.
            told = doors.call("POST", "/v1/devices", content=line_of(good | {"code": doors.code(), name: odd}))
            assert told.status_code in (201, 403), told.text
            good["token"] = f"{int(good['token'].strip('t') or 0) + 1}".rjust(64, "t")
    doors.still_good()


def test_every_header_of_an_attachment(doors: Doors) -> None:
    sha, bearer = doors.attachment(), doors.bearer()
    words = [str(odd) for odd in ODD if not isinstance(odd, dict | list)]
    odd = [word.encode("utf-8", "surrogatepass")[:5000] for word in [*words, "1-", "-", "bytes=0-", "bytes=9-1", "²"]]
    odd = [word.replace(b"\x00", b"\x7f") for word in odd]
    for value in odd:
        doors.call(
            "PATCH", f"/v1/attachments/{sha}", headers=bearer | {"Upload-Offset": value}, content=doors.picture[:1]
        )
        doors.call("HEAD", f"/v1/attachments/{sha}", headers=bearer | {"Spoke-Request": value})
        doors.call("GET", f"/v1/attachments/{sha}", headers=bearer | {"Range": value, "If-Range": value})
        doors.call("GET", f"/v1/release/{sha}", headers=bearer | {"Range": value, "Spoke-Request": value})
        doors.call("GET", "/v1/release", headers=bearer | {"Spoke-Request": value})
    come = int(doors.call("HEAD", f"/v1/attachments/{sha}", headers=bearer).headers["Upload-Offset"])
    rest = bearer | {"Upload-Offset": str(come)}
    assert doors.call("PATCH", f"/v1/attachments/{sha}", headers=rest, content=doors.picture[come:]).status_code == 204
    for value in odd:
        got = doors.call("GET", f"/v1/attachments/{sha}", headers=bearer | {"Range": value})
        assert got.status_code == 416 or got.content in (doors.picture, doors.picture[-len(got.content) :], b"")


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "..%5c..%5cboot.ini",
        "%00",
        "a" * 3000,
        "NUL",
        "C:%5c",
        "'%20OR%201",
        "%ff",
    ],
)
def test_a_path_in_place_of_a_hash_is_nothing_here(doors: Doors, name: str) -> None:
    for method in ("HEAD", "GET", "PATCH"):
        answer = doors.call(method, f"/v1/attachments/{name}", headers=doors.bearer() | {"Upload-Offset": "0"})
        assert answer.status_code in (400, 404, 405)
        assert doors.call(method, f"/v1/release/{name}", headers=doors.bearer()).status_code in (400, 404, 405)


def test_every_shape_of_a_token(doors: Doors) -> None:
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "bearer x",
        "Basic eDp5",
        "Bearer " + "x" * 9000,
        "Bearer \x80",
        doors.token,
    ]:
        headers = {"Authorization": value.encode("latin-1")}
        assert doors.call("POST", "/v1/exchange", content=b"", headers=headers).status_code == 401
        assert doors.call("POST", "/v1/chains", json={}, headers=headers).status_code == 401


@pytest.mark.parametrize("door", ["exchange", "heal"])
def test_requests_spoilt_at_random(doors: Doors, door: str) -> None:
    good = lines_of(doors.exchange(doors.patient(), early=doors.patient()) if door == "exchange" else doors.healing())

    @given(mutated(good))
    @EXAMPLES
    def send(lines: list[bytes]) -> None:
        doors.send(door, lines)

    send()
    doors.still_good()


def test_every_field_of_a_sticks_first_line_and_of_what_is_in_it(doors: Doors, tmp_path: Path) -> None:
    good = {"bundle": {"token": doors.token, "reply_key": b64(new_key_pair()[1])}}
    body = lines_of(doors.exchange(doors.patient()))
    hellos = [lines_of([each]) + body[1:] for each in list(spoilt(json.loads(body[0]), ("hello",)))[::7]]
    firsts = [line_of(each) for each in spoilt(good)]
    for first, lines in [*((one, body) for one in firsts), *((line_of(good), each) for each in hellos)]:
        deflater = Deflater()
        packed = b"".join(deflater.line(line) for line in lines) + deflater.finish()
        file = tmp_path / "request.spoke"
        file.write_bytes(b"".join(seal(REQUEST, doors.services.identity.hub_key, [first + b"\n" + packed])))
        try:
            import_bundle(doors.services, file, tmp_path / "reply.spoke")
        except BundleError as refused:
            assert refused.code == "bundle-damaged"
    doors.still_good()


def test_what_is_no_json_of_any_kind(doors: Doors) -> None:
    odd = [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 60_000,
        b'{"hello":{"protocol":' + b"1" * 60_000 + b"}}",
        b'{"mark":{"n":1e400,"head":""}}',
        b'{"v":1,"id":"' + b"a" * 60_000,
        b"\xff\xfe{\x00}\x00",
        b"\xed\xa0\x80",
        b"NaN",
        b"{}",
        b'{"hello":null}',
        b'{"early":' + b"[" * 9000,
        b'{"\\u0068ello":{}}',
    ]
    good = lines_of(doors.exchange(doors.patient()))
    for bad in odd:
        for door in ("exchange", "heal"):
            doors.send(door, [bad])
            doors.send(door, [good[0], bad])
            doors.send(door, [good[0], good[1], bad, *good[2:]])
        doors.call("POST", "/v1/devices", content=bad[:16_000])
        doors.call("POST", "/v1/chains", content=bad[:16_000], headers=doors.bearer())
    doors.still_good()


def test_a_deep_change_is_one_bad_line_and_no_more(doors: Doors) -> None:
    whole: Any = line_of(doors.change("visit", {"odd": "HERE"}, doors.patient()["record"]))
    deep = whole.replace(b'"HERE"', b"[" * 20_000 + b"]" * 20_000)
    patient = line_of(doors.patient())
    lines = [line_of({"hello": doors.hello()}), patient, deep, line_of(mark_over([patient, deep]))]
    answer = doors.send("exchange", [*lines, line_of({"end": {"marks": 1}})])
    acks = [json.loads(line).get("ack") for line in answer.content.splitlines()]
    assert [ack["n"] for ack in acks if ack] == [2]
    doors.still_good()
