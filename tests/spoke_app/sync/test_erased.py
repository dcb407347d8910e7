"""What the hub has erased comes as its hash alone: the PC proves the feed over it, and never brings a body back."""

from __future__ import annotations

from care_record.chain import erased_bytes, line_hash
from care_record.change import decode
from care_record.signature import b64, new_signing_key, sign
from care_record.wire import AnswerEnd, Erased, erased_line, message
from hub_server.services import erasing
from spoke_app.store import exchange_book as book
from spoke_app.store import feed_runs, own_chain, soundness
from spoke_app.sync.engine import DONE
from tests.spoke_app.sync.rig import FEED, HUB, Request, ScriptedHub, Spoke, foreign, gzipped
from tests.spoke_app.sync.test_heal import Town, town

__all__ = ["town"]
REASON = "letter 17/2026"


def test_a_new_pc_takes_a_feed_with_an_erased_patient_in_it(town: Town) -> None:
    here = town.facility("A")
    old = town.pc(here, town.cho(here))
    gone, stays = old.patient("Erased"), old.patient("Stays")
    town.settle()
    town.answer(gone.record)
    town.settle()
    erasing.erase(town.services, gone.record, REASON)
    fresh = town.pc(here, town.cho(here))
    town.settle()
    assert gone.id in old.held(), "no journal line is ever deleted"
    assert gone.id not in fresh.held()
    assert stays.id in fresh.held()
    assert book.place(fresh.store, fresh.feed()) == book.place(old.store, old.feed())
    for pc in (old, fresh):
        assert soundness.check(pc.store).problems == []
        assert own_chain.waiting(pc.store) == 0


def test_a_pc_that_saw_the_erasure_heals_a_hub_without_it(town: Town) -> None:
    here = town.facility("A")
    old = town.pc(here, town.cho(here))
    town.settle()
    town.backup()
    gone, stays = old.patient("Erased"), old.patient("Stays")
    town.settle()
    town.answer(stays.record)
    town.settle()
    erasing.erase(town.services, gone.record, REASON)
    fresh = town.pc(here, town.cho(here))
    token = fresh.wire.token
    town.settle()
    old.store.close()
    town.pcs.remove(old)  # burnt down: only a PC that never had the body is left
    town.restore()
    assert stays.id not in town.at_hub()
    assert fresh.exchange().outcome == "device-unknown"
    fresh.enrol()
    assert token != fresh.wire.token
    town.settle()
    assert {stays.id} <= town.at_hub("stored")
    assert gone.id not in town.at_hub()
    assert feed_runs.open_run(fresh.store) is None
    assert fresh.exchange().outcome == DONE
    assert (fresh.wire.exchanges, fresh.wire.healings) == (1, [])
    assert soundness.check(fresh.store).problems == []


def test_a_hub_restored_from_before_the_erasure_needs_it_again(town: Town) -> None:
    here = town.facility("A")
    pc = town.pc(here, town.cho(here))
    gone = pc.patient("Erased")
    town.settle()
    town.backup()
    pc.patient("Stays")
    town.settle()
    erasing.erase(town.services, gone.record, REASON)
    town.restore()
    town.settle()
    assert gone.id in town.at_hub("stored"), "the guide says so"
    erasing.erase(town.services, gone.record, REASON)
    town.settle()
    assert gone.id in town.at_hub("erased")
    assert pc.exchange().outcome == DONE
    assert soundness.check(pc.store).problems == []


def test_only_our_hub_says_that_something_was_erased(spoke: Spoke, hub: ScriptedHub) -> None:
    """Somebody in the line has the hashes and the mark, and keeps a body back."""
    hub.feed.lines = [foreign("Kept back"), foreign("Behind it")]
    kept = decode(hub.feed.lines[0])
    sha = line_hash(hub.feed.lines[0])
    by = new_signing_key()
    for proof in ("", "c2ln", b64(sign(by, erased_bytes(HUB, kept.id, sha)))):

        def answer(request: Request, proof: str = proof) -> bytes:
            _, *rest = hub.feed.page(0, 2)
            instead = erased_line(FEED, 1, Erased(kept.id, sha.hex(), proof))
            return gzipped([hub.hello(request), hub.ack(request), instead, *rest, message(AnswerEnd(more=False))])

        hub.script = answer
        spoke.exchange_once()
        assert spoke.place() == 0
    hub.script = hub.news
    assert spoke.exchange().outcome == DONE
    assert kept.id in spoke.held()
