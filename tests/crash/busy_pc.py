"""A PC that saves and exchanges without a pause until it is killed: `... tests.crash.busy_pc STORE URL TOKEN CHO`.

Prints the id and the SHA-256 of each change after its save has returned: the promise that a kill may not break.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from pathlib import Path

from spoke_app.store.database import open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.sync.engine import exchange_once
from spoke_app.sync.transport import Transport
from tests.helpers.pc import CLOCK, KEY, now


def main(path: Path, url: str, token: str, cho: str) -> None:
    store = open_store(path, KEY)
    transport = Transport(url, token)
    print("ready", flush=True)
    for count in itertools.count():
        fields = {"name": f"Sunita Devi {count}", "gender": "female", "village": "Parsarma" * (1 + count % 9)}
        [change] = write(store, [NewChange("patient", None, fields)], author=cho, now=now())
        line = bytes(store.value("SELECT line FROM journal WHERE id = ?", (change.id,)))
        print(change.id, hashlib.sha256(line).hexdigest(), flush=True)
        if count % 3 == 2:
            exchange_once(lambda function: function(store), transport, CLOCK)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:5])
