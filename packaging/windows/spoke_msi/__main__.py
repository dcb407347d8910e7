"""`./run msi`: fetch, assemble, sign, author, check; leaves the MSI, its bill of materials and its hash in `dist/`.

`release` announces a built one to the PCs that have an earlier one; `release-key` makes the key that this takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from spoke_app.version import VERSION
from spoke_msi import releasing
from spoke_msi.assemble import ROOT, assemble, installed_pieces
from spoke_msi.author import BadVersion, NotAuthored, author, check_version
from spoke_msi.complete import missing
from spoke_msi.msi_tables import MsiUnreadable
from spoke_msi.notices import MissingLicence
from spoke_msi.pieces import PieceMissing, digest, fetch, runtime_piece
from spoke_msi.releasing import NotReleased
from spoke_msi.sbom import sbom
from spoke_msi.signing import Signer, SigningFailed, is_signed, signer_from_environment
from spoke_msi.tools import ToolMissing
from spoke_msi.validate import problems

T = TypeVar("T")
CACHE = ROOT / "out" / "msi-pieces"
LARGEST = 45_000_000
"""Bytes: what a health centre's line and an IT worker's stick should have to carry."""


class NotGood(Exception):
    """The package was made and is not good enough to be handed out."""


_REASONS = (
    PieceMissing,
    ToolMissing,
    BadVersion,
    NotAuthored,
    NotGood,
    MissingLicence,
    MsiUnreadable,
    NotReleased,
    SigningFailed,
)


def build(
    version: str,
    runtime: Path | None,
    out: Path,
    signer: Signer | None,
    *,
    keep: Path | None = None,
    release_key: str = "",
) -> Path:
    """The MSI; with `keep` the folder that it installs is left there. Raises NotGood, and what its steps raise."""
    check_version(version)
    pieces = _step("Pieces", lambda: fetch(CACHE))
    archive = runtime_piece(runtime) if runtime is not None else None
    source, made = _source()
    out.mkdir(parents=True, exist_ok=True)
    msi = out / f"Spoke-{version}-x64.msi"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "Spoke")
        _step("Folder", lambda: assemble(pieces, archive, version, source, folder, release_key))
        if signer is not None:
            _step("Signatures", lambda: _sign_programs(folder, signer))
        _step("Package", lambda: author(folder, version, made, msi))
        _step("Checks", lambda: _check(msi, folder))
        if keep is not None:
            shutil.copytree(folder, keep)
    if signer is not None:
        _step("Signature", lambda: signer.sign(msi))
    (out / f"{msi.name}.cdx.json").write_bytes(sbom(installed_pieces(pieces, archive), version, source))
    (out / f"{msi.name}.sha256").write_text(f"{digest(msi)}  {msi.name}\n")
    return msi


def _source() -> tuple[str, datetime]:
    """Which sources, and when they were committed; the commit's name ends in `+` where something was changed since."""

    def git(*what: str) -> str:
        return subprocess.run(["git", *what], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    changed = "+" if git("status", "--porcelain", "--untracked-files=no") else ""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))
    return git("rev-parse", "--short=12", "HEAD") + changed, datetime.fromtimestamp(seconds, UTC)


def _sign_programs(folder: Path, signer: Signer) -> None:
    """Ours, and whatever others left unsigned."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".exe", ".dll", ".pyd") and not is_signed(path):
            signer.sign(path)


def _check(msi: Path, folder: Path) -> None:
    found = [*missing(folder), *problems(msi, folder)]
    if msi.stat().st_size > LARGEST:
        found.append(f"{msi.stat().st_size:,} bytes are more than {LARGEST:,}")
    if found:
        raise NotGood("\n".join(found))


def _step(name: str, work: Callable[[], T]) -> T:
    print(f"{name} …", end=" ", flush=True)
    begun = time.monotonic()
    result = work()
    print(f"{time.monotonic() - begun:.1f} s", flush=True)
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 done, 1 not done with the reason in a sentence, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="./run msi", description="Build the Windows installer.")
    within = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    building = within.add_parser("build", help="the MSI, into dist/ (what ./run msi does without a command)")
    building.add_argument("--runtime", type=Path, metavar="ZIP", help="python.org's python-3.13.x-embed-amd64.zip")
    building.add_argument("--version", default=VERSION, help=f"three numbers; else {VERSION}, as the app says")
    building.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="else dist/")
    building.add_argument("--keep", type=Path, metavar="DIR", help="leave the folder that is installed there as well")
    building.add_argument("--sign", action="store_true", help="fail without a certificate (packaging/README.md)")
    within.add_parser("pin", help="pin the foreign pieces anew, to be read before it is committed")
    _release_commands(within)
    arguments = parser.parse_args(argv)
    commands = {"build": _build, "pin": _pin, "release": _release, "release-key": _release_key}
    try:
        return commands[arguments.command](arguments)
    except _REASONS as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def _release_commands(within: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    releases = within.add_parser("release", help="write the signed manifest that a hub offers the MSI with")
    releases.add_argument("msi", type=Path, metavar="MSI")
    releases.add_argument("--notes", required=True, metavar="TEXT", help="what is new, for whoever installs it")
    releases.add_argument("--notes-hi", default="", metavar="TEXT", help="the same in Hindi")
    releases.add_argument(
        "--key-file", type=Path, metavar="PEM", help=f"the publisher's key, else {releasing.KEY_FILE}"
    )
    releases.add_argument(
        "--key-command", default="", metavar="COMMAND", help=f"or a command, else {releasing.COMMAND}"
    )
    keys = within.add_parser("release-key", help="the publisher's key for new versions")
    keys.add_argument("what", choices=("make", "show"), help="make one, or show the public half of one")
    keys.add_argument("file", type=Path, metavar="PEM")
    for command in (releases, keys):
        helped = f"a file with the key's passphrase, else {releasing.PASSWORD_FILE}"
        command.add_argument("--password-file", type=Path, metavar="FILE", help=helped)


def _build(arguments: argparse.Namespace) -> int:
    signer = signer_from_environment()
    if arguments.sign and signer is None:
        raise SigningFailed("--sign needs a certificate: set SPOKE_SIGN_PKCS12 or SPOKE_SIGN_COMMAND.")
    key = releasing.public_key()
    msi = build(arguments.version, arguments.runtime, arguments.out, signer, keep=arguments.keep, release_key=key)
    print(
        f"{msi} {msi.stat().st_size / 1e6:.1f} MB, {'signed' if signer else 'not signed'}, "
        f"{'with' if key else 'without'} a release key, SHA-256 {digest(msi)}"
    )
    return 0


def _release(arguments: argparse.Namespace) -> int:
    signer = releasing.signer(arguments.key_file, arguments.password_file, arguments.key_command)
    key = releasing.public_key()
    if not key and isinstance(signer, releasing.KeyFile):
        key = signer.public()
    manifest = releasing.release(arguments.msi, arguments.notes, arguments.notes_hi, signer, key, datetime.now(UTC))
    print(manifest)
    return 0


def _release_key(arguments: argparse.Namespace) -> int:
    password = releasing.password_file(arguments.password_file)
    if arguments.what == "make":
        public = releasing.make_key(arguments.file, password)
    else:
        public = releasing.KeyFile(arguments.file, password).public()
    print(f"{releasing.PUBLIC_KEY}={public}")
    return 0


def _pin(_: argparse.Namespace) -> int:
    from spoke_msi.pinning import pin

    pins = pin()
    for one in (*pins.wheels, *pins.debian):
        print(f"{one.name} {one.version} {one.licence or 'LICENCE UNKNOWN: write it into pins.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
