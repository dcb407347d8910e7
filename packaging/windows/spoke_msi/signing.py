"""Signs what Windows asks a signature of - programs, libraries, the MSI - by osslsigncode or the owner's own command.

The key never comes near this program: a PKCS#12 file and its password stay in their files, a hardware module stays
behind its command. Neither a password nor a command's arguments are repeated in an error.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

TOOL = "osslsigncode"
DESCRIPTION = "Spoke"
"""What Windows calls the program when it asks whether it may run."""

PKCS12 = "SPOKE_SIGN_PKCS12"
PASSWORD_FILE = "SPOKE_SIGN_PASSWORD_FILE"
COMMAND = "SPOKE_SIGN_COMMAND"
TIMESTAMP_URL = "SPOKE_SIGN_TIMESTAMP_URL"

LONGEST = 300.0
"""Seconds that signing one file may take; a timestamp server or a hardware module that says nothing has failed then."""

_PORTABLE_EXECUTABLE = b"MZ"
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


class SigningFailed(Exception):
    """No good signature; the message says what to do, and holds no secret."""


class Signer(Protocol):
    """Whoever can sign a file in its place."""

    def sign(self, file: Path) -> None:
        """Sign a program, library or MSI where it lies. SigningFailed leaves the file as it was."""


@dataclass(frozen=True)
class KeyFileSigner:
    """Signs with a key in a PKCS#12 file, SHA-256, with a timestamp if a server for it is named."""

    key: Path
    password: Path
    timestamp_url: str = ""
    longest: float = LONGEST

    def sign(self, file: Path) -> None:
        for needed, variable in ((self.key, PKCS12), (self.password, PASSWORD_FILE)):
            if not needed.is_file():
                raise SigningFailed(f"There is no file {needed}: put it there, or correct {variable}.")
        self._check_key()
        options = ["-add-msi-dse"] if _is_msi(file) else []
        if self.timestamp_url:
            options += ["-ts", self.timestamp_url]
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            signed = Path(folder, file.name)
            done = self._run(
                ["sign", "-pkcs12", str(self.key), "-readpass", str(self.password), "-h", "sha256", "-n", DESCRIPTION]
                + [*options, "-in", str(file), "-out", str(signed)],
                file,
            )
            if done.returncode != 0 or not signed.is_file():
                raise SigningFailed(self._why(done.stdout + done.stderr, file))
            signed.chmod(file.stat().st_mode)
            signed.replace(file)

    def _run(self, arguments: Sequence[str], file: Path) -> subprocess.CompletedProcess[str]:
        try:
            return _osslsigncode(arguments, self.longest)
        except subprocess.TimeoutExpired:
            slow = f"The timestamp server {self.timestamp_url}" if self.timestamp_url else TOOL
            raise SigningFailed(
                f"{file.name} is not signed: {slow} gave no answer in {self.longest:.0f} seconds. Try again."
            ) from None

    def _check_key(self) -> None:
        """osslsigncode signs with a certificate that has ended; Windows then calls the publisher unknown."""
        from cryptography.hazmat.primitives.serialization import pkcs12

        password = self.password.read_bytes().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
        if not password:
            raise SigningFailed(f"{self.password} is empty: it must hold the password of {self.key.name}.")
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(self.key.read_bytes(), password)
        except ValueError:
            raise SigningFailed(
                f"{self.key.name} cannot be opened: the password in {self.password} is not its password, "
                "or it is no PKCS#12 file."
            ) from None
        if key is None or certificate is None:
            raise SigningFailed(
                f"{self.key.name} holds no key with its certificate: export both into one PKCS#12 file."
            )
        now = datetime.now(UTC)
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise SigningFailed(
                f"The certificate in {self.key.name} is good from {certificate.not_valid_before_utc:%Y-%m-%d} "
                f"to {certificate.not_valid_after_utc:%Y-%m-%d}: sign with one that is good today."
            )

    def _why(self, told: str, file: Path) -> str:
        if "timestamp" in told.lower():
            return (
                f"{file.name} is not signed: the timestamp server {self.timestamp_url} gave no timestamp. "
                f"Look at the line and the address in {TIMESTAMP_URL}, then build again."
            )
        return f"{file.name} is not signed: {TOOL} failed. Is the file whole, and {self.key.name} for signing programs?"


@dataclass(frozen=True)
class CommandSigner:
    """Signs with a command of the owner's, which gets the file's path as its last argument (a hardware module)."""

    command: tuple[str, ...]
    longest: float = LONGEST

    def sign(self, file: Path) -> None:
        _is_msi(file)
        name = Path(self.command[0]).name
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            signed = Path(folder, file.name)
            signed.write_bytes(file.read_bytes())
            try:
                # What it says may hold a PIN: it is kept out of logs and errors.
                done = subprocess.run(
                    [*self.command, str(signed)], capture_output=True, check=False, timeout=self.longest
                )
            except OSError:
                raise SigningFailed(f"The command {name} in {COMMAND} cannot be started: is it installed?") from None
            except subprocess.TimeoutExpired:
                raise SigningFailed(
                    f"{file.name} is not signed: {name} was not done in {self.longest:.0f} seconds. "
                    "Does it ask for a PIN?"
                ) from None
            if done.returncode != 0:
                raise SigningFailed(
                    f"{file.name} is not signed: {name} ended with {done.returncode}. "
                    "Run it by hand on the file to see why."
                )
            if not is_signed(signed):
                raise SigningFailed(
                    f"{file.name} is not signed: {name} ended well but left no signature. "
                    "It must sign the file that its last argument names, where it lies."
                )
            signed.chmod(file.stat().st_mode)
            signed.replace(file)


def signer_from_environment(environment: Mapping[str, str] | None = None) -> Signer | None:
    """The signer that the owner's environment names, or None. SigningFailed if it is named by halves."""
    env = os.environ if environment is None else environment
    key, password, command, url = (
        env.get(name, "").strip() for name in (PKCS12, PASSWORD_FILE, COMMAND, TIMESTAMP_URL)
    )
    if command:
        if key or password:
            raise SigningFailed(f"Set either {PKCS12} with {PASSWORD_FILE}, or {COMMAND}: both are set.")
        try:
            parts = shlex.split(command)
        except ValueError:
            raise SigningFailed(f"{COMMAND} is no command: a quotation mark is left open.") from None
        return CommandSigner(tuple(parts))
    if not key and not password:
        return None
    if not key or not password:
        given, lacking = (PKCS12, PASSWORD_FILE) if key else (PASSWORD_FILE, PKCS12)
        raise SigningFailed(f"{given} is set, {lacking} is not: signing needs both.")
    if url and not url.startswith(("http://", "https://")):
        raise SigningFailed(f"{TIMESTAMP_URL} must begin with http:// or https://.")
    return KeyFileSigner(Path(key), Path(password), url)


def is_signed(file: Path) -> bool:
    """Whether it carries a signature at all, whoever's."""
    _is_msi(file)
    with tempfile.TemporaryDirectory() as folder:
        return _osslsigncode(["extract-signature", "-in", str(file), "-out", f"{folder}/signature"]).returncode == 0


def verify(file: Path, ca: Path | None = None) -> None:
    """SigningFailed unless the file is whole and signed by someone whom `ca` (PEM), or else this machine, vouches for.

    Whether the certificate was revoked since is not asked: that needs the network, and Windows asks it itself.
    """
    if ca is not None and not ca.is_file():
        raise SigningFailed(f"There is no file {ca} to hold the signature against.")
    if not is_signed(file):
        raise SigningFailed(f"{file.name} is not signed.")
    trust = [] if ca is None else ["-CAfile", str(ca)]
    done = _osslsigncode(["verify", "-ignore-cdp", *trust, "-in", str(file)])
    if done.returncode == 0:
        return
    if "MISMATCH" in done.stdout + done.stderr:
        raise SigningFailed(f"{file.name} was changed after it was signed: build and sign it anew.")
    whom = ca.name if ca else "this machine's certificates"
    raise SigningFailed(f"The signature of {file.name} is not good: nothing in {whom} vouches for whoever signed it.")


def _is_msi(file: Path) -> bool:
    """Whether it is an MSI; SigningFailed if it is no program or library either."""
    if not file.is_file():
        raise SigningFailed(f"There is no file {file} to sign.")
    with file.open("rb") as stream:
        head = stream.read(len(_COMPOUND_FILE))
    if head != _COMPOUND_FILE and not head.startswith(_PORTABLE_EXECUTABLE):
        raise SigningFailed(f"{file.name} is neither a program, a library nor an MSI: Windows has no signature for it.")
    return head == _COMPOUND_FILE


def _osslsigncode(arguments: Sequence[str], longest: float = LONGEST) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [TOOL, *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=longest,
        )
    except FileNotFoundError:
        raise SigningFailed(f"{TOOL} is not installed. On Debian or Ubuntu: sudo apt-get install {TOOL}") from None
