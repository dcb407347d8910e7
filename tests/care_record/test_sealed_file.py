"""The sealed file of an exchange by stick: opens whole with its key, and in every other case says that it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from care_record import sealed_file
from care_record.credential import new_key_pair
from care_record.sealed_file import CHUNK, REPLY, REQUEST, BadBundle, SealedReader, key_hash, public_of, seal

PRIVATE, PUBLIC = new_key_pair()
HEAD = len(b"spoke-bundle 1 request\n") + 32 + 80


def sealed(content: bytes, kind: str = REQUEST, piece: int = 10_000) -> bytes:
    pieces = [content[at : at + piece] for at in range(0, len(content), piece)]
    return b"".join(seal(kind, PUBLIC, pieces))


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def opened(data: bytes | Iterable[bytes], private: bytes = PRIVATE) -> bytes:
    return b"".join(SealedReader([data] if isinstance(data, bytes) else data).opened(private))


def bytes_like_text(size: int) -> bytes:
    return bytes(at * 31 % 251 for at in range(size))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 77])
def test_what_was_sealed_comes_out_whatever_the_pieces(size: int) -> None:
    content = bytes_like_text(size)
    for piece in (777, CHUNK, 3 * CHUNK):
        data = sealed(content, piece=piece)
        assert opened(in_pieces(data, piece + 3)) == content
    assert len(data) == HEAD + size + 16 * max(1, -(-size // CHUNK))


def test_the_head_says_what_it_is_and_for_whom() -> None:
    head = SealedReader([sealed(b"x", REPLY)]).head
    assert (head.kind, head.recipient) == (REPLY, key_hash(PUBLIC))
    assert public_of(PRIVATE) == PUBLIC


def test_no_two_files_are_alike_and_nothing_of_the_content_shows() -> None:
    first, second = sealed(b"Sunita Devi" * 20), sealed(b"Sunita Devi" * 20)
    assert first[HEAD - 80 :] != second[HEAD - 80 :]
    assert b"Sunita" not in first


def test_cut_anywhere_it_is_damaged_or_no_bundle() -> None:
    data = sealed(bytes_like_text(2 * CHUNK + 100))
    places = [*range(HEAD + 40), *range(HEAD + 40, len(data), 997), HEAD + CHUNK + 16, HEAD + 2 * (CHUNK + 16)]
    for cut in places:
        with pytest.raises(BadBundle) as caught:
            opened(data[:cut])
        assert caught.value.code == ("not-a-bundle" if cut < HEAD - 112 else "bundle-damaged"), cut


def test_a_flipped_bit_anywhere_is_seen() -> None:
    data = sealed(bytes_like_text(CHUNK + 100))
    for at in [*range(HEAD + 40), *range(HEAD + 40, len(data), 1499), len(data) - 1]:
        changed = bytearray(data)
        changed[at] ^= 1
        with pytest.raises(BadBundle):
            opened(bytes(changed))


def test_chunks_moved_left_out_or_added_are_seen() -> None:
    data = sealed(bytes_like_text(3 * CHUNK))
    head, box = data[:HEAD], CHUNK + 16
    first, second, third = (data[HEAD + at * box : HEAD + (at + 1) * box] for at in range(3))
    for wrong in ((second, first, third), (first, third), (first, second), (first, second, third, third), (third,)):
        with pytest.raises(BadBundle):
            opened(head + b"".join(wrong))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BadBundle) as caught:
        opened(sealed(b"x"), new_key_pair()[0])
    assert caught.value.code == "bundle-damaged"


def test_another_version_is_named() -> None:
    data = sealed(b"x").replace(b"spoke-bundle 1 ", b"spoke-bundle 2 ", 1)
    with pytest.raises(BadBundle) as caught:
        SealedReader([data])
    assert (caught.value.code, caught.value.detail) == ("bundle-version", "2")


@pytest.mark.parametrize(
    "data", [b"", b"spoke-bundle", b"PK\x03\x04" + bytes(200), b"\n" * 200, b"spoke-bundle x request\n" + bytes(200)]
)
def test_other_files_are_no_bundle(data: bytes) -> None:
    with pytest.raises(BadBundle) as caught:
        SealedReader([data])
    assert caught.value.code == "not-a-bundle"


def test_sealing_and_opening_hold_a_chunk_not_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1000
            yield bytes(1000)

    monkeypatch.setattr(sealed_file, "CHUNK", 4096)
    out = seal(REQUEST, PUBLIC, endless())
    next(out)
    for number in range(1, 20):
        next(out)
        assert taken <= (number + 2) * 4096
