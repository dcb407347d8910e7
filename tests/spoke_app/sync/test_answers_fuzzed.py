"""A2 by generated answers: whatever a line, a cache or an attacker makes of the hub's words, only whole proved pages of
the hub's own feed and only proved acknowledgements ever count."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from care_record.wire import AnswerEnd, message
from spoke_app.store import exchange_book as book
from spoke_app.store import own_chain
from tests.helpers.mutations import mutated
from tests.spoke_app.sync.rig import FEED, Request, ScriptedHub, Spoke, foreign, gzipped

EXAMPLES = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@given(st.data())
@EXAMPLES
def test_a_mutated_answer_brings_only_what_the_hub_signed(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        hub = ScriptedHub()
        spoke = Spoke(Path(folder), hub)
        hub.feed.lines = [foreign(f"Patient {n}") for n in range(6)]
        own = [spoke.save(f"Own {n}").id for n in range(3)]

        def answer(request: Request) -> bytes:
            lines = [hub.hello(request), hub.ack(request), *hub.feed.page(0, 3), *hub.feed.page(3, 6)]
            return gzipped(data.draw(mutated([*lines, message(AnswerEnd(more=False))])))

        hub.script = answer
        spoke.exchange_once()
        place = book.place(spoke.store, FEED)
        assert place.seq in (0, 3, 6) and place.head == hub.feed.head(place.seq)
        signed = {row["id"] for row in spoke.store.rows("SELECT id FROM feed_lines WHERE feed = ?", (FEED,))}
        assert len(signed) == place.seq
        state = own_chain.current_chain(spoke.store)
        assert state is not None and state.acked_head == own_chain.head_at(spoke.store, state.chain, state.acked_n)
        assert set(own) <= spoke.held()
        # Whatever it left behind, a good line mends it.
        hub.script = hub.news
        assert spoke.exchange().outcome == "done"
        assert spoke.place() == 6 and spoke.waiting() == 0
        spoke.store.close()
