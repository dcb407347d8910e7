"""The rules of one exchange at the device: what counts, what is stored, and what an untrue answer changes - nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from care_record.chain import extend, line_hash
from care_record.change import decode
from care_record.ids import new_id
from care_record.signature import new_signing_key
from care_record.wire import (
    Ack,
    Diverged,
    Hello,
    Quarantined,
    early_line,
    feed_line,
    message,
    own_line,
    yours_line,
)
from spoke_app.store import exchange_book as book
from spoke_app.store import own_chain, records
from spoke_app.sync.engine import DIVERGED, DONE, MOST_IDLE, NOT_ENROLLED, exchange_once
from spoke_app.sync.transport import Refusal
from tests.spoke_app.sync.rig import FEED, Feed, Request, ScriptedHub, Spoke, end, foreign, gzipped

# -- sending -----------------------------------------------------------------------------------------------------


def test_what_was_saved_goes_out_as_it_was_written_and_stops_waiting(spoke: Spoke, hub: ScriptedHub) -> None:
    for name in ("Sunita Devi", "सुनीता देवी", "Ramesh"):
        spoke.save(name)
    assert spoke.waiting() == 3
    result = spoke.exchange()
    assert (result.outcome, result.sent, spoke.waiting()) == (DONE, 3, 0)
    assert hub.requests[0].lines == spoke.own_lines()
    assert len(hub.requests) == 1
    assert book.all_sent(spoke.store)


def test_saved_during_the_exchange_keeps_waiting(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.save()

    def save() -> None:
        spoke.save("Meanwhile")

    hub.during = save
    result = spoke.exchange_once()
    assert (result.outcome, result.sent, spoke.waiting()) == (DONE, 1, 1)
    assert not book.all_sent(spoke.store)


def test_an_ack_of_another_head_acknowledges_nothing(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.save()

    def lie(request: Request) -> bytes:
        return gzipped([hub.hello(request), message(Ack(1, "ab" * 32)), end()])

    hub.script = lie
    spoke.exchange_once()
    assert spoke.waiting() == 1


def test_a_copy_gets_a_new_chain_and_sends_its_lines_there_unchanged(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.save("Proved")
    spoke.exchange()
    kept = [spoke.save(f"After {i}") for i in range(3)]
    first_chain = hub.requests[0].hello.chain

    def another_copy_went_on(request: Request) -> bytes:
        if request.hello.chain == first_chain:
            return gzipped([hub.hello(request), message(Ack(9, "cd" * 32)), end()])
        return hub.plain(request)

    hub.script = another_copy_went_on
    result = spoke.exchange()
    assert result.outcome == DONE
    assert spoke.waiting() == 0
    last = hub.requests[-1]
    assert (last.hello.chain, last.hello.from_n) == (hub.chains[0], 1)
    assert [decode(line).id for line in last.lines] == [change.id for change in kept]
    assert last.lines == spoke.own_lines()[1:]


def test_a_copy_of_a_restored_hub_sends_everything_again(spoke: Spoke, hub: ScriptedHub) -> None:
    for i in range(3):
        spoke.save(f"Patient {i}")
    spoke.exchange()
    first_chain = hub.requests[0].hello.chain

    def restored_and_another_copy(request: Request) -> bytes:
        if request.hello.chain == first_chain:
            return gzipped([hub.hello(request), message(Ack(2, "cd" * 32)), end()])
        return hub.plain(request)

    hub.script = restored_and_another_copy
    spoke.exchange()
    assert hub.requests[-1].lines == spoke.own_lines()
    assert spoke.waiting() == 0


def test_a_copy_whose_proved_place_is_anothers_now_sends_everything_again(spoke: Spoke, hub: ScriptedHub) -> None:
    """The hub was restored to before that place, and another copy came first."""
    for i in range(3):
        spoke.save(f"Patient {i}")
    spoke.exchange()
    spoke.save("After")
    first_chain = hub.requests[0].hello.chain

    def restored_and_filled_by_another_copy(request: Request) -> bytes:
        if request.hello.chain == first_chain:
            return gzipped([hub.hello(request, parted=True), message(Ack(9, "cd" * 32)), end()])
        return hub.plain(request)

    hub.script = restored_and_filled_by_another_copy
    spoke.exchange()
    assert hub.requests[-1].lines == spoke.own_lines()
    assert spoke.waiting() == 0


def test_a_chain_that_the_hub_gives_to_another_device_is_left(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.save()
    spoke.exchange()
    spoke.save()
    first_chain = hub.requests[0].hello.chain

    def refuse(request: Request) -> bytes:
        if request.hello.chain == first_chain:
            raise Refusal("foreign-chain", 403)
        return hub.plain(request)

    hub.script = refuse
    assert spoke.exchange().outcome == DONE
    assert hub.requests[-1].lines == spoke.own_lines()
    assert spoke.waiting() == 0


def test_a_hub_that_leads_in_a_circle_is_left_alone(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.save()
    hub.script = lambda request: gzipped([hub.hello(request), hub.ack(request), end(more=True)])
    spoke.exchange()
    assert len(hub.requests) == MOST_IDLE + 1
    assert spoke.waiting() == 0


@pytest.mark.parametrize("code", ["device-unknown", "upgrade-needed", "busy"])
def test_a_refusal_is_the_outcome_and_changes_nothing(spoke: Spoke, hub: ScriptedHub, code: str) -> None:
    spoke.save()

    def refuse(request: Request) -> bytes:
        raise Refusal(code, 401, retry_after=7.0)

    hub.script = refuse
    result = spoke.exchange()
    assert (result.outcome, result.retry_after, spoke.waiting()) == (code, 7.0, 1)
    assert book.history(spoke.store)[0].outcome == code


def test_a_restored_hub_gets_again_what_it_lost(spoke: Spoke, hub: ScriptedHub) -> None:
    for i in range(4):
        spoke.save(f"Patient {i}")
    spoke.exchange()
    lines = spoke.own_lines()
    head = extend(bytes(32), lines[0]).hex()
    answers = [lambda request: gzipped([hub.hello(request), message(Ack(1, head)), end()]), hub.plain]
    hub.script = lambda request: answers.pop(0)(request)
    spoke.exchange()
    assert hub.requests[-1].lines == lines[1:]
    assert spoke.waiting() == 0


def test_after_a_broken_send_it_first_asks_what_got_through(spoke: Spoke, hub: ScriptedHub) -> None:
    lines = [spoke.save(f"Patient {i}") for i in range(2)]
    hub.script = lambda request: b""
    assert spoke.exchange_once().outcome == "not-our-hub"
    head = extend(extend(bytes(32), spoke.own_lines()[0]), spoke.own_lines()[1]).hex()
    hub.script = lambda request: gzipped([hub.hello(request), message(Ack(len(lines), head)), end()])
    result = spoke.exchange()
    assert hub.requests[1].lines == []
    assert (result.sent, spoke.waiting(), len(hub.requests)) == (2, 0, 2)


def test_the_budget_doubles_while_quick_and_halves_when_nothing_gets_through(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.exchange()
    first = book.link(spoke.store).budget
    hub.script = lambda request: gzipped([hub.hello(request)])
    assert spoke.exchange_once().outcome == "broken"
    assert book.link(spoke.store).budget == first // 2
    for i in range(60):
        spoke.save("".join(chr(0x900 + (i * 7 + j * j) % 100) for j in range(120)), note="x" * i)
    assert spoke.exchange_once().outcome == "broken"
    assert book.link(spoke.store).budget == first // 2  # whether that got through is not known yet
    hub.script = lambda request: gzipped([hub.hello(request), message(Ack(0, bytes(32).hex())), end()])
    assert spoke.exchange_once().more
    assert book.link(spoke.store).budget == first // 4
    hub.script = hub.plain
    with spoke.store.transaction():
        book.set_link(spoke.store, book.Link(budget=128))
    assert spoke.exchange_once().more
    assert book.link(spoke.store).budget == 256
    assert len(hub.requests[-1].lines) < 60
    assert spoke.exchange().outcome == DONE
    assert spoke.waiting() == 0


def test_pages_that_get_through_a_line_that_breaks_are_small_enough(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.feed.lines += [foreign("Asha"), foreign("Meena")]
    hub.script = lambda request: gzipped([hub.hello(request), hub.ack(request), *hub.feed.page(0, 1)])
    first = book.link(spoke.store).budget
    assert spoke.exchange_once().outcome == "broken"
    for _ in range(2):
        spoke.save()
    hub.script = lambda request: b""
    spoke.exchange_once()
    head = extend(extend(bytes(32), spoke.own_lines()[0]), spoke.own_lines()[1]).hex()
    hub.script = lambda request: gzipped([hub.hello(request), message(Ack(2, head)), end()])
    assert spoke.exchange_once().sent == 2
    assert book.link(spoke.store).budget == first


def test_a_request_that_takes_long_ends_between_pages(spoke: Spoke, hub: ScriptedHub) -> None:
    with spoke.store.transaction():
        for i in range(500):
            spoke.save(f"Patient {i}")
    spoke.tick = 15.0
    spoke.exchange()
    assert 1 < len(hub.requests) <= 5
    assert [line for request in hub.requests for line in request.lines] == spoke.own_lines()


def test_a_budget_of_nothing_still_sends_one_change(spoke: Spoke, hub: ScriptedHub) -> None:
    for _ in range(3):
        spoke.save()
    with spoke.store.transaction():
        book.set_link(spoke.store, book.Link(budget=1))
    spoke.exchange_once()
    assert len(hub.requests[0].lines) == 1


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 201])
def test_pages_of_a_hundred(spoke: Spoke, hub: ScriptedHub, count: int) -> None:
    with spoke.store.transaction():
        for i in range(count):
            spoke.save(f"Patient {i}")
    spoke.exchange()
    assert [mark.n for request in hub.requests for mark in request.marks][-1:] == ([count] if count else [])
    assert [line for request in hub.requests for line in request.lines] == spoke.own_lines()
    assert spoke.waiting() == 0


def test_an_emergency_goes_ahead_of_its_turn_once(spoke: Spoke, hub: ScriptedHub) -> None:
    for i in range(150):
        spoke.save(f"Patient {i}")
    routine, emergency = spoke.save("Routine"), spoke.save("Emergency")
    spoke.refer(routine, "routine")
    referral = spoke.refer(emergency, "emergency")
    with spoke.store.transaction():
        book.set_link(spoke.store, book.Link(budget=128))
    spoke.exchange()
    assert [decode(line).id for line in hub.requests[0].early] == [emergency.id, referral.id]
    assert [request.early for request in hub.requests[1:]] == [[]] * (len(hub.requests) - 1)
    assert len(hub.requests) > 2
    assert [line for request in hub.requests for line in request.lines] == spoke.own_lines()


def test_what_goes_in_the_first_page_anyway_needs_no_hurry(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.refer(spoke.save("Emergency"), "emergency")
    spoke.exchange()
    assert hub.requests[0].early == []


# -- taking ------------------------------------------------------------------------------------------------------


def test_news_are_stored_with_their_place(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.feed.lines += [foreign("Asha"), foreign("Meena")]
    hub.script = hub.news
    result = spoke.exchange()
    assert (result.outcome, result.received, spoke.place()) == (DONE, 2, 2)
    assert result.kinds == {"patient"}
    assert {decode(line).record for line in hub.feed.lines} == result.ids
    assert spoke.exchange().received == 0
    assert hub.requests[-1].hello.feeds[FEED] == (2, hub.feed.head(2).hex())


@pytest.mark.parametrize("form", ["own", "yours"])
def test_own_changes_come_back_without_their_bodies(spoke: Spoke, hub: ScriptedHub, form: str) -> None:
    own = spoke.save()
    [line] = spoke.own_lines()
    hub.feed.lines.append(line)

    def answer(request: Request) -> bytes:
        mine = own_line(FEED, 1, 1) if form == "own" else yours_line(FEED, 1, own.id, line_hash(line).hex())
        return gzipped([hub.hello(request), hub.ack(request), mine, hub.feed.mark(), end()])

    hub.script = answer
    assert spoke.exchange_once().outcome == DONE
    assert spoke.place() == 1
    assert own_chain.at_hub(spoke.store, own.id) is not None


@pytest.mark.parametrize("form", ["own", "yours", "unknown"])
def test_what_is_not_ours_stores_nothing_and_all_is_asked_for_in_full(
    spoke: Spoke, hub: ScriptedHub, form: str
) -> None:
    own = spoke.save()
    other = foreign()
    hub.feed.lines.append(other)

    def not_ours(request: Request) -> bytes:
        mine = {
            "own": own_line(FEED, 1, 1),
            "yours": yours_line(FEED, 1, own.id, line_hash(other).hex()),
            "unknown": yours_line(FEED, 1, new_id(), line_hash(other).hex()),
        }[form]
        return gzipped([hub.hello(request), hub.ack(request), mine, hub.feed.mark(), end()])

    hub.script = not_ours
    assert spoke.exchange_once().outcome == "not-our-hub"
    assert spoke.place() == 0
    hub.script = lambda request: gzipped(
        [hub.hello(request), message(Ack(1, line_head(spoke))), *hub.feed.page(0), end()]
    )
    assert spoke.exchange().outcome == DONE
    assert (hub.requests[1].hello.from_n, hub.requests[1].lines) == (1, [])
    assert decode(other).id in spoke.held()


def line_head(spoke: Spoke) -> str:
    state = own_chain.current_chain(spoke.store)
    assert state is not None
    head = own_chain.head_at(spoke.store, state.chain, state.last_n)
    assert head is not None
    return head.hex()


def test_an_early_line_is_there_at_once_and_may_come_again(spoke: Spoke, hub: ScriptedHub) -> None:
    line = foreign("Emergency")
    hub.feed.lines.append(line)
    hub.script = lambda request: gzipped([hub.hello(request), hub.ack(request), early_line(line)])
    assert spoke.exchange_once().outcome == "broken"
    assert decode(line).id in spoke.held()
    assert spoke.place() == 0
    hub.script = hub.news
    assert spoke.exchange().outcome == DONE
    assert spoke.place() == 1


def test_cut_at_every_byte_it_keeps_every_whole_page_and_no_half_one(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.feed.lines += [foreign(f"Patient {i}") for i in range(6)]

    def three_pages(request: Request) -> bytes:
        after = request.hello.feeds[FEED][0]
        pages = [line for at in range(after, 6, 2) for line in hub.feed.page(at, at + 2)]
        return gzipped([hub.hello(request), hub.ack(request), *pages, end()])

    whole = 0
    length = len(three_pages(Request(first_hello(spoke, hub), [], [])))
    for cut in range(0, length, 7):
        hub.script = lambda request, cut=cut: three_pages(request)[:cut]  # type: ignore[misc]
        result = spoke.exchange_once()
        assert result.outcome in ("not-our-hub", "broken", DONE)
        assert spoke.place() in (0, 2, 4, 6)
        assert spoke.place() >= whole
        assert len(spoke.held()) == spoke.place()
        whole = spoke.place()
    assert whole == 6


def first_hello(spoke: Spoke, hub: ScriptedHub) -> Hello:
    spoke.exchange_once()
    return hub.requests.pop().hello


Bend = Callable[[ScriptedHub, Request], list[bytes]]


def wrong_hub(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.hello(request, hub="hub-2"), hub.ack(request), *hub.feed.page(0), end()]


def replayed(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.hello(request, request="yesterday"), hub.ack(request), *hub.feed.page(0), end()]


def other_protocol(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.hello(request, protocol=2), hub.ack(request), *hub.feed.page(0), end()]


def no_hello(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.ack(request), *hub.feed.page(0), end()]


def foreign_signature(hub: ScriptedHub, request: Request) -> list[bytes]:
    forged = Feed(FEED, new_signing_key(), hub.feed.lines)
    return [hub.hello(request), hub.ack(request), *forged.page(0), end()]


def a_hole(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.hello(request), hub.ack(request), *hub.feed.page(1), end()]


def swapped(hub: ScriptedHub, request: Request) -> list[bytes]:
    one, two, mark = hub.feed.page(0)
    return [hub.hello(request), hub.ack(request), two, one, mark, end()]


def another_line(hub: ScriptedHub, request: Request) -> list[bytes]:
    _, two, mark = hub.feed.page(0)
    return [hub.hello(request), hub.ack(request), feed_line(FEED, 1, foreign()), two, mark, end()]


def foreign_feed(hub: ScriptedHub, request: Request) -> list[bytes]:
    stray = Feed("facility:other", hub.key, hub.feed.lines)
    return [hub.hello(request), hub.ack(request), *stray.page(0), end()]


def no_mark(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.hello(request), hub.ack(request), *hub.feed.page(0)[:-1], end()]


def an_endless_page(hub: ScriptedHub, request: Request) -> list[bytes]:
    endless = Feed(FEED, hub.key, [foreign("x" * 60000) for _ in range(12)])
    return [hub.hello(request), hub.ack(request), *endless.page(0), end()]


def rubbish(hub: ScriptedHub, request: Request) -> list[bytes]:
    return [hub.hello(request), b"<html>", *hub.feed.page(0), end()]


@pytest.mark.parametrize(
    "bend",
    [
        wrong_hub,
        replayed,
        other_protocol,
        no_hello,
        foreign_signature,
        a_hole,
        swapped,
        another_line,
        foreign_feed,
        no_mark,
        an_endless_page,
        rubbish,
    ],
)
def test_an_untrue_answer_stores_nothing(spoke: Spoke, hub: ScriptedHub, bend: Bend) -> None:
    hub.feed.lines += [foreign("Asha"), foreign("Meena")]
    hub.script = lambda request: gzipped(bend(hub, request))
    assert spoke.exchange().outcome == "not-our-hub"
    assert spoke.place() == 0
    assert spoke.held() == set()
    assert book.history(spoke.store)[0].outcome == "not-our-hub"
    assert not book.all_sent(spoke.store)


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>Sign in</html>", zlib.compress(b"x"), gzipped([b" " * 10_000_000]), b"\x1f\x8b\x08\x00rubbish"],
    ids=["nothing", "html", "zlib", "bomb", "rubbish"],
)
def test_bytes_that_are_no_exchange_are_no_connection(spoke: Spoke, hub: ScriptedHub, raw: bytes) -> None:
    spoke.save()
    hub.script = lambda request: raw
    assert spoke.exchange().outcome == "not-our-hub"
    assert spoke.waiting() == 1


def test_the_same_id_with_other_bytes_leaves_the_first_as_it_was(
    spoke: Spoke, hub: ScriptedHub, caplog: pytest.LogCaptureFixture
) -> None:
    line = foreign("First")
    hub.feed.lines.append(line)
    hub.script = hub.news
    spoke.exchange()
    hub.feed.lines.append(line.replace(b"First", b"Other"))
    assert spoke.exchange_once().outcome == DONE
    assert spoke.place() == 2
    assert bytes(spoke.store.value("SELECT line FROM journal")) == line
    assert decode(line).id in caplog.text


# -- quarantine, revocation, time --------------------------------------------------------------------------------


def test_what_the_hub_sets_aside_leaves_the_fold_and_is_shown_until_released(spoke: Spoke, hub: ScriptedHub) -> None:
    change = spoke.save()
    assert records.folded(spoke.store, change.record) is not None
    aside = Quarantined(change.id, "no-authority", "another centre's patient")

    def told(request: Request) -> bytes:
        return gzipped([hub.hello(request), hub.ack(request), end(quarantined=(aside,), quarantined_count=1)])

    hub.script = told
    result = spoke.exchange()
    assert (result.outcome, result.ids) == (DONE, frozenset({change.record}))
    [shown] = book.quarantined(spoke.store)
    assert (shown.id, shown.code, shown.record, shown.kind) == (change.id, "no-authority", change.record, "patient")
    assert records.folded(spoke.store, change.record) is None
    assert not book.all_sent(spoke.store)
    hub.script = hub.plain
    assert spoke.exchange().ids == {change.record}
    assert book.quarantined(spoke.store) == []
    assert records.folded(spoke.store, change.record) is not None


def test_a_list_cut_at_a_hundred_releases_nobody(spoke: Spoke, hub: ScriptedHub) -> None:
    changes = [spoke.save() for _ in range(3)]
    asides = [Quarantined(change.id, "no-authority") for change in changes]

    def told(first: int, count: int) -> Callable[[Request], bytes]:
        return lambda request: gzipped(
            [
                hub.hello(request),
                hub.ack(request),
                end(quarantined=tuple(asides[first : first + 2]), quarantined_count=count),
            ]
        )

    hub.script = told(0, 3)
    spoke.exchange()
    hub.script = told(1, 3)
    spoke.exchange()
    assert len(book.quarantined(spoke.store)) == 3
    hub.script = told(1, 2)
    spoke.exchange()
    assert len(book.quarantined(spoke.store)) == 2


def test_revoked_is_noted(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.script = lambda request: gzipped([hub.hello(request, revoked=True), hub.ack(request), end()])
    spoke.exchange()
    assert book.may_enrol_again(spoke.store)
    hub.script = hub.plain
    spoke.exchange()
    assert not book.may_enrol_again(spoke.store)


@pytest.mark.parametrize("off", [timedelta(days=-800), timedelta(minutes=6), timedelta(days=3650)])
def test_a_wrong_clock_is_known_and_marks_what_is_saved(spoke: Spoke, hub: ScriptedHub, off: timedelta) -> None:
    spoke.time += off
    assert spoke.save().tz_ok
    spoke.exchange()
    assert not spoke.save().tz_ok
    spoke.time = hub.time
    spoke.exchange()
    assert spoke.save().tz_ok


def test_before_the_enrolment_nothing_is_asked(spoke: Spoke, hub: ScriptedHub) -> None:
    with spoke.store.transaction():
        spoke.store.meta_set("hub", "")
    assert exchange_once(spoke.call, hub, spoke.clock()).outcome == NOT_ENROLLED
    assert hub.requests == []


# -- a hub that was restored -------------------------------------------------------------------------------------


def test_diverged_goes_back_over_its_marks_in_doubling_steps_and_keeps_the_run(spoke: Spoke, hub: ScriptedHub) -> None:
    lines = [foreign(f"Patient {i}") for i in range(10)]
    hub.script = hub.news
    for i, line in enumerate(lines, start=1):
        hub.feed.lines.append(line)
        spoke.exchange()
        assert spoke.place() == i
    hub.requests.clear()
    restored = Feed(FEED, hub.key, [*lines[:4], foreign("New one"), foreign("New two")])

    def answer(request: Request) -> bytes:
        seq, head = request.hello.feeds[FEED]
        if seq > len(restored.lines) or restored.head(seq).hex() != head:
            newest = (len(restored.lines), restored.head(len(restored.lines)).hex())
            return gzipped([hub.hello(request), hub.ack(request), message(Diverged(FEED, newest)), end()])
        return gzipped([hub.hello(request), hub.ack(request), *restored.page(seq), end()])

    hub.script = answer
    result = spoke.exchange()
    assert result.outcome == DONE
    assert [request.hello.feeds[FEED][0] for request in hub.requests] == [10, 9, 7, 3]
    assert (result.received, spoke.place()) == (2, 6)
    assert len(spoke.held()) == 12
    kept = spoke.store.rows("SELECT feed, seq FROM feed_lines WHERE feed LIKE ? ORDER BY seq", (f"{FEED}@%",))
    assert [row["seq"] for row in kept] == [4, 5, 6, 7, 8, 9, 10]
    signed = spoke.store.value("SELECT max(seq) FROM feed_marks WHERE feed LIKE ?", (f"{FEED}@%",))
    assert signed == 10
    assert book.link(spoke.store).going_back == {}


def test_a_hub_that_lost_everything_is_followed_from_nothing(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.feed.lines += [foreign("Asha"), foreign("Meena")]
    hub.script = hub.news
    spoke.exchange()

    def empty(request: Request) -> bytes:
        diverged = [message(Diverged(FEED, (0, "00" * 32)))] if request.hello.feeds[FEED][0] else []
        return gzipped([hub.hello(request), hub.ack(request), *diverged, end()])

    hub.script = empty
    assert spoke.exchange().outcome == DONE
    assert spoke.place() == 0
    assert len(spoke.held()) == 2


def test_a_hub_that_knows_no_place_at_all_needs_attention(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.script = lambda request: gzipped(
        [hub.hello(request), hub.ack(request), message(Diverged(FEED, (5, "00" * 32))), end()]
    )
    assert spoke.exchange().outcome == DIVERGED
    assert len(hub.requests) == 1


def test_what_a_restored_hub_lost_is_not_shown_to_be_there(spoke: Spoke, hub: ScriptedHub) -> None:
    change, others = spoke.save(), foreign()
    hub.feed.lines += [*spoke.own_lines(), others]
    hub.script = hub.news
    spoke.exchange()
    assert own_chain.at_hub(spoke.store, change.id) is not None
    assert own_chain.at_hub(spoke.store, decode(others).id) is not None
    hub.script = lambda request: gzipped([hub.hello(request), message(Ack(0, "00" * 32))])
    assert spoke.exchange().outcome == "broken"
    assert own_chain.at_hub(spoke.store, change.id) is None
    hub.feed.lines.clear()

    def empty(request: Request) -> bytes:
        diverged = [message(Diverged(FEED, (0, "00" * 32)))] if request.hello.feeds[FEED][0] else []
        return gzipped([hub.hello(request), hub.ack(request), *diverged, end()])

    hub.script = empty
    assert spoke.exchange().outcome == DONE
    assert own_chain.at_hub(spoke.store, change.id) is not None, "it went again"
    assert own_chain.at_hub(spoke.store, decode(others).id) is None


def test_told_twice_a_change_in_quarantine_is_one(spoke: Spoke, hub: ScriptedHub) -> None:
    change = spoke.save()
    aside = [Quarantined(change.id, "device-revoked"), Quarantined(change.id, "foreign-patient")]
    told = end(quarantined=tuple(aside), quarantined_count=2)
    hub.script = lambda request: gzipped([hub.hello(request), hub.ack(request), told])
    spoke.exchange()
    assert book.quarantined_count(spoke.store) == 1


def test_all_is_sent_also_when_the_hubs_clock_was_set_back(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.time += timedelta(days=400)
    spoke.save()
    spoke.exchange()
    assert book.all_sent(spoke.store)
    hub.time -= timedelta(days=400)
    spoke.exchange()
    assert book.all_sent(spoke.store)
