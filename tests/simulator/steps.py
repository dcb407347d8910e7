"""Everything that may happen in a history. A step is a name and three numbers; which PC, which record and which byte
they mean follows from the world as it is then, so any list of steps is a history.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from care_record.change import Change
from care_record.ids import new_id
from care_record.wire import HubHello, message
from hub_server.bundle import import_bundle
from hub_server.services.devices import revoke_device
from hub_server.services.staff import NewStaff, add_staff, revoke_staff
from hub_server.store.writer import HubChange
from spoke_app.store import records
from spoke_app.store.journal import NewChange
from spoke_app.sync.bundle import BundleError
from tests.simulator import checks
from tests.simulator.faults import HubCrash
from tests.simulator.pc import Pc
from tests.simulator.rogue import Rogue
from tests.simulator.wire import Fault
from tests.simulator.world import MOST_PCS

if TYPE_CHECKING:
    from tests.simulator.world import World

Happening = Callable[["World", int, int, int], None]
WORDS = ("Parsarma", "बेलही, वार्ड ३", "Sarayu 🌾 \u200d\u0301", 'a "b" \\ c\ttab', "\u2028\ufeffx\u0000y", "नई जगह" * 40)
"""What people type, and what a parser trips over."""
MOST = 1 << 16


@dataclass(frozen=True)
class Step:
    """`name` of STEPS, and three numbers below `MOST`."""

    name: str
    a: int
    b: int
    c: int

    def __str__(self) -> str:
        return f"{self.name},{self.a},{self.b},{self.c}"


STEPS: dict[str, Happening] = {}
_WEIGHTS: dict[str, int] = {}


def step(weight: int) -> Callable[[Happening], Happening]:
    def known(happening: Happening) -> Happening:
        STEPS[happening.__name__] = happening
        _WEIGHTS[happening.__name__] = weight
        return happening

    return known


def drawn(chance: random.Random, count: int, among: Collection[str] = _WEIGHTS.keys()) -> list[Step]:
    """A history of so many steps, of all kinds or of these."""
    weights = {name: weight for name, weight in _WEIGHTS.items() if name in among}
    names = chance.choices(list(weights), list(weights.values()), k=count)
    return [Step(name, *(chance.randrange(MOST) for _ in range(3))) for name in names]


# -- what people do at a health centre -----------------------------------------------------------------------------


def _new(world: World, pc: Pc, what: int, much: int) -> list[NewChange]:
    known = world.patients_of(pc)
    new: list[NewChange] = []
    edited: set[str] = set()
    for i in range((1, 1, 2, 3, 12)[much % 5]):
        text = WORDS[(what + i) % len(WORDS)]
        patient = known[(what + 7 * i) % min(len(known), 3)] if known else None
        kind = (what + i) % 8
        if patient is None or kind < 2:
            name = f"Patient {new_id()[-4:]}"
            new.append(NewChange("patient", None, {"name": name, "gender": "female", "village": text}))
        elif kind < 4 and patient not in edited:
            edited.add(patient)
            base = pc.memory.opened.pop(patient, None)
            if base is None:
                seen = records.folded(pc.store, patient)
                base = seen.heads if seen else ()
            allergy = [{"id": new_id(), "substance": text}]
            fields: dict[str, object] = {"village": f"{text} {new_id()[-4:]}"} if much % 2 else {"allergies": allergy}
            new.append(NewChange("patient", patient, fields, patient, base))
        elif kind == 4:
            new.append(NewChange("visit", patient, {"started": "2026-11-23T14:00:00+05:30", "mode": "spoke"}))
        elif kind == 5:
            new.append(NewChange("note", patient, {"text": text, "signed": "2026-11-23T14:00:00+05:30"}))
        elif kind == 6:
            urgency = ("emergency", "routine")[much % 2]
            referral = {"desk": world.desk, "speciality": "medicine", "urgency": urgency, "question": text}
            new.append(NewChange("referral", patient, referral))
        else:
            new.append(NewChange("of_later_version", patient, {"new": {"deep": [text, 1e300, None]}, "v": 9}))
    return new


def _save(world: World, pc: Pc, what: int, much: int) -> None:
    written = pc.save(_new(world, pc, what, much), world.author(pc.seat.facility, what))
    _registered(world, pc, written)


def _registered(world: World, pc: Pc, written: list[Change]) -> None:
    for change in written:
        if change.kind == "patient" and not change.base:
            world.registered(change.record, pc.seat.facility)


@step(10)
def save(world: World, a: int, b: int, c: int) -> None:
    _save(world, world.pc(a), b, c)


@step(3)
def open_form(world: World, a: int, b: int, c: int) -> None:
    """The form stays open while others change the patient."""
    pc = world.pc(a)
    if known := world.patients_of(pc):
        patient = known[b % min(len(known), 3)]
        seen = records.folded(pc.store, patient)
        pc.memory.opened[patient] = seen.heads if seen else ()


@step(3)
def resolve(world: World, a: int, b: int, c: int) -> None:
    pc = world.pc(a)
    rows = pc.store.rows("SELECT record FROM records WHERE kind = 'patient' AND conflicts != '[]' ORDER BY record")
    if rows:
        record = rows[b % len(rows)]["record"]
        folded = records.folded(pc.store, record)
        assert folded is not None
        path = folded.conflicts[c % len(folded.conflicts)].path
        if "." not in path:
            values = {path: f"decided {c}"}
            pc.save([NewChange("patient", record, values, record, folded.heads)], world.author(pc.seat.facility, b))
            checks.closes_what_it_names(pc, record, path)


@step(4)
def share(world: World, a: int, b: int, c: int) -> None:
    """The first health centre gives a patient to the other one."""
    pc = world.pc(a)
    own = [patient for patient in world.patients_of(pc) if world.first.get(patient) == pc.seat.facility]
    if own:
        patient = own[b % len(own)]
        there, folded = world.other(pc.seat.facility), records.folded(pc.store, patient)
        entry = {"id": new_id(), "facility": there, "by": "x", "at": "2026-11-23T10:00:00Z"}
        base = folded.heads if folded else ()
        author = world.author(pc.seat.facility, b)
        pc.save([NewChange("patient", patient, {"share": [entry]}, patient, base)], author)
        world.give(patient, there)


@step(4)
def clock(world: World, a: int, b: int, c: int) -> None:
    """A PC's clock jumps, stands still, or is set right."""
    wall, world.pc(a).memory.jumped = world.pc(a).wall, True
    ahead = (timedelta(days=-3650), timedelta(days=-2), timedelta(minutes=-7), timedelta(hours=3), timedelta(days=9000))
    wall.stands_at = world.now() + wall.ahead if b % 3 == 0 else None
    wall.ahead = timedelta() if b % 3 == 1 else ahead[c % len(ahead)]


# -- exchanges, good and broken ------------------------------------------------------------------------------------


@step(8)
def exchange(world: World, a: int, b: int, c: int) -> None:
    pc = world.pc(a)
    result = pc.round() if c % 2 else pc.exchange()
    if not pc.gone:
        checks.after_exchange(world, pc, result)
    if b % 4 == 0 and pc.wire.delivered.request:
        world.old_requests.append((pc, bytes(pc.wire.delivered.request)))
        world.old_answers.append(bytes(pc.wire.delivered.answer))


@step(9)
def cut(world: World, a: int, b: int, c: int) -> None:
    """The line breaks after some byte on the way up or down; quite often before the first byte of the answer."""
    pc = world.pc(a)
    at = b % (400, 1500, 6000)[c % 3] if b % 5 else 0
    before = checks.Place.of(world, pc)
    result = pc.exchange_once(Fault(up=at) if c % 2 else Fault(down=at))
    if pc.gone:
        return
    checks.after_exchange(world, pc, result)
    checks.cut_costs_one_page(world, pc, before, result)


@step(5)
def broken_round(world: World, a: int, b: int, c: int) -> None:
    """The line breaks somewhere in a round of several requests, a healing's among them."""
    pc, at = world.pc(a), b % (300, 2500)[c % 2]
    fault = Fault(up=at, later=c % 5) if b % 2 else Fault(down=at, later=c % 5)
    pc.wire.fault = fault
    pc.round()
    pc.wire.fault = None


@step(3)
def meanwhile(world: World, a: int, b: int, c: int) -> None:
    """While an exchange waits for its answer someone saves on this PC, or another PC exchanges."""
    pc, other = world.pc(a), world.pc(a + 1 + b)
    if c % 2 or other is pc:
        pc.exchange_once(Fault(meanwhile=lambda: _save(world, pc, b, c)))
    else:
        pc.exchange_once(Fault(meanwhile=other.exchange))


@step(2)
def repeat_request(world: World, a: int, b: int, c: int) -> None:
    """A request of long ago comes in again, whole or in part."""
    if world.old_requests:
        pc, request = world.old_requests[a % len(world.old_requests)]
        try:
            pc.wire.again(request if b % 2 else request[: c % (len(request) + 1)])
        except checks.NO_ANSWER:
            return


@step(3)
def strange_answer(world: World, a: int, b: int, c: int) -> None:
    """Whatever is not our hub's answer to this request changes nothing (A2)."""
    pc = world.pc(a)
    old = world.old_answers[c % len(world.old_answers)] if world.old_answers else b""
    other_hub = message(HubHello(hub=new_id(), request="r", time="2026-11-23T10:00:00Z", protocol=1))
    answers = (b"", b"<html><body>Please sign in</body></html>", old, old[: c % 90], _gzip(other_hub), _gzip(b"{}"))
    before = pc.durable()
    result = pc.exchange_once(Fault(answer=answers[b % len(answers)]))
    checks.nothing_changed(pc, before, result)


def _gzip(line: bytes) -> bytes:
    return gzip.compress(line + b"\n")


# -- crashes, copies, restores -------------------------------------------------------------------------------------


@step(4)
def pc_dies_saving(world: World, a: int, b: int, c: int) -> None:
    """The process ends between two writes of a save: all of it is there, or nothing."""
    pc = world.pc(a)
    new = _new(world, pc, b, c // 40)
    before = set(pc.held())
    written: list[Change] = []
    died = pc.dying(c % 40, lambda: written.extend(pc.save(new, world.author(pc.seat.facility, b))))
    _registered(world, pc, written)
    checks.after_crash(pc, before, written, died)


@step(6)
def pc_dies_exchanging(world: World, a: int, b: int, c: int) -> None:
    pc = world.pc(a)
    before = set(pc.held())
    pc.dying(b % (12, 60)[c % 2], pc.round)
    if not pc.gone:
        checks.after_crash(pc, before, [], False)


@step(6)
def hub_dies(world: World, a: int, b: int, c: int) -> None:
    """The hub's process ends between two writes of an exchange, and is started again."""
    pc = world.pc(a)
    world.hub.dies_before(b % (20, 120)[c % 2])
    pc.round()
    world.hub.dies_before(None)


@step(4)
def copy_disk(world: World, a: int, b: int, c: int) -> None:
    """A clone: two PCs that both believe to be this device."""
    if len(world.pcs) < MOST_PCS:
        pc, file = world.pc(a), world.new_file()
        memory, world.copied = pc.copy_to(file), True
        world.add_pc(Pc(world, file, pc.seat, memory))


@step(6)
def restore_pc(world: World, a: int, b: int, c: int) -> None:
    """A backup is made, or an old one takes the PC's place."""
    pc = world.pc(a)
    backup = world.backups.pop(pc.file, None)
    if backup is None:
        file = world.new_file()
        world.backups[pc.file] = (file, pc.copy_to(file), pc.seat)
    else:
        file, memory, seat = backup
        pc.close()
        world.pcs[a % len(world.pcs)], world.copied = Pc(world, file, seat, memory), True


@step(8)
def restore_hub(world: World, a: int, b: int, c: int) -> None:
    """The hub is backed up, or an older backup takes its place (its first at worst): it has lost what came since."""
    if a % 2:
        world.hub_backup = world.new_file()
        world.hub.copy_to(world.hub_backup)
    else:
        world.hub.restore(world.hub_backup or world.first_backup)
        world.hub_lost = True


# -- pictures and sticks -------------------------------------------------------------------------------------------


@step(4)
def attach(world: World, a: int, b: int, c: int) -> None:
    """A picture of less than a piece, of exactly one, or of more."""
    pc = world.pc(a)
    if known := world.patients_of(pc):
        size = (300, 32 * 1024, 40_000, 70_000)[c % 4]
        data = random.Random(b % 50).randbytes(size)  # the same picture again, now and then
        pc.attach(known[b % len(known)], data, world.author(pc.seat.facility, b))


@step(6)
def stick_out(world: World, a: int, b: int, c: int) -> None:
    """What waits is written on a stick, for the hub."""
    pc, file = world.pc(a), world.new_name("stick")
    pc.to_stick(file)
    world.sticks.append((pc, file))


@step(6)
def stick_in(world: World, a: int, b: int, c: int) -> None:
    """The hub takes a stick in, an old one or a new one, and sometimes dies over it."""
    if not world.sticks:
        stick_out(world, a, b, c)
    else:
        pc, file = world.sticks[a % len(world.sticks)]
        reply = world.new_name("reply")
        world.hub.dies_before(b % 60 if c % 4 == 0 else None)
        try:
            import_bundle(world.hub.services, file, reply)
            world.replies.append((pc, reply))
        except HubCrash:
            world.hub.restart()
        world.hub.dies_before(None)


@step(6)
def stick_back(world: World, a: int, b: int, c: int) -> None:
    """The PC takes the hub's reply in; it may die over it, have been restored, or have taken it in before."""
    replies = [(pc, file) for pc, file in world.replies if pc in world.pcs]
    if replies:
        pc, file = replies[a % len(replies)]
        try:
            if c % 3:
                pc.from_stick(file)
            else:
                pc.dying(b % 40, lambda: pc.from_stick(file))
        except BundleError:
            return


# -- the hub's people ----------------------------------------------------------------------------------------------


@step(4)
def answer(world: World, a: int, b: int, c: int) -> None:
    """A doctor writes to a patient, or corrects her record; sometimes the hub dies over it."""
    known = world.hub.rows("SELECT subject FROM subjects WHERE known ORDER BY subject")
    patients = [str(row[0]) for row in known if str(row[0]) in world.first]
    if patients:
        patient = patients[a % len(patients)]
        if b % 2:
            change = HubChange("advice", None, patient, {"text": WORDS[c % len(WORDS)].replace("\0", "")})
        else:
            change = HubChange("patient", patient, patient, {"village": f"seen by the doctor {c}"})
        world.hub.dies_before(c % 30 if b % 7 == 0 else None)
        world.hub_writes(world.doctor, [change])
        world.hub.dies_before(None)


@step(3)
def hub_shares(world: World, a: int, b: int, c: int) -> None:
    """An administrator gives a patient to the other health centre."""
    known = {str(row[0]) for row in world.hub.rows("SELECT subject FROM subjects WHERE known")}
    patients = sorted(known & world.first.keys())
    if patients:
        patient = patients[a % len(patients)]
        there = world.other(world.first[patient])
        entry = {"id": new_id(), "facility": there, "by": "x", "at": "2026-11-23T10:00:00Z"}
        world.hub_writes(world.hub.identity.hub, [HubChange("patient", patient, patient, {"share": [entry]})])
        world.give(patient, there)


@step(3)
def people(world: World, a: int, b: int, c: int) -> None:
    """Someone new comes, stops working, or moves to the other health centre; her words of before stay."""
    place = world.facilities[a % 2]
    staff = world.staff[place]
    who = staff[b % len(staff)]
    services = world.hub.services
    if c % 3 == 0:
        staff.append(add_staff(services, NewStaff(f"Person {len(staff)}", "cho", (place,))))
    elif not world.hub.rows(f"SELECT 1 FROM record_heads WHERE record = '{who}'"):
        return  # a restored hub has forgotten her
    elif c % 3 == 1:
        revoke_staff(services, who)
    else:
        posts = [{"id": place, "to": "2026-11-23"}, {"id": world.other(place), "from": "2026-11-23"}]
        world.hub_writes(world.hub.identity.hub, [HubChange("staff", who, None, {"posts": posts})])


@step(3)
def revoke(world: World, a: int, b: int, c: int) -> None:
    pc = world.pc(a)
    known = world.hub.rows(f"SELECT 1 FROM devices WHERE device = '{pc.seat.device}'")
    if known and len(world.pcs) > 2:
        revoke_device(world.hub.services, pc.seat.device, wipe=b % 3 == 0)


@step(3)
def enrol(world: World, a: int, b: int, c: int) -> None:
    """One more PC; its first fill comes whenever it exchanges."""
    revoked = [pc for pc in world.pcs if pc.store.meta_get("revoked") == "1"]
    if revoked and b % 2:
        world.enrol_again(revoked[0])
    elif len(world.pcs) < MOST_PCS:
        world.add_pc(world.enrolled(world.facilities[a % 2]))


@step(3)
def rogue(world: World, a: int, b: int, c: int) -> None:
    """Somebody else's program with a token sends what it may not, between what it may."""
    if not world.rogues:
        facility = world.facilities[a % 2]
        pc = world.enrolled(facility)
        chain = str(pc.store.value("SELECT chain FROM chains WHERE current = 1"))
        pc.close()
        world.rogues.append(Rogue(world, pc.seat, chain, world.staff[facility][0]))
    program = world.rogues[0]
    if b % 3:
        program.good()
    if b % 10 == 9:
        rows = world.hub.rows("SELECT line FROM changes WHERE kind = 'patient' AND state = 'stored' ORDER BY id")
        if rows:
            program.clash(bytes(rows[c % len(rows)][0]))
    else:
        program.bad(b, c)
    program.good()
    program.send(early=program.lines[-2] if c % 3 == 0 and len(program.lines) > 1 else None)
