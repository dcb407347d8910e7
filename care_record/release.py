"""A new version as its publisher announces it: the manifest, its signature, and which of two versions is the newer.

The manifest's text is signed as it stands; nobody writes it anew. Whoever carries it on - the hub - can neither make
nor change one. Keys are 32 raw bytes in standard base64.
"""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from care_record.signature import b64, sign, unb64, verify

MOST_BYTES = 200_000_000
"""Of an installer."""
MOST_MANIFEST = 16_384
MOST_NOTES = 2000
"""Characters in each language."""
PIECE = 32_768
"""Bytes of an installer that are kept together at the hub."""

_PURPOSE = b"spoke release 1\n"
"""Signed with the text, so that a signature for something else is none of a release."""
_VERSION = re.compile(r"(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,4})", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LARGEST = (255, 255, 65535)
"""What Windows compares."""


class BadManifest(ValueError):
    """No manifest of a release; the text says what is wrong with it."""


class BadSignature(BadManifest):
    """It is not by the publisher whose key was asked for, or was changed since."""


class Release(msgspec.Struct, frozen=True):
    """What the publisher says of one version: the installer's SHA-256 and length, what is new in it, and when."""

    version: str
    sha256: str
    bytes: int
    notes: str
    notes_hi: str
    at: str

    @property
    def file_name(self) -> str:
        """What its installer is called, wherever it lies; of the version's numbers alone."""
        return "Spoke-{}.{}.{}-x64.msi".format(*version_key(self.version))


class _Manifest(msgspec.Struct, frozen=True):
    release: str
    signature: str


def version_key(version: str) -> tuple[int, int, int]:
    """To compare versions by. BadManifest unless it is three numbers that Windows can compare, written the one way."""
    match = _VERSION.fullmatch(version)
    numbers = tuple(int(part) for part in match.groups()) if match else ()
    if len(numbers) != 3 or any(number > most for number, most in zip(numbers, _LARGEST, strict=True)):
        raise BadManifest("the version is not three numbers like 1.4.0")
    return numbers[0], numbers[1], numbers[2]


def newer(version: str, than: str) -> bool:
    """Whether it is a later version; BadManifest where one of them is none."""
    return version_key(version) > version_key(than)


def make_manifest(release: Release, private: bytes) -> bytes:
    """The manifest, signed. BadManifest if the release says what none may say."""
    text = release_text(release)
    return sealed_manifest(text, sign(private, signed_bytes(text)))


def release_text(release: Release) -> str:
    """The text that is signed. BadManifest as above."""
    text = msgspec.json.encode(release).decode()
    _release(text)
    return text


def signed_bytes(text: str) -> bytes:
    """Exactly what the publisher's key signs."""
    return _PURPOSE + text.encode()


def sealed_manifest(text: str, signature: bytes) -> bytes:
    """A text and its signature as the file beside the installer."""
    return msgspec.json.format(msgspec.json.encode(_Manifest(text, b64(signature)))) + b"\n"


def read_manifest(manifest: bytes) -> Release:
    """What it says, whoever signed it: for whoever only carries it on. BadManifest."""
    return _release(_decoded(manifest).release)


def open_manifest(manifest: bytes, key: str) -> Release:
    """What it says, if this publisher said it: the signature is looked at before anything else. BadSignature, or
    BadManifest where the publisher signed something that is no release."""
    found = _decoded(manifest)
    try:
        signature, public = unb64(found.signature), unb64(key)
    except ValueError:
        raise BadSignature("the signature or the key is no base64") from None
    if not verify(public, signed_bytes(found.release), signature):
        raise BadSignature("the signature is not the publisher's")
    return _release(found.release)


def _decoded(manifest: bytes) -> _Manifest:
    if len(manifest) > MOST_MANIFEST:
        raise BadManifest(f"a manifest has {MOST_MANIFEST} bytes at most")
    try:
        return msgspec.json.decode(manifest, type=_Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadManifest("it is not a manifest of a release") from None


def _release(text: str) -> Release:
    try:
        found = msgspec.json.decode(text, type=Release)
        moment = datetime.fromisoformat(found.at)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
        raise BadManifest("what was signed is not a release") from None
    version_key(found.version)
    if moment.tzinfo is None:
        raise BadManifest("the time has no offset")
    if _SHA256.fullmatch(found.sha256) is None:
        raise BadManifest("the hash is not 64 digits of SHA-256")
    if not 0 < found.bytes <= MOST_BYTES:
        raise BadManifest(f"an installer has between 1 and {MOST_BYTES:,} bytes")
    if max(len(found.notes), len(found.notes_hi)) > MOST_NOTES or not found.notes.strip():
        raise BadManifest(f"the notes are missing, or longer than {MOST_NOTES} characters")
    return found
