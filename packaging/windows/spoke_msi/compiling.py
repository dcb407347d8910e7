"""Compiles for the Python that is installed, with one of the same minor version: Debian's, beside this machine's."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from spoke_msi.pieces import Piece, PieceMissing

LOADER = "usr/lib64/ld-linux-x86-64.so.2"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
# The times of files are not looked at: Windows Installer sets its own. Docstrings and assertions stay with the sources.
COMPILE = """
import json, py_compile, sys
for source, name, target in json.load(sys.stdin):
    py_compile.compile(source, cfile=target, dfile=name, doraise=True, quiet=2, optimize=2,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
"""


class Compiler:
    """Debian's Python 3.13, unpacked into a folder and run by its own loader and C library."""

    def __init__(self, pieces: Sequence[Piece], scratch: Path) -> None:
        self._root = scratch / "debian"
        self._out = scratch / "compiled"
        self._out.mkdir()
        for piece in pieces:
            if piece.kind == "debian":
                subprocess.run(["dpkg-deb", "-x", piece.file, self._root], check=True)
        self.stdlib = self._root / "usr/lib/python3.13"

    def compiled(self, modules: Mapping[str, Path]) -> dict[str, bytes]:
        """The code of each, by the name under which it will be found. PieceMissing with the compiler's words."""
        targets = {name: self._out / f"{at}.pyc" for at, name in enumerate(sorted(modules))}
        self._run([(str(modules[name]), name, str(target)) for name, target in targets.items()])
        return {name: target.read_bytes() for name, target in targets.items()}

    def in_place(self, folder: Path) -> None:
        """Every .py below becomes a .pyc of the same name."""
        modules = sorted(folder.rglob("*.py"))
        self._run([(str(path), path.relative_to(folder).as_posix(), str(path.with_suffix(".pyc"))) for path in modules])
        for path in modules:
            path.unlink()

    def _run(self, work: list[tuple[str, str, str]]) -> None:
        loader, python = self._root / LOADER, self._root / "usr/bin/python3.13"
        command = [str(part) for part in (loader, "--library-path", self._root / LIBRARIES, python, "-I", "-S", "-c")]
        command.append(COMPILE)
        # One seed for the order of sets, which end in the compiled code.
        surroundings = {"PYTHONHOME": str(self._root / "usr"), "PYTHONHASHSEED": "0"}
        done = subprocess.run(
            command, input=json.dumps(work), env=surroundings, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise PieceMissing(f"Compiling failed: {done.stderr.strip().splitlines()[-1:]}")
