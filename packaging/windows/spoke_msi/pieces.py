"""The foreign pieces of an installed Spoke: which, from where, under which licence; fetched and held to their hash.

`pins.json` names every one with its SHA-256. Wheels come by pip; Python's standard library, and the interpreter that
compiles for it, are Debian's, whose archive apt verifies as well. Nothing else gets in.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import msgspec

PINS = Path(__file__).parent.parent / "pins.json"
PYTHON = "3.13"
WHEELS_FOR = (
    *("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp"),
    *("--abi", "cp313", "--abi", "abi3", "--abi", "none", "--only-binary=:all:"),
)
DEBIAN_SUITE = "trixie"
"""The release of Debian that has Python 3.13, whatever release this machine runs."""

Kind = Literal["wheel", "debian", "runtime", "own"]


class PieceMissing(Exception):
    """A pinned piece cannot be had, or is not what was pinned; the message says what to do."""


@dataclass(frozen=True)
class Piece:
    """One foreign part. `licence` is an SPDX expression, `file` the archive as it was fetched."""

    name: str
    version: str
    sha256: str
    licence: str
    purl: str
    kind: Kind
    file: Path


class Pin(msgspec.Struct, frozen=True):
    """A line of `pins.json`. `only_for_building`: needed to build, not installed."""

    name: str
    version: str
    sha256: str
    licence: str
    file: str
    only_for_building: bool = False


class Pins(msgspec.Struct, frozen=True):
    wheels: tuple[Pin, ...]
    debian: tuple[Pin, ...]


def read_pins() -> Pins:
    """What is pinned."""
    return msgspec.json.decode(PINS.read_bytes(), type=Pins)


def write_pins(pins: Pins) -> None:
    """Pins anew; the order is by name, so that a change is easy to read."""
    ordered = Pins(*(tuple(sorted(some, key=lambda pin: pin.name)) for some in (pins.wheels, pins.debian)))
    PINS.write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n")


def digest(file: Path) -> str:
    """Its SHA-256 in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fetch(cache: Path) -> list[Piece]:
    """Every pinned piece, from the cache or fetched. PieceMissing if one can't be had or isn't the one pinned."""
    pins = read_pins()
    cache.mkdir(parents=True, exist_ok=True)
    wheels = [pin for pin in pins.wheels if not _there(cache, pin)]
    debian = [pin for pin in pins.debian if not _there(cache, pin)]
    _fetch_wheels(wheels, cache)
    _fetch_debian(debian, cache)
    for pin in (*wheels, *debian):
        if not _there(cache, pin):
            raise PieceMissing(f"{pin.file} is not what pins.json names. Delete {cache} and build again.")
    return [
        *(_piece(pin, cache, "wheel", f"pkg:pypi/{pin.name}@{pin.version}") for pin in pins.wheels),
        *(
            _piece(pin, cache, "debian", f"pkg:deb/debian/{pin.name}@{quote(pin.version)}?arch=amd64")
            for pin in pins.debian
        ),
    ]


def runtime_piece(archive: Path) -> Piece:
    """python.org's embeddable package as a piece; it is taken as given, and recorded with its hash."""
    parts = archive.name.split("-")
    if len(parts) < 2 or not parts[1].startswith(PYTHON + "."):
        raise PieceMissing(
            f"{archive.name} is not python-{PYTHON}.x-embed-amd64.zip: the wheels are built for Python {PYTHON}."
        )
    version = parts[1]
    return Piece(
        "python", version, digest(archive), "PSF-2.0", f"pkg:generic/python@{version}?arch=amd64", "runtime", archive
    )


def _piece(pin: Pin, cache: Path, kind: Kind, purl: str) -> Piece:
    return Piece(pin.name, pin.version, pin.sha256, pin.licence, purl, kind, cache / pin.file)


def _there(cache: Path, pin: Pin) -> bool:
    file = cache / pin.file
    return file.is_file() and digest(file) == pin.sha256


def _fetch_wheels(pins: Sequence[Pin], cache: Path) -> None:
    if not pins:
        return
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.txt")
        wanted.write_text("".join(f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n" for pin in pins))
        download(["--no-deps", "--require-hashes", "-r", str(wanted)], cache)


def download(what: Iterable[str], into: Path) -> None:
    """Windows wheels by pip. PieceMissing with pip's own last words."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *WHEELS_FOR]
    _run([*command, "--dest", str(into), *what], "pip could not fetch the Windows wheels")


def _fetch_debian(pins: Sequence[Pin], cache: Path) -> None:
    if not pins:
        return
    with Apt() as apt:
        offered = apt.versions([pin.name for pin in pins])
        for pin in pins:
            if offered.get(pin.name) != pin.version:
                raise PieceMissing(
                    f"Debian offers {pin.name} {offered.get(pin.name) or '(nothing)'}, pinned is {pin.version}."
                    " Look at what changed, then pin it: ./run msi pin"
                )
        for pin in pins:
            apt.download(pin.name, pin.version, cache / pin.file)


class Apt:
    """Debian's archive as this machine reaches it, for another release, with apt's state in a folder of our own."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._root = Path(self._folder.name)
        self._root.chmod(0o755)

    def __enter__(self) -> Apt:
        for needed in ("state/lists/partial", "cache/archives/partial", "got"):
            (self._root / needed).mkdir(parents=True)
        (self._root / "status").touch()
        (self._root / "sources.list").write_text(f"deb {_debian_archive()} {DEBIAN_SUITE} main\n")
        self._apt("apt-get", "update")
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def versions(self, packages: Iterable[str]) -> dict[str, str]:
        """The version of each that the archive offers now."""
        told = self._apt("apt-cache", "show", "--no-all-versions", *packages)
        found, name = {}, ""
        for line in told.splitlines():
            key, _, value = line.partition(": ")
            if key == "Package":
                name = value
            elif key == "Version":
                found[name] = value
        return found

    def download(self, package: str, version: str, into: Path) -> None:
        """One package file."""
        got = self._root / "got"
        self._apt("apt-get", "download", f"{package}={version}", within=got)
        (file,) = got.iterdir()
        into.write_bytes(file.read_bytes())
        file.unlink()

    def _apt(self, tool: str, *what: str, within: Path | None = None) -> str:
        own = {
            "Dir::State": self._root / "state",
            "Dir::State::status": self._root / "status",
            "Dir::Cache": self._root / "cache",
            "Dir::Etc::sourcelist": self._root / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "APT::Architecture": "amd64",
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
        }
        options = [part for name, value in own.items() for part in ("-o", f"{name}={value}")]
        return _run([tool, "-qq", *options, *what], "apt could not fetch Python's standard library", within)


def _debian_archive() -> str:
    """The address from which this machine gets Debian. PieceMissing on another system."""
    for source in sorted((*Path("/etc/apt").glob("sources.list"), *Path("/etc/apt").glob("sources.list.d/*"))):
        for line in source.read_text("utf-8", "replace").splitlines():
            words = line.split()
            if words[:1] == ["URIs:"] or (words[:1] == ["deb"] and len(words) > 2):
                address = next((word for word in words[1:] if "://" in word), "")
                if address.rstrip("/").endswith("/debian"):
                    return address
    raise PieceMissing(
        "This machine does not get its packages from Debian, whose standard library of Python goes into the build."
        " Build on Debian."
    )


def _run(command: Sequence[str], failed: str, within: Path | None = None) -> str:
    try:
        done = subprocess.run(command, cwd=within, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise PieceMissing(f"{failed}: {command[0]} is not installed.") from error
    if done.returncode != 0:
        raise PieceMissing(f"{failed}. {_last_words(done.stderr)}")
    return done.stdout


def _last_words(told: str) -> str:
    lines = [line for line in told.splitlines() if line.strip() and not line.startswith("WARNING")]
    return lines[-1].strip() if lines else ""
