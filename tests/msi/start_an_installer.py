"""Runs in the installed program's Python: holds a file, starts Windows' installer on it, and tries to change the file
meanwhile, as another user of the PC might. Prints one JSON object."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from spoke_app.installer import held, start

path = Path(sys.argv[1])
other = path.with_name("other.msi")


def tried(do: Callable[[], object]) -> str:
    try:
        do()
    except PermissionError:
        return "refused"
    return "done"


def tries() -> dict[str, str]:
    other.write_bytes(b"another file")
    return {
        "write": tried(lambda: path.open("r+b").close()),
        "remove": tried(path.unlink),
        "rename": tried(lambda: path.rename(path.with_name("gone.msi"))),
        "replace": tried(lambda: os.replace(other, path)),  # noqa: PTH105
        "read": str(len(path.read_bytes())),
    }


found = {}
with held(path) as file:
    found["held"] = tries()
    start(file, path)
found["installing"] = tries()  # this process holds it no more: the installer's does
print(json.dumps(found))
