"""What this copy of the app was built from, as the installer laid it beside the program: `build.json`."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Literal

import msgspec

log = logging.getLogger("spoke.build")


class Runtime(msgspec.Struct, frozen=True, rename={"origin": "from"}):
    """`pilot`: made of what the package registries carry, which is older than what everyday work asks for."""

    kind: Literal["pilot", "production"]
    python: str = ""
    stdlib: str = ""
    openssl: str = ""
    origin: str = ""


class BuildRecord(msgspec.Struct, frozen=True):
    """`source` is the commit that it was built from; `release_key` the publisher's, base64, whose new versions this
    copy takes: none where it is ''."""

    version: str
    source: str
    runtime: Runtime
    release_key: str = ""


def program_folder() -> Path:
    """Where the installed program lies. (The launcher is what Python takes for its own program.)"""
    return Path(sys.executable).parent


def read_record(folder: Path) -> BuildRecord | None:
    """None where the app was not installed but runs from its sources."""
    try:
        return msgspec.json.decode((folder / "build.json").read_bytes(), type=BuildRecord)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        log.warning("what the program was built from cannot be read: %s", type(error).__name__)
        return None


def notices(folder: Path) -> Path | None:
    """The licences of everything that came with the program, as one text."""
    found = folder / "licences" / "THIRD-PARTY.txt"
    return found if found.is_file() else None
