"""The bound of an exchange: a server that takes one gzipped POST of lines into one transaction, and nothing else.

`python -m bench.bare FILE` serves on a free port and says which. No chain, no feeds, nobody's rights, no answer but
"taken": what any protocol has to do at least that keeps changes in the same kind of database, in a table with the same
columns and keys.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from care_record.chain import line_hash
from care_record.change import decode

ROOT = Path(__file__).parent.parent
COLUMNS = "id, line, sha, kind, record, patient, author, device, clock, at, stored_at"
HUBS_KEYS = ("record", "patient, kind", "kind")
"""The hub's indexes over its changes."""
APPS_KEYS = ("record",)
"""The app's over its journal."""
AT = "2026-11-23T14:05:10.123Z"


def open_bare(path: Path) -> sqlite3.Connection:
    """A database like the hub's, with a table of lines."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    make_table(connection, HUBS_KEYS)
    return connection


def make_table(connection: Any, keys: Sequence[str]) -> None:
    """A table of changes with these keys."""
    connection.execute(f"CREATE TABLE line({COLUMNS}, PRIMARY KEY(id))")
    for number, key in enumerate(keys):
        connection.execute(f"CREATE INDEX line_{number} ON line({key})")


def insert(connection: Any, lines: Sequence[bytes]) -> None:
    """One transaction."""
    rows = [_row(line) for line in lines]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO line({COLUMNS}) VALUES({', '.join('?' * 11)})", rows)
    connection.execute("COMMIT")


def _row(line: bytes) -> tuple[str | bytes | None, ...]:
    change = decode(line)
    told = (change.kind, change.record, change.patient, change.author, change.device, change.clock, change.at)
    return (change.id, line, line_hash(line), *told, AT)


def packed(lines: Sequence[bytes]) -> bytes:
    """The lines as one gzip stream, as the app compresses."""
    return zlib.compress(b"\n".join(lines), 6, 31)


@contextmanager
def bare_server(folder: Path) -> Iterator[str]:
    """The address of such a server, in a process of its own."""
    command = [sys.executable, "-m", "bench.bare", str(folder / "bare.db")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.communicate()


def main() -> None:
    connection = open_bare(Path(sys.argv[1]))

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            insert(connection, zlib.decompress(body, 31).split(b"\n"))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
