"""A line is judged without being rewritten, and the chains are those of docs/protocol.md."""

import hashlib

import pytest

from care_record.chain import ZERO, extend, feed_extend, line_hash, mark_bytes
from care_record.change import MAX_LINE, BadChange, Change, decode, encode
from care_record.ids import new_id


def change(**fields: object) -> Change:
    record = new_id()
    values: dict[str, object] = {
        "id": new_id(),
        "device": "9f3a61c2",
        "author": "anjali",
        "kind": "patient",
        "record": record,
        "patient": record,
        "clock": "1764053110123-0000-9f3a61c2",
        "at": "2026-11-23T14:05:10.123+05:30",
        "set": {"name": "सुनीता देवी"},
    } | fields
    return Change(**values)  # type: ignore[arg-type]


def test_round_trip_keeps_devanagari_as_it_is() -> None:
    one = change()
    assert "सुनीता देवी".encode() in encode(one)
    assert decode(encode(one)) == one


def test_a_newer_version_with_more_fields_passes() -> None:
    line = encode(change(v=7, kind="spirometry"))[:-1] + b',"lease":{"of":"tomorrow"}}'
    assert decode(line).kind == "spirometry"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "not-json"),
        (b"<html>pay here</html>", "not-json"),
        (b"[]", "not-json"),
        (b"{}", "malformed"),
        (b'{"v":1', "not-json"),
        (b'{"id":"\xff"}', "not-json"),
        (b"{" + b'"a":{' * 5000 + b"}" * 5001, "not-json"),
        (b"{" + b" " * MAX_LINE + b"}", "too-large"),
        (encode(change()) + b"\r", "not-json"),
        (b" " + encode(change()), "not-json"),
    ],
)
def test_rubbish_has_a_code(line: bytes, code: str) -> None:
    with pytest.raises(BadChange) as caught:
        decode(line)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "field",
    [{"id": "1"}, {"device": "UPPER123"}, {"author": ""}, {"kind": "../x"}, {"record": "r"}, {"patient": "p"}]
    + [{"clock": "now"}, {"at": ""}, {"base": ("x",)}, {"v": 0}],
)
def test_each_field_of_the_envelope_is_checked(field: dict[str, object]) -> None:
    with pytest.raises(BadChange, match="malformed"):
        decode(encode(change(**field)))


def test_too_large_is_refused_when_written() -> None:
    with pytest.raises(BadChange, match="too-large"):
        encode(change(set={"text": "x" * MAX_LINE}))


def test_chains_are_those_of_the_protocol() -> None:
    line = b'{"a":1}'
    assert extend(ZERO, line) == hashlib.sha256(bytes(32) + line).digest()
    assert feed_extend(ZERO, line_hash(line)) == hashlib.sha256(bytes(32) + hashlib.sha256(line).digest()).digest()
    assert mark_bytes("hub", "all", 3, ZERO) == b"hub\nall\n3\n" + b"0" * 64
