"""What a stick brings to the hub: the same doors as over the line, and a reply that only one PC opens."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from care_record.chain import ZERO, extend
from care_record.credential import new_key_pair
from care_record.sealed_file import REPLY, REQUEST, SealedReader, key_hash, seal
from care_record.signature import b64
from care_record.wire import Deflater, Hello, LineReader, Mark, RequestEnd, message, parse_answer_line
from hub_server.bundle import BundleError, Imported, import_bundle
from hub_server.context import Services
from hub_server.services.devices import revoke_device
from hub_server.services.quarantine import list_quarantine
from hub_server.store.check import check
from tests.helpers.hub import command
from tests.helpers.stick import Pc, Town


@pytest.fixture
def town(services: Services, tmp_path: Path) -> Town:
    return Town(services, tmp_path)


@pytest.fixture
def pc(town: Town) -> Pc:
    return town.pc()


class Client:
    """A client of docs/protocol.md alone: writes requests of its own and opens their replies."""

    def __init__(self, pc: Pc, folder: Path) -> None:
        self.pc = pc
        self.folder = folder
        self.private, self.public = new_key_pair()
        self.request = "r-1"

    def body(self, lines: list[bytes], *, end: bool = True) -> bytes:
        meta = self.pc.store.meta_get
        hello = Hello(
            protocol=1,
            request=self.request,
            device=meta("device"),
            chain=str(self.pc.store.value("SELECT chain FROM chains")),
            from_n=1,
            head=ZERO.hex(),
            feeds={},
            budget=10**9,
        )
        deflater, head = Deflater(), ZERO
        out = deflater.line(message(hello))
        for line in lines:
            out += deflater.line(line)
            head = extend(head, line)
        if lines:
            out += deflater.line(message(Mark(len(lines), head.hex())))
        if end:
            out += deflater.line(message(RequestEnd(1)))
        return out + deflater.finish()

    def sealed(self, body: bytes, *, kind: str = REQUEST, key: bytes = b"", preamble: bytes = b"") -> Path:
        who = {"bundle": {"token": self.pc.token, "reply_key": b64(self.public)}}
        first = preamble or json.dumps(who).encode() + b"\n"
        file = self.folder / "request.spoke"
        hub_key = key or self.pc.services.identity.hub_key
        file.write_bytes(b"".join(seal(kind, hub_key, [first + body])))
        return file

    def opened(self, reply: Path) -> tuple[dict[str, object], list[object]]:
        reader = SealedReader([reply.read_bytes()])
        assert (reader.head.kind, reader.head.recipient) == (REPLY, key_hash(self.public))
        preamble, _, body = b"".join(reader.opened(self.private)).partition(b"\n")
        return json.loads(preamble), [parse_answer_line(line) for line in LineReader().feed(body)]


@pytest.fixture
def client(pc: Pc, tmp_path: Path) -> Client:
    return Client(pc, tmp_path)


def taken_in(client: Client, file: Path) -> Imported:
    return import_bundle(client.pc.services, file, client.folder / "reply.spoke")


def failed(client: Client, file: Path) -> str:
    reply = client.folder / "reply.spoke"
    with pytest.raises(BundleError) as caught:
        import_bundle(client.pc.services, file, reply)
    assert not reply.exists()
    assert not list(client.folder.glob("*.part"))
    assert str(caught.value).endswith(".")
    return caught.value.code


def own_lines(pc: Pc) -> list[bytes]:
    query = "SELECT j.line FROM chain_lines c JOIN journal j ON j.id = c.id ORDER BY c.n"
    return [bytes(row["line"]) for row in pc.store.rows(query)]


def test_the_answer_is_the_one_of_an_exchange(client: Client, pc: Pc) -> None:
    pc.save()
    done = taken_in(client, client.sealed(client.body(own_lines(pc))))
    assert (done.changes, done.refused, done.post) == (1, "", pc.store.meta_get("post_id"))
    preamble, [hello, ack, *_, end] = client.opened(client.folder / "reply.spoke")
    assert preamble == {"reply": {"refused": ""}}
    assert (hello.request, hello.hub) == ("r-1", pc.services.identity.hub)  # type: ignore[attr-defined]
    assert ack.n == 1  # type: ignore[attr-defined]
    assert end.more is False  # type: ignore[attr-defined]
    with pc.services.store.read() as conn:
        assert check(conn).wrong == ()


def test_again_it_is_only_counted_again(client: Client, pc: Pc) -> None:
    pc.save()
    file = client.sealed(client.body(own_lines(pc)))
    assert [taken_in(client, file).changes for _ in range(3)] == [1, 1, 1]
    with pc.services.store.read() as conn:
        found = check(conn)
    assert found.wrong == ()


def test_a_revoked_pc_s_stick_goes_to_quarantine(client: Client, pc: Pc) -> None:
    saved = pc.save()
    revoke_device(pc.services, str(pc.store.meta_get("device")), wipe=False)
    assert taken_in(client, client.sealed(client.body(own_lines(pc)))).changes == 1
    assert [row["id"] for row in list_quarantine(pc.services)] == [saved.id]
    _, answer = client.opened(client.folder / "reply.spoke")
    assert answer[0].revoked  # type: ignore[attr-defined]


def test_a_stranger_s_token_brings_nothing_in_and_is_told_so(client: Client, pc: Pc) -> None:
    pc.save()
    pc.token = "x" * 43
    assert taken_in(client, client.sealed(client.body(own_lines(pc)))).refused == "device-unknown"
    assert client.opened(client.folder / "reply.spoke") == ({"reply": {"refused": "device-unknown"}}, [])


def test_another_device_s_token_does_not_write_this_chain(client: Client, town: Town, pc: Pc) -> None:
    pc.save()
    body = client.body(own_lines(pc))
    pc.token = town.pc().token
    assert taken_in(client, client.sealed(body)).refused == "wrong-device"


def test_an_open_end_keeps_whole_pages(client: Client, pc: Pc) -> None:
    pc.save()
    assert taken_in(client, client.sealed(client.body(own_lines(pc), end=False))).changes == 1


@pytest.mark.parametrize(
    "preamble",
    [b"no json\n", b"{}\n", b'{"bundle":{"token":"x","reply_key":"AAAA"}}\n', b" " * 5000 + b"\n"],
    ids=["rubbish", "empty", "short key", "endless"],
)
def test_a_preamble_that_is_none(client: Client, preamble: bytes) -> None:
    assert failed(client, client.sealed(client.body([]), preamble=preamble)) == "bundle-damaged"


def test_a_key_that_nothing_can_be_sealed_to(client: Client) -> None:
    client.public = bytes(32)
    assert failed(client, client.sealed(client.body([]))) == "bundle-damaged"


def test_what_is_no_exchange_inside_is_refused(client: Client) -> None:
    assert taken_in(client, client.sealed(b"no gzip")).refused == "malformed"


def test_for_another_hub_a_reply_a_letter_and_a_newer_version(client: Client, tmp_path: Path) -> None:
    body = client.body([])
    assert failed(client, client.sealed(body, key=new_key_pair()[1])) == "other-hub"
    assert failed(client, client.sealed(body, kind=REPLY)) == "bundle-kind"
    newer = client.sealed(body)
    newer.write_bytes(newer.read_bytes().replace(b"bundle 1", b"bundle 7", 1))
    assert failed(client, newer) == "bundle-version"
    letter = tmp_path / "letter.odt"
    letter.write_bytes(os.urandom(300))
    assert failed(client, letter) == "not-a-bundle"


def test_cut_at_many_bytes_it_is_damaged_and_the_hub_s_books_are_sound(client: Client, pc: Pc, tmp_path: Path) -> None:
    first = pc.save()
    for _ in range(250):
        pc.save(patient=first.record, note=os.urandom(400).hex())
    whole = pc.export().read_bytes()
    broken = tmp_path / "broken.spoke"
    for cut in [0, 10, 60, 120, 140, *range(200, len(whole), len(whole) // 6), len(whole) - 1]:
        broken.write_bytes(whole[:cut])
        assert failed(client, broken) in ("not-a-bundle", "bundle-damaged")
        with pc.services.store.read() as conn:
            assert check(conn).wrong == ()
    broken.write_bytes(whole)
    assert taken_in(client, broken).changes == 251


def test_a_full_stick_says_so_and_what_came_is_kept(
    client: Client, pc: Pc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pc.save()
    file = client.sealed(client.body(own_lines(pc)))
    reply = tmp_path / "reply.spoke"

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            import_bundle(pc.services, file, reply)
    assert not list(tmp_path.glob("reply*"))
    assert taken_in(client, file).changes == 1


def test_the_reply_never_overwrites_the_request(client: Client) -> None:
    file = client.sealed(client.body([]))
    with pytest.raises(BundleError) as caught:
        import_bundle(client.pc.services, file, client.folder / "." / file.name)
    assert caught.value.code == "same-file"
    assert file.exists()


def test_a_stick_of_a_whole_record_is_one_reply(town: Town, pc: Pc) -> None:
    """Beyond what one answer over the line may hold, with small bounds for the test."""
    other = town.pc()
    first = other.save()
    for _ in range(120):
        other.save(patient=first.record, note=os.urandom(300).hex())
    other.live()
    held = len(other.held())
    assert pc.round_trip().received == held
    assert pc.held() == other.held()


def test_the_command_in_words_json_and_exit_codes(client: Client, pc: Pc, store_url: str, tmp_path: Path) -> None:
    pc.save()
    file, reply = client.sealed(client.body(own_lines(pc))), tmp_path / "reply.spoke"
    done = command("bundle", "import", str(file), "--reply", str(reply), "--json", store=store_url)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert (said["changes"], said["device"], said["reply"]) == (1, pc.store.meta_get("device"), str(reply))
    letter = tmp_path / "letter"
    letter.write_text("Dear hub")
    bad = command("bundle", "import", str(letter), "--reply", str(tmp_path / "no"), store=store_url)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == "hub-server: This is no file of an exchange by USB stick; nothing was taken in.\n"
    gone = command("bundle", "import", str(tmp_path / "gone"), "--reply", str(tmp_path / "no"), store=store_url)
    assert gone.returncode == 1
    assert "look at the stick" in gone.stderr
