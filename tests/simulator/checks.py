"""The invariants of docs/invariants.md, each by its name: those that hold at every moment, and those of the end.

`Broken` says which one does not hold. The end's checks are in `AT_THE_END`; the others are called by the steps.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from care_record.change import Change
from care_record.clock import MAX_AHEAD_MS, clock_ms
from hub_server.store import chains, check
from spoke_app.store import exchange_book as book
from spoke_app.store import own_chain, records, soundness
from spoke_app.sync.engine import DONE, ExchangeResult
from spoke_app.sync.transport import NoConnection, Refusal

if TYPE_CHECKING:
    from tests.simulator.pc import Pc
    from tests.simulator.world import World

NO_ANSWER = (NoConnection, Refusal)


class Broken(AssertionError):
    """An invariant, by its name, does not hold."""

    def __init__(self, invariant: str, detail: str) -> None:
        super().__init__(f"{invariant}: {detail}")
        self.invariant = invariant


def demand(holds: bool, invariant: str, detail: str) -> None:
    if not holds:
        raise Broken(invariant, detail)


# -- at every moment -----------------------------------------------------------------------------------------------


def after_exchange(world: World, pc: Pc, result: ExchangeResult) -> None:
    """A1: what counts as acknowledged is durable at the hub now. U1: "all sent" is true when shown."""
    if result.outcome != DONE:
        return
    state = own_chain.current_chain(pc.store)
    assert state is not None
    with world.hub.services.store.read() as conn:
        head = chains.head_at(conn, state.chain, state.acked_n)
    demand(head == state.acked_head, "A1", f"acknowledged up to {state.acked_n}, and the hub does not hold that")
    if book.all_sent(pc.store):
        missing = pc.own() - at_hub(world, "state != 'lost'")
        demand(not missing, "U1", f"'all sent' is shown, and the hub lacks {len(missing)}")


def nothing_changed(pc: Pc, before: tuple[object, ...], result: ExchangeResult) -> None:
    """A2: what is not our hub's answer to this request changes nothing and acknowledges nothing."""
    demand(result.outcome != DONE, "A2", "a stranger's answer was taken for the hub's")
    demand(pc.durable() == before, "A2", "a stranger's answer changed what is held")


def after_crash(pc: Pc, before: set[str], written: Sequence[Change], died: bool) -> None:
    """D1: after a crash a save is there whole or not at all, and whole if it had returned."""
    held = pc.held()
    promised(pc)
    indexed = {row["rowid"] for row in pc.store.rows("SELECT rowid FROM patient_search")}
    shown = {row["n"] for row in pc.store.rows("SELECT n FROM patients")}
    demand(indexed == shown, "D1", "projection and search index are not there together")
    lines = set(held) - before
    in_chain = pc.own()
    demand(not died or not written, "D1", "a save returned and its process had died")
    demand({change.id for change in written} <= lines, "D1", "a save returned and is not there")
    chained = {line for line in lines if line in in_chain}
    demand(not died or not lines or chained == lines, "D1", "lines without their place in the chain")
    # What a revoked PC writes stays in its own record.
    counted = (
        "SELECT DISTINCT record FROM journal WHERE id NOT IN"
        " (SELECT id FROM quarantined WHERE code != 'device-revoked')"
    )
    recorded = {row["record"] for row in pc.store.rows(counted)}
    projected = {row["record"] for row in pc.store.rows("SELECT record FROM records")}
    demand(recorded == projected, "D1", "journal and projection are not there together")


def promised(pc: Pc) -> None:
    """D1, D2: each line for which a save returned is in the journal of this disk, byte for byte."""
    held = pc.held()
    for change, sha in pc.memory.saved.items():
        demand(change in held, "D1", f"{change} was saved and is not there")
        demand(held[change] == sha, "D2", f"{change} has other bytes than were saved")


def closes_what_it_names(pc: Pc, record: str, path: str) -> None:
    """C4: a change upon all heads closes the conflict that it decides, and every candidate stays in the history."""
    folded = records.folded(pc.store, record)
    assert folded is not None
    demand(path not in {conflict.path for conflict in folded.conflicts}, "C4", f"{path} is still in conflict")


@dataclass(frozen=True)
class Place:
    """Where a PC's chain stood at the hub, and its feeds on the PC, before an exchange."""

    n: int
    feeds: dict[str, int]

    @classmethod
    def of(cls, world: World, pc: Pc) -> Place:
        state = own_chain.current_chain(pc.store)
        assert state is not None
        return cls(_hub_place(world, state.chain), _feed_places(pc))


def cut_costs_one_page(world: World, pc: Pc, before: Place, result: ExchangeResult) -> None:
    """P2: every page whose mark came through is kept, both ways."""
    if result.outcome != "broken":
        return
    hello, mark = pc.wire.delivered.hello(), pc.wire.delivered.last_mark()
    if hello is not None and mark is not None and hello.from_n - 1 == before.n:
        with world.hub.services.store.read() as conn:
            fitted = chains.head_at(conn, hello.chain, before.n) == bytes.fromhex(hello.head)
        kept = _hub_place(world, hello.chain)
        demand(not fitted or kept >= mark.n, "P2", f"the mark of line {mark.n} came, {kept} are kept")
    now = _feed_places(pc)
    for feed, seq in pc.wire.delivered.feed_marks().items():
        demand(now.get(feed, 0) >= seq, "P2", f"the mark {seq} of {feed} came, {now.get(feed, 0)} are kept")


def _hub_place(world: World, chain: str) -> int:
    rows = world.hub.rows(f"SELECT n FROM chains WHERE chain = '{chain}'")
    return int(str(rows[0][0])) if rows else 0


def _feed_places(pc: Pc) -> dict[str, int]:
    return {row["feed"]: row["seq"] for row in pc.store.rows("SELECT feed, seq FROM feed_places")}


# -- what the hub holds --------------------------------------------------------------------------------------------


def at_hub(world: World, where: str) -> set[str]:
    """Ids of changes in these states; with `state != 'lost'` those in quarantine, too."""
    found = {str(row[0]) for row in world.hub.rows(f"SELECT id FROM changes WHERE {where}")}
    if "lost" in where:
        found |= {str(row[0]) for row in world.hub.rows("SELECT id FROM quarantine")}
    return found


def everything(world: World) -> set[str]:
    """Every change in any durable store at this moment."""
    found = at_hub(world, "state != 'lost'")
    for pc in world.pcs:
        # One that is revoked gives back nothing but what was written on it.
        found |= pc.own() if pc.seat.device in revoked(world) else pc.held().keys()
    return found


def revoked(world: World) -> set[str]:
    return {str(row[0]) for row in world.hub.rows("SELECT device FROM devices WHERE revoked IS NOT NULL")}


def wiped_in_order(world: World, pc: Pc) -> None:
    """C2, of a PC that is about to be destroyed on the hub's order. An order that came by stick rests on what the hub
    held when it wrote the reply; one that was restored since has lost that itself."""
    if world.hub_lost and world.replies:
        return
    missing = pc.own() - at_hub(world, "state != 'lost'")
    demand(not missing, "C2", f"a PC is wiped, and the hub lacks {len(missing)} of its changes")


# -- at the end ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class End:
    """The world after its last exchanges, read once for all checks."""

    world: World
    before: set[str]
    """Every change that was in a durable store when the network became good."""
    stored: dict[str, bytes]
    states: dict[str, str]
    quarantined: set[str]
    feeds: dict[str, list[str]]
    readers: list[Pc]
    """PCs that are not revoked."""

    @classmethod
    def of(cls, world: World, before: set[str]) -> End:
        rows = world.hub.rows("SELECT id, sha, state FROM changes")
        feeds: dict[str, list[str]] = {}
        for row in world.hub.rows("SELECT feed, id FROM feed_entries ORDER BY feed, seq"):
            feeds.setdefault(str(row[0]), []).append(str(row[1]))
        ended = revoked(world)
        return cls(
            world,
            before,
            {str(row[0]): bytes(row[1]) for row in rows if row[2] == "stored"},
            {str(row[0]): str(row[2]) for row in rows},
            {str(row[0]) for row in world.hub.rows("SELECT id FROM quarantine WHERE released IS NULL")},
            feeds,
            [pc for pc in world.pcs if pc.seat.device not in ended],
        )


def c1_same_fold(end: End) -> None:
    """Every reader of a feed holds exactly what the feed holds, byte for byte, and shows the same."""
    shown: dict[str, list[dict[str, object]]] = {}
    for pc in end.readers:
        demand(own_chain.waiting(pc.store) == 0, "C1", "something still waits")
        due = set(end.feeds.get(pc.feed, [])) | set(end.feeds.get("all", []))
        held, apart = pc.held(), pc.quarantined()
        counted = held.keys() - apart
        demand(due - end.world.clashing <= counted | apart, "C1", f"{len(due - held.keys())} of the feed never came")
        own_alone = {change for change in counted - due if end.states.get(change) != "waiting"}
        demand(own_alone <= end.world.clashing, "C1", f"{len(own_alone)} are shown that the hub tells nobody of")
        other = {c for c in due & counted if held[c] != end.stored.get(c)} - end.world.clashing
        demand(not other, "C1", f"{len(other)} have other bytes than at the hub")
        if counted - due or apart or end.world.clashing:
            continue
        columns = "record, kind, patient, fields, heads, conflicts, created_at, updated_at, author, last_clock"
        now = pc.store.rows(f"SELECT {columns} FROM records ORDER BY record")
        demand(shown.setdefault(pc.feed, now) == now, "C1", f"two PCs of {pc.feed} show different things")


def c2_nothing_lost(end: End) -> None:
    lost = end.before - end.states.keys() - end.quarantined - at_hub(end.world, "state != 'lost'")
    demand(not lost, "C2", f"{len(lost)} changes are not at the hub")


def c2_no_picture_lost(end: End) -> None:
    """Each picture that a PC of the centre that brought it holds is at the hub, and on every PC that reads of it."""
    rows = end.world.hub.rows("SELECT sha, facility, there FROM attachment_names")
    brought = {(str(row[0]), str(row[1])) for row in rows}
    there = {str(row[0]) for row in rows if row[2]}
    for pc in end.readers:
        for sha, whole in pc.pictures().items():
            if whole and (sha, pc.seat.facility) in brought:
                demand(sha in there, "C2", "a picture is not at the hub")
            if sha in there and not pc.quarantined():
                demand(whole, "C1", "a picture never came")


def c3_projection_is_a_replay(end: End) -> None:
    for pc in end.world.pcs:
        found = soundness.Soundness()
        soundness._check_lines(pc.store, found)
        soundness._check_projection(pc.store, found)
        demand(found.whole, "C3", str(found.problems))


def p1_no_holes(end: End) -> None:
    """Place k of a feed: everything up to k is held, and the marks are the hub's."""
    for pc in end.world.pcs:
        found = soundness.Soundness()
        soundness._check_chains(pc.store, found)
        if not (end.world.hub_lost and end.world.clashing):  # a stranger's line may then be the hub's first of its id
            soundness._check_feeds(pc.store, found)
        demand(found.whole, "P1", str(found.problems))


def c4_every_value_is_found(end: End) -> None:
    """Each value that nobody knowingly replaced is shown, or stands in a conflict."""
    for pc in end.world.pcs[:1]:
        for row in pc.store.rows("SELECT record FROM records WHERE kind = 'patient'"):
            _values_found(pc, row["record"])


def _values_found(pc: Pc, record: str) -> None:
    revoked = pc.store.rows("SELECT id FROM quarantined WHERE code = 'device-revoked'")
    apart = pc.quarantined() - {row["id"] for row in revoked}  # what those wrote stays in their own record
    rows = pc.store.rows("SELECT id, line FROM journal WHERE record = ?", (record,))
    lines = {row["id"]: json.loads(bytes(row["line"])) for row in rows if row["id"] not in apart}
    folded = records.folded(pc.store, record)
    if folded is None or folded.foreign or len(lines) < 2:
        return
    known: dict[str, set[str]] = {}

    def ancestors(change: str) -> set[str]:
        if change not in known:
            known[change] = set()
            for base in lines[change].get("base", []):
                if base in lines:
                    known[change] |= {base} | ancestors(base)
        return known[change]

    wrote = [change for change in lines if isinstance(lines[change]["set"].get("village"), str)]
    replaced = {old for change in wrote for old in ancestors(change) if old in wrote}
    due = {lines[change]["set"]["village"] for change in wrote if change not in replaced}
    found = {folded.fields.get("village")}
    for conflict in folded.conflicts:
        if conflict.path == "village":
            found |= {candidate.value for candidate in conflict.candidates}
    demand(due <= found, "C4", f"{len(due - found)} values of a record can be found nowhere")


def s1_feeds_are_whole(end: End) -> None:
    """1..k with right heads; and whatever else `hub-server check` looks at: after the checks that do not rest on it."""
    with end.world.hub.services.store.read() as conn:
        wrong = check.check(conn).wrong
    demand(not wrong, "S1", "; ".join(wrong[:3]))


def s2_nothing_twice(end: End) -> None:
    for feed, ids in end.feeds.items():
        twice = [change for change, times in Counter(ids).items() if times > 1]
        demand(not twice, "S2", f"{len(twice)} stand twice in {feed}")
    for pc in end.world.pcs:
        for change, sha in pc.memory.saved.items():
            same = end.stored.get(change, sha) == sha or change in end.world.clashing
            demand(same, "S2", f"{change} has other bytes at the hub than were saved")


def s3_only_the_bad_is_refused(end: End) -> None:
    """One bad change changes nothing for the others: only what was bad is in quarantine, and never stored."""
    world = end.world
    revoked = {str(row[0]) for row in world.hub.rows("SELECT id FROM quarantine WHERE code = 'device-revoked'")}
    innocent = end.quarantined - world.refused.keys() - world.clashing - revoked
    demand(not innocent, "S3", f"{len(innocent)} good changes are in quarantine: {_codes(world, innocent)}")
    # What was about another centre's patient is judged again when she is given to the writer's.
    taken = {line for line, may in world.refused.items() if line in end.stored and not may()}
    demand(not taken, "Z1", f"{len(taken)} changes without authority are stored")


def _codes(world: World, ids: set[str]) -> str:
    rows = world.hub.rows("SELECT id, code, detail FROM quarantine")
    return str(sorted({(str(row[1]), str(row[2])) for row in rows if row[0] in ids}))


def f1_audience_is_complete(end: End) -> None:
    audience_is_complete(end.world.hub.rows)


def audience_is_complete(rows: Callable[[str], list[Any]]) -> None:
    """F1: a feed holds all stored changes of its audience's patients, and no others."""
    audience: dict[str, set[str]] = {}
    for patient, facility in rows("SELECT patient, facility FROM audience"):
        audience.setdefault(f"facility:{facility}", set()).add(patient)
    there: dict[str, set[str]] = {feed: set() for feed in audience}
    for feed, change in rows("SELECT feed, id FROM feed_entries WHERE feed != 'all'"):
        there.setdefault(feed, set()).add(change)
    stored = rows("SELECT id, coalesce(patient, record), kind FROM changes WHERE state = 'stored'")
    for feed, held in there.items():
        own = audience.get(feed, set())
        due = {change for change, subject, kind in stored if subject in own and kind != "audit"}
        demand(due == held, "F1", f"{len(due - held)} are missing in a feed, {len(held - due)} do not belong there")


def k1_clocks(end: End) -> None:
    """A clock of a PC whose wall clock was always right is never far ahead, whatever its peers say."""
    for pc in end.world.pcs:
        rows = pc.store.rows("SELECT device, clock FROM journal j WHERE id IN (SELECT id FROM chain_lines)")
        twice = [clock for clock, times in Counter(row["clock"] for row in rows).items() if times > 1]
        copies = len([each for each in end.world.pcs if each.seat.device == pc.seat.device]) > 1
        demand(copies or not twice or end.world.copied, "K1", "a device has used a clock twice")
        last = pc.store.meta_get("clock_last")
        if last and not pc.memory.jumped:
            most = round((end.world.time + timedelta(minutes=1)).timestamp() * 1000) + MAX_AHEAD_MS
            demand(clock_ms(last) <= most, "K1", "a peer's clock has poisoned this PC's")


def u1_quarantine_is_shown(end: End) -> None:
    """What is in quarantine of this device stands on it under needs attention, and nothing else does."""
    apart: dict[str, set[str]] = {}
    for row in end.world.hub.rows("SELECT device, id, sha FROM quarantine WHERE released IS NULL"):
        if end.stored.get(str(row[1])) != bytes(row[2]):  # else it was taken in since, from another device
            apart.setdefault(str(row[0]), set()).add(str(row[1]))
    for pc in end.world.pcs:
        told = pc.quarantined()
        now = apart.get(pc.seat.device, set())
        ever = now.union(*(apart.get(device, set()) for device in pc.seat.former))
        demand(now <= told <= ever, "U1", f"{len(now - told)} lack under needs attention, {len(told - ever)} are over")
        demand(not (told and book.all_sent(pc.store)), "U1", "'all sent' is shown over changes in quarantine")
        if pc in end.readers:  # a revoked one's pictures wait for ever
            demand(bool(told) or book.all_sent(pc.store), "U1", "'all sent' is not shown, and nothing waits")


def z1_nothing_foreign(end: End) -> None:
    """No device holds a patient of another health centre, but for what it wrote itself."""
    world = end.world
    for pc in world.pcs:
        rows = pc.store.rows(
            "SELECT DISTINCT patient FROM journal WHERE patient IS NOT NULL AND id NOT IN (SELECT id FROM chain_lines)"
        )
        foreign = {row["patient"] for row in rows if pc.seat.facility not in world.readers.get(row["patient"], ())}
        demand(not foreign, "Z1", f"{len(foreign)} patients of another health centre are on a PC")
    for rogue in world.rogues:
        foreign = {patient for patient in rogue.read if rogue.seat.facility not in world.readers.get(patient, ())}
        demand(not foreign, "Z1", f"{len(foreign)} patients of another health centre were told to a stranger")


def d2_journal_stays(end: End) -> None:
    for pc in end.world.pcs:
        promised(pc)


AT_THE_END: dict[str, Callable[[End], None]] = {
    "D1 D2": d2_journal_stays,
    "C2": c2_nothing_lost,
    "S2": s2_nothing_twice,
    "S3": s3_only_the_bad_is_refused,
    "F1": f1_audience_is_complete,
    "S1": s1_feeds_are_whole,
    "Z1": z1_nothing_foreign,
    "C1": c1_same_fold,
    "P1": p1_no_holes,
    "C2 pictures": c2_no_picture_lost,
    "C3": c3_projection_is_a_replay,
    "C4": c4_every_value_is_found,
    "K1": k1_clocks,
    "U1": u1_quarantine_is_shown,
}
