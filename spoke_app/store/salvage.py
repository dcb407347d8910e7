"""Lines out of a store's file that SQLite does not read any more: from its pages, and from its log's, one by one.

The store's key is the key of every page (SQLCipher 4: AES-256-CBC, a page's last 80 bytes are its IV and its HMAC), so
each can be read whatever became of the others, the first one included. A line counts where its own hash, which stands
beside it, agrees: half a page gives the lines of its good half. No journal line is ever deleted, so an old version of a
page has nothing in it that should not be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from care_record.chain import line_hash
from care_record.change import BadChange, decode

PAGE = 4096
_RESERVED = 80
_IV = 16
_USABLE = PAGE - _RESERVED
_LOG_HEAD, _FRAME_HEAD = 32, 24
_LEAF = 0x0D
_FILE_HEAD = 100
_MOST_LOCAL = _USABLE - 35
_LEAST_LOCAL = (_USABLE - 12) * 32 // 255 - 23
_SHA_TYPE = 12 + 2 * 32
_LONGEST = 16 * 1024 * 1024


def salvage(store_path: Path, key: bytes) -> Iterator[bytes]:
    """Every line of the journal that is still whole somewhere in the file or its log; OSError where neither opens."""
    with ExitStack() as stack:
        pages = _Pages(key)
        if store_path.exists():
            pages.add_file(stack.enter_context(store_path.open("rb")), store_path.stat().st_size)
        log = store_path.with_name(store_path.name + "-wal")
        if log.exists():
            pages.add_log(stack.enter_context(log.open("rb")), log.stat().st_size)
        seen: set[str] = set()
        for number, page in pages.all():
            for line in _lines_on(page, _FILE_HEAD if number == 1 else 0, pages):
                try:
                    change = decode(line).id
                except BadChange:
                    continue
                if change not in seen:
                    seen.add(change)
                    yield line


class _Pages:
    """The versions of each page, newest first: the log's, then the file's, then what the log held before it was begun
    again, which lies behind its end."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._places: dict[int, list[tuple[BinaryIO, int]]] = {}

    def add_file(self, file: BinaryIO, size: int) -> None:
        for number in range(1, size // PAGE + 1):
            self._places[number] = [(file, (number - 1) * PAGE)]

    def add_log(self, file: BinaryIO, size: int) -> None:
        """After the file."""
        present, before = list[tuple[int, int]](), list[tuple[int, int]]()
        round_ = b""
        for at in range(_LOG_HEAD, size - _FRAME_HEAD - PAGE + 1, _FRAME_HEAD + PAGE):
            file.seek(at)
            head = file.read(_FRAME_HEAD)
            round_ = round_ or head[8:16]
            (present if head[8:16] == round_ else before).append((int.from_bytes(head[:4], "big"), at + _FRAME_HEAD))
        for number, at in present:
            self._places.setdefault(number, []).insert(0, (file, at))
        for number, at in reversed(before):
            self._places.setdefault(number, []).append((file, at))

    def all(self) -> Iterator[tuple[int, bytes]]:
        for number in sorted(self._places):
            for version in range(len(self._places[number])):
                yield number, self.page(number, version)

    def versions(self, number: int) -> int:
        return len(self._places.get(number, ()))

    def page(self, number: int, version: int) -> bytes:
        """Its content, deciphered; what was altered in it is noise."""
        file, at = self._places[number][version]
        file.seek(at)
        raw = file.read(PAGE)
        if len(raw) < PAGE:
            return bytes(PAGE)
        clear = 16 if number == 1 else 0  # the file's salt stands in the first page's first bytes
        cipher = Cipher(AES(self._key), CBC(raw[_USABLE : _USABLE + _IV])).decryptor()
        return raw[:clear] + cipher.update(raw[clear:_USABLE])


def _lines_on(page: bytes, head: int, pages: _Pages) -> Iterator[bytes]:
    if page[head] != _LEAF:
        return
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    for n in range(min(count, _USABLE // 4)):
        at = int.from_bytes(page[head + 8 + 2 * n : head + 10 + 2 * n], "big")
        try:
            line = _line_in(page, at, pages)
        except IndexError:  # a pointer or a length that leads out of the page
            continue
        if line is not None:
            yield line


def _line_in(page: bytes, at: int, pages: _Pages) -> bytes | None:
    """The line in the cell at this place, if the cell is a row of the journal and its hash agrees."""
    size, at = _number(page, at)
    _, at = _number(page, at)
    if size > _LONGEST:
        return None
    local = _local(size)
    part = page[at : at + local]
    columns = _columns(part)
    if columns is None:
        return None
    start, id_length, length = columns
    if size == local:
        return _proved(part, start + id_length, length)
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    for version in range(max(1, pages.versions(following))):
        payload = _with_overflow(part, size, following, version, pages)
        line = None if payload is None else _proved(payload, start + id_length, length)
        if line is not None:
            return line
    return None


def _local(size: int) -> int:
    """How much of a cell's content stands on its own page."""
    if size <= _MOST_LOCAL:
        return size
    local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (_USABLE - 4)
    return local if local <= _MOST_LOCAL else _LEAST_LOCAL


def _columns(part: bytes) -> tuple[int, int, int] | None:
    """(where the values begin, the id's length, the line's length), if it begins as a row of the journal does."""
    head, at = _number(part, 0)
    id_type, at = _number(part, at)
    line_type, at = _number(part, at)
    sha_type, _ = _number(part, at)
    if sha_type != _SHA_TYPE or id_type < 13 or id_type % 2 == 0 or line_type < 12 or line_type % 2:
        return None
    return head, (id_type - 13) // 2, (line_type - 12) // 2


def _proved(payload: bytes, at: int, length: int) -> bytes | None:
    line, sha = payload[at : at + length], payload[at + length : at + length + 32]
    return line if len(sha) == 32 and line_hash(line) == sha else None


def _with_overflow(part: bytes, size: int, following: int, version: int, pages: _Pages) -> bytes | None:
    payload = bytearray(part)
    while len(payload) < size:
        versions = pages.versions(following)
        if not versions:
            return None
        page = pages.page(following, min(version, versions - 1))
        payload += page[4:_USABLE][: size - len(payload)]
        following = int.from_bytes(page[:4], "big")
    return bytes(payload)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number as SQLite writes it, and the place behind it. IndexError beyond the end."""
    value = 0
    for n in range(9):
        byte = content[at + n]
        if n == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    raise IndexError
