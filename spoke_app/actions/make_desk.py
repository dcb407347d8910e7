"""The context of the actions for someone who signed in: who she is and where this PC stands, out of the records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import person
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import Place
from spoke_app.settings import Settings
from spoke_app.store import records
from spoke_app.store.database import Store
from spoke_app.store.values import text


def make_desk(store: Store, staff: str, clock: Callable[[], datetime], settings: Settings) -> Desk:
    """Runs on the store thread, like the actions. Raises Refused for someone the records do not know."""
    who = person(store, staff)
    if who is None:
        raise refuse("staff", "unknown", staff)
    return Desk(store, who, this_place(store), clock, settings)


def this_place(store: Store) -> Place:
    """The health centre of this PC; with an id alone until its record has come."""
    post = store.meta_get("post_id")
    found = records.folded(store, post)
    fields = found.fields if found is not None else {}
    names = [text(fields.get(name)) for name in ("name", "name_hi", "district", "subdistrict", "code")]
    return Place(post, *names)
