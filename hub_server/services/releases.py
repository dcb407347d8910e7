"""Offering a new version of the app to the PCs, and taking that back.

The hub holds no publisher's key and vouches for nothing: it looks whether the manifest is one and the file the one that
it names. Each PC asks for the publisher's signature itself.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from care_record.release import MOST_MANIFEST, PIECE, BadManifest, Release, newer, read_manifest
from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.store import releases
from hub_server.store.database import Connection
from hub_server.store.releases import Incomplete, Offered

_AT_ONCE = 32 * PIECE
"""Bytes in one transaction: an installer is long, and exchanges go on beside it."""


def add_release(services: Services, msi: Path, manifest: Path, by: Acting = COMMAND) -> dict[str, Any]:
    """Offer it from now on. AdminError if file and manifest are not what they should be."""
    signed, release = _read(manifest)
    with services.store.read() as conn:
        known = releases.listed(conn)
    if any((one.version, one.sha256) == (release.version, release.sha256) for one in known):
        return _view(next(one for one in known if one.sha256 == release.sha256))
    _check(release, known)
    services.store.run(releases.sweep)
    try:
        _store(services, msi, release)

        def offer(conn: Connection) -> None:
            _check(release, releases.listed(conn))
            releases.add(conn, release, signed, services.now())
            by.note(conn, services, "release-added", detail=release.version)

        services.store.run(offer)
    except Incomplete:
        raise AdminError("somebody else did something with releases meanwhile: do it again") from None
    except AdminError:
        services.store.run(releases.sweep)
        raise
    with services.store.read() as conn:
        return _view(next(one for one in releases.listed(conn) if one.version == release.version))


def list_releases(services: Services) -> list[dict[str, Any]]:
    """Every version that is held, the one that PCs are offered first."""
    with services.store.read() as conn:
        return [_view(release) for release in releases.listed(conn)]


def withdraw_release(services: Services, version: str, by: Acting = COMMAND) -> dict[str, Any]:
    """Offer it no more: a PC that has not installed it yet lets it go the next time it asks. AdminError if unknown."""

    def withdraw(conn: Connection) -> str:
        if not releases.remove(conn, version):
            raise AdminError(f"there is no release {version!r}")
        by.note(conn, services, "release-withdrawn", detail=version)
        left = releases.listed(conn)
        return left[0].version if left else ""

    return {"withdrawn": version, "offered": services.store.run(withdraw)}


def _read(manifest: Path) -> tuple[bytes, Release]:
    try:
        with manifest.open("rb") as file:
            signed = file.read(MOST_MANIFEST + 1)
        return signed, read_manifest(signed)
    except OSError as error:
        raise AdminError(f"{manifest} cannot be read: {error.strerror}") from None
    except BadManifest as error:
        raise AdminError(f"{manifest.name}: {error}") from None


def _check(release: Release, known: list[Offered]) -> None:
    if known and not newer(release.version, than=known[0].version):
        raise AdminError(
            f"{release.version} is not newer than {known[0].version}, which PCs are offered: withdraw that first"
        )


def _store(services: Services, msi: Path, release: Release) -> None:
    """Its bytes into the store, held against the manifest."""
    digest, size = hashlib.sha256(), 0
    try:
        with msi.open("rb") as file:
            while data := file.read(_AT_ONCE):
                digest.update(data)
                first, size = size // PIECE, size + len(data)
                if size > release.bytes:
                    break
                _add(services, release.sha256, first, data)
    except OSError as error:
        raise AdminError(f"{msi} cannot be read: {error.strerror}") from None
    if (size, digest.hexdigest()) != (release.bytes, release.sha256):
        raise AdminError(f"{msi.name} is not the file that the manifest names: its length or its hash is another")


def _add(services: Services, sha256: str, first: int, data: bytes) -> None:
    services.store.run(lambda conn: releases.add_pieces(conn, sha256, first, data))


def _view(release: Offered) -> dict[str, Any]:
    return {
        "version": release.version,
        "bytes": release.size,
        "sha256": release.sha256,
        "notes": read_manifest(release.manifest).notes,
        "added_at": release.added_at,
    }
