"""The manifest of a release: read whole or not at all, by one publisher's key, in the order of its numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from care_record.release import (
    MOST_BYTES,
    MOST_MANIFEST,
    BadManifest,
    BadSignature,
    Release,
    make_manifest,
    newer,
    open_manifest,
    read_manifest,
    release_text,
    sealed_manifest,
    signed_bytes,
    version_key,
)
from care_record.signature import b64, new_signing_key, public_key, sign

GOOD = Release("1.4.0", "ab" * 32, 36_000_000, "Faster search.", "खोज तेज़ हुई।", "2026-11-24T10:00:00+05:30")


@dataclass(frozen=True)
class Publisher:
    private: bytes

    @property
    def key(self) -> str:
        return b64(public_key(self.private))


@pytest.fixture(scope="module")
def publisher() -> Publisher:
    return Publisher(new_signing_key())


def test_what_the_publisher_signed_is_read(publisher: Publisher) -> None:
    manifest = make_manifest(GOOD, publisher.private)
    assert open_manifest(manifest, publisher.key) == GOOD == read_manifest(manifest)
    assert GOOD.file_name == "Spoke-1.4.0-x64.msi"


def test_another_key_and_no_key_open_nothing(publisher: Publisher) -> None:
    manifest = make_manifest(GOOD, new_signing_key())
    for key in (publisher.key, "", "no base64!", b64(b"short")):
        with pytest.raises(BadSignature):
            open_manifest(manifest, key)
    assert read_manifest(manifest) == GOOD  # whoever carries it on does not ask who signed it


def test_every_altered_byte_is_seen(publisher: Publisher) -> None:
    manifest = make_manifest(GOOD, publisher.private)
    inside = len(json.loads(manifest)["release"])
    refused = 0
    for at in range(len(manifest)):
        altered = bytearray(manifest)
        altered[at] ^= 1
        try:
            assert open_manifest(bytes(altered), publisher.key) == GOOD  # the same words in other blanks
        except BadManifest:
            refused += 1
    assert refused > inside


def test_a_signature_for_something_else_is_none(publisher: Publisher) -> None:
    """The same key over the bare text: what a prescription's or a feed's signature would be."""
    text = release_text(GOOD)
    with pytest.raises(BadSignature):
        open_manifest(sealed_manifest(text, sign(publisher.private, text.encode())), publisher.key)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "../../etc/passwd"},
        {"version": "1.4"},
        {"version": "1.4.0.1"},
        {"version": "01.4.0"},
        {"version": "1.4.0\n"},
        {"version": "256.0.0"},
        {"version": "1.4.65536"},
        {"version": "१.४.०"},
        {"version": "1.4.0\x00.msi"},
        {"sha256": "AB" * 32},
        {"sha256": "ab" * 31},
        {"bytes": 0},
        {"bytes": -1},
        {"bytes": MOST_BYTES + 1},
        {"bytes": "36000000"},
        {"notes": " "},
        {"notes": "a" * 2001},
        {"notes_hi": None},
        {"at": "yesterday"},
        {"at": "2026-11-24T10:00:00"},
    ],
)
def test_what_is_no_release_is_refused_even_if_it_is_signed(publisher: Publisher, change: dict[str, Any]) -> None:
    text = json.dumps({**msgspec.to_builtins(GOOD), **change})
    manifest = sealed_manifest(text, sign(publisher.private, signed_bytes(text)))
    for read in (lambda: open_manifest(manifest, publisher.key), lambda: read_manifest(manifest)):
        with pytest.raises(BadManifest) as error:
            read()
        assert not isinstance(error.value, BadSignature)
    with pytest.raises((BadManifest, msgspec.ValidationError)):
        make_manifest(msgspec.convert({**msgspec.to_builtins(GOOD), **change}, Release), publisher.private)


@pytest.mark.parametrize("answer", [b"", b"<html>Sign in</html>", b"[]", b"{}", b"\xff\xfe", b'{"release":1}'])
def test_what_is_no_manifest_is_refused(publisher: Publisher, answer: bytes) -> None:
    with pytest.raises(BadManifest):
        open_manifest(answer, publisher.key)


def test_a_manifest_is_short(publisher: Publisher) -> None:
    with pytest.raises(BadManifest, match="at most"):
        open_manifest(make_manifest(GOOD, publisher.private) + b" " * MOST_MANIFEST, publisher.key)


def test_what_a_later_publisher_adds_is_passed_over(publisher: Publisher) -> None:
    text = json.dumps({**msgspec.to_builtins(GOOD), "channel": "pilot"})
    manifest = sealed_manifest(text, sign(publisher.private, signed_bytes(text)))
    assert open_manifest(manifest, publisher.key) == GOOD


def test_versions_stand_in_the_order_of_their_numbers() -> None:
    given = ["0.9.0", "0.10.0", "1.0.0", "1.0.9", "1.0.10", "10.0.0", "255.255.65535"]
    assert sorted(given, key=version_key) == given
    assert newer("0.10.0", than="0.9.9")
    assert not newer("1.0.0", than="1.0.0")
    assert not newer("0.9.9", than="0.10.0")
