"""A simulated world: a hub, two health centres and their PCs, the time, and what must be true of who may read what."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from care_record.credential import new_key_pair
from hub_server.context import open_services
from hub_server.enrol import EnrolRequest
from hub_server.enrol import enrol as enrol_at_hub
from hub_server.problems import Problem
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.writer import HubChange
from spoke_app.access import enrolment
from spoke_app.access.seals import read_seals
from spoke_app.paths import Profile
from spoke_app.store import exchange_book as book
from spoke_app.sync.transport import Enrolled, Health, Refusal
from tests.helpers.hub import init_store
from tests.simulator import checks
from tests.simulator.chance import seeded
from tests.simulator.faults import HubCrash
from tests.simulator.hub import Hub, HubSlot
from tests.simulator.pc import Memory, Pc, Seat
from tests.simulator.rogue import Rogue

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BUDGETS = (600, 1500, 16 * 1024)
MOST_PCS = 5


@cache
def room() -> Path:
    """This process's room, where files cost nothing if this machine has such a place; gone when the process ends."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="spoke-sim-", dir=memory if memory.is_dir() else None))
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=1)  # unlike atexit, this serves a pool's workers, too
    return folder


def fast_folder() -> Path:
    """A new folder in the room."""
    return Path(tempfile.mkdtemp(dir=room()))


@dataclass(frozen=True)
class Begun:
    """How every history begins: files of a hub and of enrolled PCs that have exchanged once, and who is who."""

    folder: Path
    facilities: tuple[str, str]
    staff: dict[str, list[str]]
    doctor: str
    desk: str
    seats: tuple[Seat, ...]


class Asks:
    """The app's enrolment, asked of the hub without HTTP."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def health(self) -> Health:
        return Health(self._hub.identity.hub, "2026-11-23T10:00:00Z", [1])

    def enrol(
        self, code: str, token: str, name: str, app: str, os_name: str, *, former: str = "", post: str = ""
    ) -> Enrolled:
        try:
            answer = enrol_at_hub(self._hub.services, EnrolRequest(code, token, name, app, os_name, former, post))
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        return Enrolled(
            device=answer.device,
            chain=answer.chain,
            post={"kind": answer.post.kind, "id": answer.post.id},
            slip_letter=answer.slip_letter,
            hub=answer.hub,
            hub_key=answer.hub_key,
            sign_key=answer.sign_key,
            time=answer.time,
        )


@cache
def workshop() -> Path:
    """Where this process's histories take place, one after the other."""
    return fast_folder()


@cache
def slot() -> HubSlot:
    """This process's place for a hub."""
    return HubSlot(fast_folder())


@cache
def begun() -> Begun:
    """Made once per process."""
    folder = fast_folder()
    with seeded(0):
        store = init_store(f"sqlite:///{folder / 'empty.db'}")
        _fixed_keys(store)
        open_services(store)
        store.close()
        world = World.__new__(World)
        world.begin(folder, 0)
        world.hub = Hub(slot(), folder / "empty.db", world.now)
        services = world.hub.services
        places = [
            add_facility(services, {"code": f"HSC{n}", "name": f"Sub-Centre {n}", "district": "223"}) for n in (1, 2)
        ]
        staff = {place: [add_staff(services, NewStaff("Kumari", "cho", (place,)))] for place in places}
        desk = add_desk(services, {"code": "DH1", "name": "Sadar Hospital", "specialities": ["medicine"]})
        papers = {"qualification": "MBBS", "registration_no": "BCMR 00001"}
        doctor = add_staff(services, NewStaff("Dr Meera", "doctor", (desk,), extra=papers))
        seats = []
        for number, place in enumerate((places[0], places[0], places[1])):
            pc = world.enrolled(place)
            assert pc.exchange().outcome == "done"
            pc.copy_to(folder / f"begun{number}.db")
            pc.close()
            seats.append(pc.seat)
        world.hub.copy_to(folder / "begun.db")
    return Begun(folder, (places[0], places[1]), staff, doctor, desk, tuple(seats))


def _fixed_keys(store: Any) -> None:
    """The hub's keys are always the same: a signature's bytes decide where a page is cut."""
    import sqlalchemy as sa

    private, public = new_key_pair()
    fixed = {"sign_private": bytes(range(32)).hex(), "hub_private": private.hex(), "hub_key": public.hex()}
    with store.begin() as conn:
        for key, value in fixed.items():
            conn.execute(sa.text("UPDATE hub_meta SET value = :value WHERE key = :key"), {"key": key, "value": value})


class World:
    """One history's world, and what is true in it whatever the programs say."""

    def __init__(self, folder: Path, first: int = 1) -> None:
        start = begun()
        folder.mkdir()
        self.begin(folder, first)
        self.first_backup = start.folder / "begun.db"
        self.hub = Hub(slot(), self.first_backup, self.now)
        self.facilities = start.facilities
        self.staff = {place: list(people) for place, people in start.staff.items()}
        self.doctor, self.desk = start.doctor, start.desk
        for number, seat in enumerate(start.seats):
            file = self.new_file()
            shutil.copyfile(start.folder / f"begun{number}.db", file)
            self.add_pc(Pc(self, file, seat))

    def begin(self, folder: Path, first: int) -> None:
        """The parts that need no hub."""
        self.folder = folder
        self.time = START + timedelta(days=first)
        self.seconds = 0.0
        self.count = 0
        self.pcs: list[Pc] = []
        self.rogues: list[Rogue] = []
        self.backups: dict[Path, tuple[Path, Memory, Seat]] = {}
        """Copies of PCs' disks, by the file that they are of."""
        self.sticks: list[tuple[Pc, Path]] = []
        self.replies: list[tuple[Pc, Path]] = []
        self.hub_backup: Path | None = None
        self.hub_lost = False
        """The hub has been restored: it may have forgotten what it acknowledged."""
        self.readers: dict[str, set[str]] = {}
        """patient -> the health centres that may read it."""
        self.first: dict[str, str] = {}
        """patient -> the health centre that registered it."""
        self.refused: dict[str, Callable[[], bool]] = {}
        """Ids (or hashes) of lines that no hub may store, unless it may by now."""
        self.clashing: set[str] = set()
        """Ids under which two different lines exist."""
        self.old_requests: list[tuple[Pc, bytes]] = []
        self.old_answers: list[bytes] = []
        self.copied = False
        """Some disk was copied or restored: two PCs may have gone on from one clock."""

    # -- time --------------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=50)
        return self.time

    def monotonic(self) -> float:
        self.seconds += 0.05
        return self.seconds

    # -- places and people -------------------------------------------------------------------------------------------

    def new_name(self, kind: str) -> Path:
        self.count += 1
        return self.folder / f"{kind}{self.count}"

    def new_file(self) -> Path:
        self.count += 1
        folder = self.folder / f"pc{self.count}"
        folder.mkdir()
        return folder / "store.db"

    def pc(self, number: int) -> Pc:
        return self.pcs[number % len(self.pcs)]

    def author(self, facility: str, number: int) -> str:
        people = self.staff[facility]
        return people[number % len(people)]

    def other(self, facility: str) -> str:
        one, two = self.facilities
        return two if facility == one else one

    def patients_of(self, pc: Pc) -> list[str]:
        return [row["record"] for row in pc.store.rows("SELECT record FROM patients ORDER BY record")]

    def add_pc(self, pc: Pc) -> None:
        budget = BUDGETS[len(self.pcs) % len(BUDGETS)]
        with pc.store.transaction():
            book.set_link(pc.store, book.Link(budget=budget))
        self.pcs.append(pc)

    def enrolled(self, facility: str) -> Pc:
        """A new PC, by the app's own enrolment."""
        file = self.new_file()
        seat = self._enrol(Profile(file.parent), facility, None)
        return Pc(self, file, seat)

    def enrol_again(self, pc: Pc) -> None:
        """The hub has lost this device: a new code, the same store."""
        self.count += 1
        folder = self.folder / f"again{self.count}"
        folder.mkdir()
        pc.seat = self._enrol(Profile(folder), pc.seat.facility, pc)
        pc.wire.token = pc.seat.token

    def _enrol(self, profile: Profile, facility: str, pc: Pc | None) -> Seat:
        code = str(make_enrol_code(self.hub.services, facility)["code"])
        wanted = enrolment.Enrolment("http://hub", code, "PC", "0", "test")
        if pc is None:
            answer = enrolment.enrol(profile, Asks(self.hub), wanted, now=self.now())
        else:
            answer = enrolment.enrol_again(profile, pc.call, Asks(self.hub), wanted, now=self.now())
        seals = read_seals(profile)
        if pc is None:
            return Seat(answer.device, facility, seals.token, bytes.fromhex(seals.store_key))
        return Seat(answer.device, facility, seals.token, pc.seat.key, (*pc.seat.former, pc.seat.device))

    # -- the hub's own hand ------------------------------------------------------------------------------------------

    def hub_writes(self, author: str, changes: Sequence[HubChange]) -> None:
        services = self.hub.services
        try:
            services.store.run(lambda conn: services.writer.write(conn, author, changes))
        except HubCrash:
            self.hub.restart()

    def wiped(self, pc: Pc) -> None:
        """The hub's order was carried out: the store is gone, and everything that was written on it is at the hub."""
        checks.wiped_in_order(self, pc)
        pc.gone = True
        pc.close()
        self.pcs.remove(pc)

    def give(self, patient: str, facility: str) -> None:
        """From now on this centre may read the patient, too."""
        self.readers.setdefault(patient, set()).add(facility)

    def registered(self, patient: str, facility: str) -> None:
        self.first[patient] = facility
        self.give(patient, facility)

    # -- the end -----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        for pc in self.pcs:
            pc.close()
        self.hub.dies_before(None)
        shutil.rmtree(self.folder, ignore_errors=True)
