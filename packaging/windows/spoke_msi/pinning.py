"""Pins anew: resolves what the app asks for on Windows into `pins.json`, for a person to read before committing."""

from __future__ import annotations

import email
import tempfile
import tomllib
import zipfile
from pathlib import Path

from spoke_msi.pieces import PINS, Apt, Pin, Pins, digest, download, read_pins, write_pins

ROOT = Path(__file__).parents[3]
RUNTIME = ("panda3d==1.10.16", "msvc-runtime")
"""panda3d carries CPython's own DLLs for freezing programs on other systems; the other is Microsoft's C++ runtime."""
NOT_NEEDED = ("pip", "pycparser", "tzdata")
"""Asked for by others' metadata, used by nothing at run time."""
INSTALLED = ("libpython3.13-minimal", "libpython3.13-stdlib")
COMPILER = ("python3.13-minimal", "libc6", "libexpat1", "zlib1g")
"""The interpreter that compiles, and what it links against: they run beside this machine's own."""


def pin() -> Pins:
    """Everything anew, with the licences that are known already. PieceMissing if something can't be fetched."""
    before = read_pins() if PINS.exists() else Pins((), ())
    known = {pin.name: pin.licence for pin in (*before.wheels, *before.debian)}
    pins = Pins(_wheels(known), _debian(known))
    write_pins(pins)
    return pins


def _wheels(known: dict[str, str]) -> tuple[Pin, ...]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        download([*project["dependencies"], *project["optional-dependencies"]["desktop"]], into)
        for alone in RUNTIME:
            download(["--no-deps", alone], into)
        pins = [_wheel(file, known) for file in sorted(into.glob("*.whl"))]
    return tuple(pin for pin in pins if pin.name not in NOT_NEEDED)


def _wheel(file: Path, known: dict[str, str]) -> Pin:
    with zipfile.ZipFile(file) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        facts = email.message_from_bytes(wheel.read(name))
    own = str(facts["Name"]).lower().replace("_", "-")
    licence = known.get(own) or str(facts["License-Expression"] or "")
    return Pin(own, str(facts["Version"]), digest(file), licence, file.name)


def _debian(known: dict[str, str]) -> tuple[Pin, ...]:
    pins = []
    with Apt() as apt, tempfile.TemporaryDirectory() as folder:
        versions = apt.versions((*INSTALLED, *COMPILER))
        for name in (*INSTALLED, *COMPILER):
            file = Path(folder, f"{name}_{versions[name].replace(':', '_')}_amd64.deb")
            apt.download(name, versions[name], file)
            licence = known.get(name, "PSF-2.0" if name in INSTALLED else "")
            pins.append(Pin(name, versions[name], digest(file), licence, file.name, name in COMPILER))
    return tuple(pins)
