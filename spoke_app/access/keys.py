"""Keys of this PC: the store's random key, its seals to people, and the machine's own protection around those.

A six-digit PIN can be guessed by whoever takes the disk home; the machine's protection is what stands in the way. On
Windows it is DPAPI with the machine flag (staff share a PC under several Windows users, so not the user's). Elsewhere,
for development and tests, it is a key in a file that only this user may read.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from care_record.signature import b64, unb64
from spoke_app.whole_file import write_whole

KEY_BYTES = 32
_ENTROPY = b"spoke machine 1"
_NONCE = 12


class MachineKeyLost(Exception):
    """What lies beside the store was protected on another machine, or is damaged."""


class MachineProtection(Protocol):
    """Opens only on the machine that closed it."""

    def protect(self, secret: bytes) -> bytes: ...

    def unprotect(self, box: bytes) -> bytes: ...


def new_store_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal_store_key(key: bytes, public_key: str) -> str:
    """The store's key, readable only by the holder of this credential. BadSeal for what is no public key."""
    from care_record.credential import seal_to  # half of a start's time: only sign-in and exchange need it

    return b64(seal_to(unb64(public_key), key))


def open_store_key(private: bytes, seal: str) -> bytes:
    """The store's key out of a seal. BadSeal if it was sealed to someone else."""
    from care_record.credential import open_seal

    return open_seal(private, unb64(seal))


class FileProtection:
    """A key in a 0600 file. Not for a clinic's PC: whoever takes the disk has the key, too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def protect(self, secret: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + ChaCha20Poly1305(self._key(make=True)).encrypt(nonce, secret, _ENTROPY)

    def unprotect(self, box: bytes) -> bytes:
        try:
            return ChaCha20Poly1305(self._key(make=False)).decrypt(box[:_NONCE], box[_NONCE:], _ENTROPY)
        except (InvalidTag, ValueError, FileNotFoundError) as error:
            raise MachineKeyLost(str(error)) from error

    def _key(self, *, make: bool) -> bytes:
        if make and not self._path.exists():
            write_whole(self._path, os.urandom(KEY_BYTES))
        return self._path.read_bytes()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = [("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char))]

    class DpapiProtection:
        """`CryptProtectData` with the machine flag and an entropy of ours."""

        _NO_WINDOW, _MACHINE = 0x1, 0x4

        def protect(self, secret: bytes) -> bytes:
            return self._call(ctypes.windll.crypt32.CryptProtectData, secret)

        def unprotect(self, box: bytes) -> bytes:
            try:
                return self._call(ctypes.windll.crypt32.CryptUnprotectData, box)
            except OSError as error:
                raise MachineKeyLost(str(error)) from error

        def _call(self, function: ctypes._NamedFuncPointer, content: bytes) -> bytes:
            given, entropy, out = self._blob(content), self._blob(_ENTROPY), _Blob()
            flags = self._NO_WINDOW | self._MACHINE
            done = function(ctypes.byref(given), None, ctypes.byref(entropy), None, None, flags, ctypes.byref(out))
            if not done:
                raise ctypes.WinError()
            try:
                return ctypes.string_at(out.data, out.size)
            finally:
                ctypes.windll.kernel32.LocalFree(out.data)

        @staticmethod
        def _blob(content: bytes) -> _Blob:
            buffer = ctypes.create_string_buffer(content, len(content))
            return _Blob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))


def machine_protection(machine_key_path: Path) -> MachineProtection:
    """This machine's protection; the path is used only where the system has none of its own."""
    if sys.platform == "win32":
        return DpapiProtection()
    return FileProtection(machine_key_path)
