"""The vectors against which another client checks itself: ours agrees with them, they with the protocol's formulas."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from care_record.chain import ZERO, extend, feed_extend, line_hash, mark_bytes
from care_record.change import BadChange, decode
from care_record.fold import fold
from care_record.sealed_file import BadBundle, Head, SealedReader
from care_record.signature import b64, public_key, sign, unb64, verify

FOLDER = Path(__file__).parent / "vectors"


def vector(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


FOLDS = vector("fold")["cases"]
LINES = vector("lines")["lines"]


def test_a_chain_has_the_heads_of_the_vectors() -> None:
    ours = formula = ZERO
    for place in vector("chain")["places"]:
        line = place["line"].encode()
        ours = extend(ours, line)
        formula = hashlib.sha256(formula + line).digest()
        assert place["bytes"] == len(line)
        assert place["sha256"] == line_hash(line).hex() == hashlib.sha256(line).hexdigest()
        assert place["head"] == ours.hex() == formula.hex()


def test_a_feed_has_the_heads_and_signatures_of_the_vectors() -> None:
    feed = vector("feed")
    private = bytes.fromhex(feed["sign_private_hex"])
    assert b64(public_key(private)) == feed["sign_key"]
    ours = formula = ZERO
    for place, mark in zip(vector("chain")["places"], feed["marks"], strict=True):
        sha = bytes.fromhex(place["sha256"])
        ours = feed_extend(ours, sha)
        formula = hashlib.sha256(formula + sha).digest()
        assert mark["head"] == ours.hex() == formula.hex()
        signed = mark_bytes(feed["hub"], feed["feed"], mark["seq"], ours)
        assert signed.decode() == mark["signed_text"]
        assert b64(sign(private, signed)) == mark["signature"]
        assert verify(unb64(feed["sign_key"]), signed, unb64(mark["signature"]))


@pytest.mark.parametrize("line", LINES, ids=[line["case"] for line in LINES])
def test_a_line_is_a_change_or_is_refused_with_its_code(line: dict[str, Any]) -> None:
    raw = line["line"].encode()
    if line["refused"] is None:
        assert decode(raw).id == json.loads(raw)["id"]
        return
    with pytest.raises(BadChange) as refused:
        decode(raw)
    assert refused.value.code == line["refused"]


@pytest.mark.parametrize("case", FOLDS, ids=[case["case"] for case in FOLDS])
def test_a_set_of_changes_folds_as_the_vectors_say(case: dict[str, Any]) -> None:
    changes = [decode(line.encode()) for line in case["changes"]]
    for seed in range(8):
        chance = random.Random(seed)
        arrived = changes + chance.choices(changes, k=seed)
        chance.shuffle(arrived)
        state = msgspec.json.decode(msgspec.json.encode(fold(arrived)))
        assert {name: state[name] for name in ("heads", "fields", "after_signing", "foreign")} == {
            name: case[name] for name in ("heads", "fields", "after_signing", "foreign")
        }
        found = [
            {
                "path": conflict["path"],
                "candidates": [{"change": each["change"], "value": each["value"]} for each in conflict["candidates"]],
            }
            for conflict in state["conflicts"]
        ]
        assert found == case["conflicts"]


def test_sealed_files_open_as_the_vectors_say() -> None:
    vectors = vector("bundle")
    private = bytes.fromhex(vectors["private_hex"])
    files = {name: unb64(vectors[name]["file_base64"]) for name in ("one_chunk", "two_chunks")}
    expected = {
        "one_chunk": unb64(vectors["one_chunk"]["content_base64"]),
        "two_chunks": bytes(at * 31 % 251 for at in range(vectors["two_chunks"]["content_bytes"])),
    }
    for name, data in files.items():
        reader = SealedReader([data])
        assert reader.head == Head(vectors[name]["kind"], hashlib.sha256(bytes.fromhex(vectors["public_hex"])).digest())
        assert b"".join(reader.opened(private)) == expected[name]
    for damaged in vectors["damaged"]:
        with pytest.raises(BadBundle):
            b"".join(SealedReader([files[damaged["of"]][: damaged["keep_bytes"]]]).opened(private))
