"""New versions at the hub: added, offered, taken in ranges by enrolled PCs alone, withdrawn; both databases."""

from __future__ import annotations

import hashlib
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from care_record.release import MOST_MANIFEST, PIECE, Release, make_manifest
from care_record.signature import new_signing_key
from hub_server.context import Services
from hub_server.releases import pieces
from hub_server.services.devices import revoke_device
from hub_server.services.errors import AdminError
from hub_server.services.releases import add_release, list_releases, withdraw_release
from hub_server.services.trail import trail_page
from hub_server.store import releases
from hub_server.store import tables as t
from hub_server.store.audit import Wanted
from tests.helpers.hub import Centre, HubProcess, command
from tests.helpers.peer import Peer

PUBLISHER = new_signing_key()


def made(folder: Path, version: str, size: int = 2 * PIECE + 777, **more: object) -> tuple[Path, Path]:
    """An installer of this length and its manifest; `more` stands in the manifest instead."""
    content = os.urandom(size)
    said = {"version": version, "sha256": hashlib.sha256(content).hexdigest(), "bytes": size} | more
    release = Release(**said, notes="Repairs.", notes_hi="सुधार।", at="2026-11-24T10:00:00+05:30")  # type: ignore[arg-type]
    msi, manifest = folder / f"Spoke-{version}.msi", folder / f"Spoke-{version}.msi.release.json"
    msi.write_bytes(content)
    manifest.write_bytes(make_manifest(release, PUBLISHER))
    return msi, manifest


def ask(peer: Peer, path: str = "", **headers: str) -> requests.Response:
    given = {"Authorization": f"Bearer {peer.token}", "Spoke-Request": "abc123"} | headers
    return requests.get(f"{peer.url}/v1/release{path}", headers=given, timeout=60)


@pytest.fixture
def emptied(hub: HubProcess) -> Iterator[None]:
    """The session's hub offers nothing, before and after."""
    yield
    for release in list_releases(hub.services):
        withdraw_release(hub.services, release["version"])


@pytest.mark.usefixtures("emptied")
def test_a_pc_is_offered_the_newest_and_takes_it_in_ranges(centre: Centre, tmp_path: Path) -> None:
    nothing = ask(centre.peer)
    assert (nothing.status_code, nothing.content) == (204, b"")
    assert (nothing.headers["Spoke-Hub"], nothing.headers["Spoke-Request"]) == (centre.peer.hub, "abc123")
    for version in ("0.9.0", "0.10.0"):
        msi, manifest = made(tmp_path, version)
        add_release(centre.hub.services, msi, manifest)
    told = ask(centre.peer)
    assert told.content == manifest.read_bytes()  # as it was signed
    assert (told.headers["Content-Type"], told.headers["Spoke-Hub"]) == ("application/json", centre.peer.hub)
    sha, content = json.loads(json.loads(told.content)["release"])["sha256"], msi.read_bytes()
    whole = ask(centre.peer, f"/{sha}")
    assert (whole.status_code, whole.content, whole.headers["ETag"]) == (200, content, f'"{sha}"')
    for wanted, part in {
        "bytes=0-9": content[:10],
        f"bytes={PIECE - 5}-{PIECE + 4}": content[PIECE - 5 : PIECE + 5],
        "bytes=66000-": content[66000:],
    }.items():
        got = ask(centre.peer, f"/{sha}", Range=wanted)
        assert (got.status_code, got.content) == (206, part)
        assert got.headers["Content-Range"].endswith(f"/{len(content)}")
    assert ask(centre.peer, f"/{sha}", Range="bytes=0-9", **{"If-Range": '"another"'}).content == content
    beyond = ask(centre.peer, f"/{sha}", Range=f"bytes={len(content)}-")
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range-beyond-end")


@pytest.mark.usefixtures("emptied")
def test_only_enrolled_pcs_are_told_of_it(centre: Centre, tmp_path: Path) -> None:
    msi, manifest = made(tmp_path, "1.0.0")
    sha = str(add_release(centre.hub.services, msi, manifest)["sha256"])
    stolen = centre.another_pc()
    revoke_device(centre.hub.services, stolen.device, wipe=False)
    nobody = Peer(centre.peer.url)
    for path in ("", f"/{sha}"):
        refused = ask(stolen, path)
        assert (refused.status_code, refused.json()["code"]) == (403, "device-revoked")
        assert (ask(nobody, path).status_code, ask(nobody, path).json()["code"]) == (401, "device-unknown")
        assert requests.get(f"{nobody.url}/v1/release{path}", timeout=60).status_code == 401
    assert ask(centre.peer, f"/{sha}").status_code == 200


@pytest.mark.usefixtures("emptied")
@pytest.mark.parametrize("sha", ["0" * 64, "..%2F..%2Fetc%2Fpasswd", "x", "%00", "ab" * 31])
def test_no_other_address_leads_anywhere(centre: Centre, tmp_path: Path, sha: str) -> None:
    add_release(centre.hub.services, *made(tmp_path, "1.0.0"))
    answer = ask(centre.peer, f"/{sha}")
    assert answer.status_code == 404
    assert answer.json()["code"] in ("release-unknown", "not-found")


@pytest.mark.usefixtures("emptied")
def test_withdrawn_it_is_gone(centre: Centre, tmp_path: Path) -> None:
    services = centre.hub.services
    add_release(services, *made(tmp_path, "1.0.0"))
    sha = str(add_release(services, *made(tmp_path, "1.1.0"))["sha256"])
    assert withdraw_release(services, "1.1.0") == {"withdrawn": "1.1.0", "offered": "1.0.0"}
    assert json.loads(json.loads(ask(centre.peer).content)["release"])["version"] == "1.0.0"
    assert ask(centre.peer, f"/{sha}").status_code == 404
    with pytest.raises(AdminError, match="no release"):
        withdraw_release(services, "1.1.0")


def test_a_few_are_kept_with_their_bytes_and_no_others(services: Services, tmp_path: Path) -> None:
    for minor in range(releases.KEPT + 2):
        add_release(services, *made(tmp_path, f"1.{minor}.0"))
    assert [entry["version"] for entry in list_releases(services)] == ["1.4.0", "1.3.0", "1.2.0"]
    with services.store.read() as conn:
        held = set(conn.scalars(sa.select(t.release_pieces.c.sha256).distinct()))
    assert held == {entry["sha256"] for entry in list_releases(services)}
    told = [line.noted.detail for line in trail_page(services, "pages", Wanted(what="release-added"), 10).lines]
    assert told == ["1.4.0", "1.3.0", "1.2.0", "1.1.0", "1.0.0"]


def test_an_older_one_and_the_same_number_twice_are_refused(services: Services, tmp_path: Path) -> None:
    first = made(tmp_path, "1.1.0")
    added = add_release(services, *first)
    assert add_release(services, *first) == added  # again: nothing changes
    for version in ("1.1.0", "1.0.9"):
        with pytest.raises(AdminError, match=r"is not newer than 1\.1\.0"):
            add_release(services, *made(tmp_path, version))
    assert [entry["sha256"] for entry in list_releases(services)] == [added["sha256"]]


@pytest.mark.parametrize(
    "more", [{"sha256": "0" * 64}, {"bytes": 2 * PIECE + 776}, {"bytes": 2 * PIECE + 778}, {"bytes": 1}]
)
def test_a_file_that_is_another_is_refused(services: Services, tmp_path: Path, more: dict[str, object]) -> None:
    with pytest.raises(AdminError, match="not the file that the manifest names"):
        add_release(services, *made(tmp_path, "1.0.0", **more))
    assert list_releases(services) == []
    with services.store.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(t.release_pieces)) == 0


def test_an_attempt_that_was_killed_leaves_nothing_behind(services: Services, tmp_path: Path) -> None:
    msi, manifest = made(tmp_path, "1.0.0")
    sha = hashlib.sha256(msi.read_bytes()).hexdigest()
    services.store.run(lambda conn: releases.add_pieces(conn, sha, 0, msi.read_bytes()[:PIECE]))
    services.store.run(lambda conn: releases.add_pieces(conn, "f" * 64, 0, b"of another attempt"))
    assert list_releases(services) == []
    assert add_release(services, msi, manifest)["sha256"] == sha
    with services.store.read() as conn:
        [offered] = releases.listed(conn)
        held = set(conn.scalars(sa.select(t.release_pieces.c.sha256).distinct()))
    assert held == {sha}
    assert b"".join(pieces(services, offered, 0, offered.size)) == msi.read_bytes()


def test_what_is_no_manifest_is_refused(services: Services, tmp_path: Path) -> None:
    msi, manifest = made(tmp_path, "1.0.0")
    good = manifest.read_bytes()
    for content in (b"<html>", b"", good[:-20], good + b" " * MOST_MANIFEST, good.replace(b"1.0.0", b"../x0")):
        manifest.write_bytes(content)
        with pytest.raises(AdminError, match=r"release\.json: "):
            add_release(services, msi, manifest)
    with pytest.raises(AdminError, match="cannot be read"):
        add_release(services, msi, tmp_path / "nowhere.json")
    manifest.write_bytes(good)
    with pytest.raises(AdminError, match="cannot be read"):
        add_release(services, tmp_path / "nowhere.msi", manifest)


def test_memory_is_a_piece_not_an_installer(services: Services, tmp_path: Path) -> None:
    msi, manifest = made(tmp_path, "1.0.0", 12_000_000)
    tracemalloc.start()
    try:
        add_release(services, msi, manifest)
        with services.store.read() as conn:
            [offered] = releases.listed(conn)
        assert sum(len(piece) for piece in pieces(services, offered, 0, offered.size)) == 12_000_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_the_commands(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.db'}"
    assert command("init", store=store).returncode == 0
    msi, manifest = made(tmp_path, "1.0.0")
    added = command("release", "add", str(msi), str(manifest), "--json", store=store)
    assert (added.returncode, added.stderr) == (0, "")
    assert json.loads(added.stdout)["notes"] == "Repairs."
    [listed] = json.loads(command("release", "list", "--json", store=store).stdout)
    assert listed == json.loads(added.stdout)
    gone = command("release", "withdraw", "1.0.0", "--json", store=store)
    assert json.loads(gone.stdout) == {"withdrawn": "1.0.0", "offered": ""}
    again = command("release", "withdraw", "1.0.0", store=store)
    assert (again.returncode, again.stderr) == (1, "hub-server: there is no release '1.0.0'\n")
    msi.write_bytes(b"something else")
    wrong = command("release", "add", str(msi), str(manifest), store=store)
    assert wrong.returncode == 1 and "not the file that the manifest names" in wrong.stderr
