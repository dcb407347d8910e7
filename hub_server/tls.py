"""The hub's own TLS: a certificate and key from two files, looked at again while it serves, so that one that was
renewed is taken without a restart."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass
from pathlib import Path

from hub_server.services.errors import AdminError

_log = logging.getLogger(__name__)


class _Sealed(Exception):
    """The key is under a passphrase, which nobody is there to type."""


@dataclass(frozen=True)
class Files:
    """PEM: the certificate with those between it and the authority behind it, and its private key."""

    certificate: Path
    key: Path


class Tls:
    """The context of one process. TLS 1.2 is the least."""

    def __init__(self, files: Files) -> None:
        """AdminError if the files cannot be used."""
        self._files = files
        self._seen = self._stamps()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        _load(self.context, files)

    def look_again(self) -> None:
        """Take the files if they are others than before; if those cannot be used, go on with what is there."""
        stamps = self._stamps()
        if stamps == self._seen:
            return
        self._seen = stamps
        try:
            _load(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), self._files)  # half of a pair must not get into use
            _load(self.context, self._files)
        except AdminError as error:
            _log.warning("the renewed certificate is not taken: %s", error)

    def _stamps(self) -> tuple[tuple[int, int, int], ...]:
        return tuple(_stamp(path) for path in (self._files.certificate, self._files.key))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0, 0
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _load(context: ssl.SSLContext, files: Files) -> None:
    for path in (files.certificate, files.key):
        try:
            path.open("rb").close()
        except OSError as error:
            raise AdminError(f"{path} cannot be read: {error.strerror}") from None
    try:
        context.load_cert_chain(files.certificate, files.key, password=_no_passphrase)
    except _Sealed:
        raise AdminError(f"{files.key} is under a passphrase: keep it without one, for the hub's user alone") from None
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise AdminError(f"{files.key} is not the key of {files.certificate}") from None
        raise AdminError(f"{files.certificate} and {files.key} are not a certificate and its key, as PEM") from None


def _no_passphrase() -> str:
    raise _Sealed
