"""The hub's own TLS, under an authority of the test's own; and what every address of the hub says in its headers."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from uvicorn import Config
from uvicorn.server import ServerState

from hub_server import connection
from hub_server.app import app_of
from hub_server.connection import Connection
from hub_server.context import open_services
from tests.helpers.hub import HubProcess, command, init_store, start_serving, stop

WAIT_S = 30
AUTHORITY = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "District of the tests")])
HUB = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])


@dataclass
class Authority:
    """An authority, and the files that the hub reads."""

    folder: Path
    key: ec.EllipticCurvePrivateKey

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def certificate(self) -> Path:
        return self.folder / "hub.pem"

    @property
    def hub_key(self) -> Path:
        return self.folder / "hub.key"

    def issue(self, passphrase: str = "") -> int:
        """A certificate for 127.0.0.1; its number."""
        key, number = ec.generate_private_key(ec.SECP256R1()), x509.random_serial_number()
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        made = _builder(HUB, key, number).add_extension(names, critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        self.certificate.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
        sealed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        self.hub_key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
        return number


def _builder(name: x509.Name, key: ec.EllipticCurvePrivateKey, number: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(AUTHORITY).public_key(key.public_key())
    return made.serial_number(number).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))


def new_authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _builder(AUTHORITY, key, x509.random_serial_number())
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    authority = Authority(folder, key)
    authority.file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return authority


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return new_authority(tmp_path)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Authority, HubProcess]]:
    """A hub with a certificate, for the whole module."""
    authority = new_authority(tmp_path_factory.mktemp("tls"))
    authority.issue()
    url = f"sqlite:///{authority.folder / 'hub.db'}"
    services = open_services(init_store(url))
    process, address = start_serving(url, "--certificate", str(authority.certificate), "--key", str(authority.hub_key))
    yield authority, HubProcess(address, url, services, process)
    assert stop(process) == 0
    services.store.close()


def number_shown(address: str, authority: Authority) -> int:
    """The number of the certificate that the hub shows now."""
    target = urlsplit(address)
    context = ssl.create_default_context(cafile=str(authority.file))
    with (
        socket.create_connection((str(target.hostname), target.port or 443), timeout=WAIT_S) as line,
        context.wrap_socket(line, server_hostname=str(target.hostname)) as tls,
    ):
        shown = tls.getpeercert(binary_form=True)
    assert shown is not None
    return x509.load_der_x509_certificate(shown).serial_number


def test_it_speaks_https_with_its_certificate(trusted: tuple[Authority, HubProcess]) -> None:
    authority, hub = trusted
    assert hub.url.startswith("https://")
    with requests.Session() as session:
        session.trust_env = False  # a list of authorities in the environment counts for more than the next line
        session.verify = str(authority.file)
        page = session.get(f"{hub.url}/sign-in", timeout=WAIT_S)
        assert page.status_code == 200
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")
        [cookie] = [cookie for cookie in session.cookies if "door" in cookie.name]
        assert cookie.secure and cookie.name.startswith("__Host-")
        assert "HttpOnly" in page.headers["Set-Cookie"]
        health = session.get(f"{hub.url}/v1/health", timeout=WAIT_S)
    assert health.json()["hub"] == hub.services.identity.hub
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{hub.url}/v1/health", timeout=WAIT_S)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_nothing_older_than_tls_1_2(trusted: tuple[Authority, HubProcess]) -> None:
    _, hub = trusted
    target = urlsplit(hub.url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection((str(target.hostname), target.port or 443), timeout=WAIT_S) as line,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(line)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection((str(target.hostname), target.port or 443), timeout=WAIT_S) as line,
        context.wrap_socket(line) as tls,
    ):
        assert tls.version() == "TLSv1.2"


def test_a_renewed_certificate_is_taken_while_it_serves(
    authority: Authority, capfd: pytest.CaptureFixture[str]
) -> None:
    first = authority.issue()
    url = f"sqlite:///{authority.folder / 'hub.db'}"
    init_store(url).close()
    files = ("--certificate", str(authority.certificate), "--key", str(authority.hub_key), "--workers", "2")
    process, address = start_serving(url, *files)
    try:
        assert number_shown(address, authority) == first
        good = authority.certificate.read_bytes()
        authority.certificate.write_bytes(b"half written")
        said = ""
        until = time.monotonic() + WAIT_S
        while "not taken" not in said and time.monotonic() < until:
            said += capfd.readouterr().err
        assert "the renewed certificate is not taken" in said
        assert number_shown(address, authority) == first
        authority.certificate.write_bytes(good)
        second = authority.issue()
        until = time.monotonic() + WAIT_S
        while {number_shown(address, authority) for _ in range(8)} != {second}:
            assert time.monotonic() < until, "the renewed certificate never came"
    finally:
        stop(process)


def test_plain_http_and_rubbish_make_no_noise(authority: Authority, capfd: pytest.CaptureFixture[str]) -> None:
    authority.issue()
    url = f"sqlite:///{authority.folder / 'hub.db'}"
    init_store(url).close()
    process, address = start_serving(url, "--certificate", str(authority.certificate), "--key", str(authority.hub_key))
    target = urlsplit(address)
    for sent in (b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x00\x05hello", b"\x00" * 5000):
        with socket.create_connection((str(target.hostname), target.port or 443), timeout=WAIT_S) as line:
            line.sendall(sent)
            try:
                while line.recv(4096):
                    pass
            except ConnectionResetError:
                pass
    assert requests.get(f"{address}/v1/health", verify=str(authority.file), timeout=WAIT_S).status_code == 200
    assert stop(process) == 0
    assert capfd.readouterr().err == ""


def test_files_that_cannot_be_used_are_named(authority: Authority) -> None:
    url = f"sqlite:///{authority.folder / 'hub.db'}"
    init_store(url).close()
    authority.issue()
    certificate, key = str(authority.certificate), str(authority.hub_key)
    other = authority.folder / "other.key"
    other.write_bytes(authority.hub_key.read_bytes())
    authority.issue()
    wrong = {
        (certificate, str(other)): "is not the key of",
        (key, certificate): "as PEM",
        (certificate, "/no/such/file"): "No such file",
        (str(authority.folder), key): "cannot be read",
    }
    said = {
        pair: command("serve", "--port", "0", "--certificate", pair[0], "--key", pair[1], store=url) for pair in wrong
    }
    authority.issue(passphrase="secret words")
    said[certificate, key] = command("serve", "--port", "0", "--certificate", certificate, "--key", key, store=url)
    wrong[certificate, key] = "under a passphrase"
    for pair, words in wrong.items():
        assert said[pair].returncode == 1
        assert words in said[pair].stderr
        assert "Traceback" not in said[pair].stderr
    alone = command("serve", "--port", "0", "--certificate", certificate, store=url)
    assert (alone.returncode, "go together" in alone.stderr) == (2, True)


# ---- every address of the hub -----------------------------------------------------------------------------------


STRICT = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
FOR_BROWSERS = {
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_address_is_strict(trusted: tuple[Authority, HubProcess]) -> None:
    authority, hub = trusted
    app = app_of(hub.services)
    asked = 0
    with requests.Session() as session:
        session.trust_env = False  # a list of authorities in the environment counts for more than the next line
        session.verify = str(authority.file)
        for route in app.routes:
            path = "/".join("x1" if part.startswith("{") else part for part in route.path_format.split("/"))
            for method in sorted(getattr(route, "methods", ())):
                answer = session.request(method, hub.url + path, timeout=WAIT_S, allow_redirects=False)
                asked += 1
                where = f"{method} {path}: {answer.status_code} {dict(answer.headers)}"
                assert answer.status_code < 500, where
                look(path, answer.headers, where)
        for path in ("/v1/nothing", "/nothing", "/static/../secret", "/%00", "/v1/attachments/" + "f" * 64):
            answer = session.get(hub.url + path, timeout=WAIT_S, allow_redirects=False)
            assert 400 <= answer.status_code < 500, path
            look(path, answer.headers, path)
    assert asked > 60


def look(path: str, headers: requests.structures.CaseInsensitiveDict[str], where: str) -> None:
    """What every answer over https owes."""
    kept = "max-age" in headers.get("Cache-Control", "")  # files that never change
    for name, value in STRICT.items():
        assert headers.get(name) == value or (kept and name == "Cache-Control"), (name, where)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'"), where
    assert "unsafe" not in headers["Content-Security-Policy"], where
    assert "Server" not in headers, where
    if path != "/v1/exchange":
        assert headers["Strict-Transport-Security"] == "max-age=31536000", where
    if not path.startswith("/v1"):
        for name, value in FOR_BROWSERS.items():
            assert headers.get(name) == value, (name, where)
    for cookie in headers.get("Set-Cookie", "").split(", spoke"):
        assert not cookie or {"Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; ")), where


def test_https_that_a_believed_proxy_ended_counts_as_https(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    init_store(url).close()
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    for options, believed in ((("--behind-proxy", "127.0.0.1"), True), ((), False)):
        process, address = start_serving(url, *options)
        page = requests.get(f"{address}/sign-in", headers=told, timeout=WAIT_S)
        assert ("Strict-Transport-Security" in page.headers) is believed
        assert ("Secure" in page.headers["Set-Cookie"]) is believed
        assert stop(process) == 0


def test_what_is_no_http_is_told_so_strictly(hub: HubProcess) -> None:
    target = urlsplit(hub.url)
    for sent in (b"rubbish\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"y" * 200_000 + b"\r\n"):
        with socket.create_connection((str(target.hostname), target.port or 80), timeout=WAIT_S) as line:
            line.settimeout(WAIT_S)
            line.sendall(sent)
            said = b""
            try:
                while piece := line.recv(4096):
                    said += piece
            except ConnectionResetError:
                pass
        assert said == b"" or b"nosniff" in said.lower()
        assert b"Traceback" not in said


def test_a_head_that_drips_in_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_HEAD_S", 0.2)

    async def drip() -> int:
        config = Config(_answers, http=Connection, log_config=None)
        config.load()
        state, loop = ServerState(), asyncio.get_running_loop()
        server = await loop.create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in await reader.readuntil(b"\r\n\r\n")  # a whole head is none of this
        sent = 0
        for byte in b"GET / HTTP/1.1\r\nX: " + b"y" * 2000:
            writer.write(bytes([byte]))
            sent += 1
            await asyncio.sleep(0.01)
            for each in list(state.connections):
                assert isinstance(each, Connection)
                each.end_if_stalled(90)
            if reader.at_eof() or not state.connections:
                break
        writer.close()
        server.close()
        return sent

    assert asyncio.run(asyncio.wait_for(drip(), WAIT_S)) < 200


async def _answers(scope: object, receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]
