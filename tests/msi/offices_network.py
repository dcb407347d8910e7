"""What a district's office puts between its PCs and the hub: https with an authority of its own, and a proxy."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HOST, NAME = "127.0.0.1", "localhost"
"""Wine compares names in certificates, but no addresses."""
TRUST = """
import ctypes, pathlib, sys
crypt = ctypes.WinDLL("crypt32", use_last_error=True)
crypt.CertOpenStore.restype = ctypes.c_void_p
crypt.CertOpenStore.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p, ctypes.c_uint, ctypes.c_wchar_p]
crypt.CertAddEncodedCertificateToStore.argtypes = [
    ctypes.c_void_p, ctypes.c_uint, ctypes.c_char_p, ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p
]
crypt.CertCloseStore.argtypes = [ctypes.c_void_p, ctypes.c_uint]
SYSTEM_STORE, LOCAL_MACHINE, X509, REPLACE = 10, 0x20000, 1, 3
body = pathlib.Path(sys.argv[1]).read_bytes()
store = crypt.CertOpenStore(SYSTEM_STORE, 0, None, LOCAL_MACHINE, "ROOT")
done = crypt.CertAddEncodedCertificateToStore(store, X509, body, len(body), REPLACE, None)
sys.exit(0 if done and crypt.CertCloseStore(store, 0) else 1)
"""
"""A script for the installed Python: puts a certificate among Windows' trusted authorities, as Group Policy does."""


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the state, and a server's certificate that it signed for this machine."""

    certificate: bytes
    server: ssl.SSLContext


def authority(folder: Path) -> Authority:
    """A new one; its files are left in `folder`."""
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority of the state")])
    key, servers_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def signed(builder: x509.CertificateBuilder) -> x509.Certificate:
        dated = builder.issuer_name(name).serial_number(x509.random_serial_number())
        dated = dated.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        return dated.sign(key, hashes.SHA256())

    usage = x509.KeyUsage(True, *[False] * 4, True, True, False, False)
    root = signed(
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    server = signed(
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
        .public_key(servers_key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    private = servers_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "server.pem"
    # With the authority's own: Wine believes a chain whose end it does not see.
    path.write_bytes(private + server.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Authority(root.public_bytes(Encoding.DER), context)


@contextmanager
def https(target: str, trusted: Authority) -> Iterator[str]:
    """Before a hub, as nginx would be; its address."""

    def serve(line: socket.socket) -> None:
        with trusted.server.wrap_socket(line, server_side=True) as plain:
            _join(plain, _connected(target))

    with _listening(serve) as port:
        yield f"https://{NAME}:{port}"


@dataclass
class Proxy:
    """`asked`: the first line of each connection."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def proxy() -> Iterator[Proxy]:
    """An office's web proxy."""
    made = Proxy()

    def serve(line: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = line.recv(4096)
            if not piece:
                return
            head += piece
        first = head.split(b"\r\n")[0].decode()
        made.asked.append(first)
        method, target, _ = first.split(" ")
        if method == "CONNECT":
            onward = _connected(f"//{target}")
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            whole = b""
        else:
            onward = _connected(target)
            whole = f" http://{urlsplit(target).netloc}/".encode()
            onward.sendall(head.replace(whole, b" /"))
        _join(line, onward, whole)

    with _listening(serve) as port:
        made.address = f"{HOST}:{port}"
        yield made


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 80))


@contextmanager
def _listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    with socket.create_server((HOST, 0)) as door:

        def one(line: socket.socket) -> None:
            with line, contextlib.suppress(OSError):  # a client that does not trust us hangs up
                serve(line)

        def all_of_them() -> None:
            with contextlib.suppress(OSError):  # the door was closed
                while True:
                    line, _ = door.accept()
                    threading.Thread(target=one, args=(line,), daemon=True).start()

        threading.Thread(target=all_of_them, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def _join(one: socket.socket, other: socket.socket, whole: bytes = b"") -> None:
    """Pass everything on both ways until either side ends. `whole`: how addresses begin that only a proxy takes."""

    def pump(source: socket.socket, sink: socket.socket, cut: bytes = b"") -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece.replace(cut, b" /") if cut else piece)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    with other:
        back = threading.Thread(target=pump, args=(other, one), daemon=True)
        back.start()
        pump(one, other, whole)
        back.join()
