"""`spoke.ico`: the app's own mark on a tile, in the sizes that Windows shows."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)


def write_icon(file: Path) -> None:
    """Draws it as the app draws it. Every size is a PNG inside, which Windows reads since Vista."""
    with tempfile.TemporaryDirectory() as folder:
        here = str(Path(__file__).parents[1])
        without_screen = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": here}
        command = [sys.executable, "-m", "spoke_msi.tile", folder, *map(str, SIZES)]
        subprocess.run(command, env=without_screen, cwd=Path(__file__).parents[3], check=True)
        pictures = [Path(folder, f"{size}.png").read_bytes() for size in SIZES]
    at = 6 + 16 * len(SIZES)
    directory = [struct.pack("<HHH", 0, 1, len(SIZES))]
    for size, picture in zip(SIZES, pictures, strict=True):
        side = 0 if size == 256 else size
        directory.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at))
        at += len(picture)
    file.write_bytes(b"".join((*directory, *pictures)))
