"""Announces a built MSI as a new version: a manifest beside it, signed with the publisher's release key.

The key is none of the hub's and none of Authenticode's: an installed app takes a new version on this signature alone.
It is Ed25519, in a PEM file that a passphrase encrypts, or behind a command of the owner's. Neither a passphrase nor
what a command says is repeated in an error.
"""

from __future__ import annotations

import base64
import binascii
import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from care_record.release import BadManifest, Release, open_manifest, release_text, sealed_manifest, signed_bytes
from care_record.signature import b64, unb64
from spoke_msi.msi_tables import read_msi
from spoke_msi.pieces import digest

PUBLIC_KEY = "SPOKE_RELEASE_KEY"
KEY_FILE = "SPOKE_RELEASE_KEY_FILE"
PASSWORD_FILE = "SPOKE_RELEASE_PASSWORD_FILE"
COMMAND = "SPOKE_RELEASE_COMMAND"
SHORTEST = 12
"""Characters of a passphrase: whoever has it and the file puts programs on every PC."""
LONGEST_S = 300.0


class NotReleased(Exception):
    """No manifest, or no key; the message says what to do, and holds no secret."""


class ReleaseSigner(Protocol):
    """Whoever holds the publisher's release key."""

    def sign(self, message: bytes) -> bytes:
        """64 bytes. NotReleased."""


@dataclass(frozen=True)
class KeyFile:
    """A PEM file and a file with its passphrase."""

    key: Path
    password: Path

    def sign(self, message: bytes) -> bytes:
        return self._private().sign(message)

    def public(self) -> str:
        """What is baked into builds, in base64."""
        return b64(self._private().public_key().public_bytes_raw())

    def _private(self) -> Ed25519PrivateKey:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        if not self.key.is_file():
            raise NotReleased(f"There is no file {self.key}: name the release key's file.")
        try:
            found = load_pem_private_key(self.key.read_bytes(), _passphrase(self.password))
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise NotReleased(
                f"{self.key.name} cannot be opened: the passphrase in {self.password.name} is not its own, "
                "it is not encrypted, or it is no PEM file."
            ) from None
        if not isinstance(found, Ed25519PrivateKey):
            raise NotReleased(f"{self.key.name} is no Ed25519 key: make one with release-key make.")
        return found


@dataclass(frozen=True)
class KeyCommand:
    """A command of the owner's (a hardware module): gets the bytes to sign on standard input, and writes the
    signature, raw or in base64, to standard output."""

    command: tuple[str, ...]
    longest: float = LONGEST_S

    def sign(self, message: bytes) -> bytes:
        name = Path(self.command[0]).name
        try:
            done = subprocess.run(self.command, input=message, capture_output=True, check=False, timeout=self.longest)
        except OSError:
            raise NotReleased(f"The command {name} cannot be started: is it installed?") from None
        except subprocess.TimeoutExpired:
            raise NotReleased(f"{name} was not done in {self.longest:.0f} seconds. Does it ask for a PIN?") from None
        if done.returncode != 0:
            raise NotReleased(f"{name} ended with {done.returncode}. Run it by hand to see why.")
        if len(done.stdout) == 64:
            return done.stdout
        try:
            return base64.b64decode(done.stdout.strip(), validate=True)
        except binascii.Error:
            raise NotReleased(f"{name} wrote no signature to standard output.") from None


def make_key(key: Path, password: Path) -> str:
    """A new release key in a file that the passphrase encrypts; gives the public half. NotReleased."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    passphrase = _passphrase(password)
    if len(passphrase) < SHORTEST:
        raise NotReleased(f"The passphrase in {password.name} is shorter than {SHORTEST} characters.")
    private = Ed25519PrivateKey.generate()
    locked = BestAvailableEncryption(passphrase)
    try:
        file = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotReleased(f"{key} is there already: a key that was lost cannot be had again.") from None
    except OSError as error:
        raise NotReleased(f"{key} cannot be written: {error.strerror}.") from None
    with os.fdopen(file, "wb") as stream:
        stream.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    return b64(private.public_key().public_bytes_raw())


def release(msi: Path, notes: str, notes_hi: str, signer: ReleaseSigner, key: str, at: datetime) -> Path:
    """The manifest beside the MSI. `key`: what builds were given, which the signature must agree with. NotReleased, and
    what reading the MSI raises."""
    if not msi.is_file():
        raise NotReleased(f"There is no file {msi} to release.")
    version = read_msi(msi).properties().get("ProductVersion", "")
    said = Release(version, digest(msi), msi.stat().st_size, notes, notes_hi, at.isoformat(timespec="seconds"))
    try:
        text = release_text(said)
        made = sealed_manifest(text, signer.sign(signed_bytes(text)))
    except BadManifest as error:
        raise NotReleased(f"{msi.name} cannot be released: {error}.") from None
    try:
        open_manifest(made, key)
    except BadManifest:
        raise NotReleased(
            f"The signature does not agree with {PUBLIC_KEY}: no PC would take this version. "
            "Is it the key that the builds were given?"
        ) from None
    manifest = msi.with_name(f"{msi.name}.release.json")
    manifest.write_bytes(made)
    return manifest


def signer(
    key: Path | None, password: Path | None, command: str, environment: Mapping[str, str] | None = None
) -> ReleaseSigner:
    """Whom the options, or else the owner's environment, name. NotReleased where that is nobody, or both."""
    env = os.environ if environment is None else environment
    if key is None and not command:
        named = env.get(KEY_FILE, "").strip()
        key, command = Path(named) if named else None, env.get(COMMAND, "").strip()
    if key is not None and command:
        raise NotReleased(f"Name either a key file or a command ({KEY_FILE}, {COMMAND}): both are named.")
    if command:
        try:
            parts = shlex.split(command)
        except ValueError:
            raise NotReleased(f"{COMMAND} is no command: a quotation mark is left open.") from None
        return KeyCommand(tuple(parts))
    if key is None:
        raise NotReleased(f"A release needs the publisher's key: name it with --key-file or {KEY_FILE}.")
    return KeyFile(key, password_file(password, env))


def password_file(password: Path | None, environment: Mapping[str, str] | None = None) -> Path:
    """The file with the passphrase. NotReleased where none is named."""
    env = os.environ if environment is None else environment
    named = env.get(PASSWORD_FILE, "").strip()
    if password is None and not named:
        raise NotReleased(f"The key needs its passphrase: name its file with --password-file or {PASSWORD_FILE}.")
    return password or Path(named)


def public_key(environment: Mapping[str, str] | None = None) -> str:
    """The release key that builds are given, '' if none. NotReleased if it is no key."""
    env = os.environ if environment is None else environment
    named = env.get(PUBLIC_KEY, "").strip()
    try:
        fits = not named or len(unb64(named)) == 32
    except ValueError:
        fits = False
    if not fits:
        raise NotReleased(f"{PUBLIC_KEY} is no public key: 32 bytes in base64, as release-key make shows it.")
    return named


def _passphrase(file: Path) -> bytes:
    if not file.is_file():
        raise NotReleased(f"There is no file {file} with the passphrase.")
    passphrase = file.read_bytes().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    if not passphrase:
        raise NotReleased(f"{file.name} is empty: it must hold the passphrase of the release key.")
    return passphrase
