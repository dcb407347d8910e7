"""A health centre's real store and actions under the patient and visit screens. All people are invented."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app import later
from spoke_app.actions.desk import Desk
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.views import Person, Place
from spoke_app.settings import Settings
from spoke_app.store import journal, own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange
from spoke_app.store.store_thread import StoreThread
from spoke_app.ui.context import UiContext
from spoke_app.ui.runner import Runner
from tests.spoke_app.ui.choices import Choices

IST = timezone(timedelta(hours=5, minutes=30))
PLACE = Place(new_id(1), "Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा", "223", "")
CHO = Person(new_id(2), "Kumari Anjali", "कुमारी अंजलि", "cho")
HUB_DESK = new_id(4)


class Clinic:
    """`context()` for the screens; `act()` runs an action as the health worker does, and waits for it."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 24, 11, 42, tzinfo=IST)
        self.choices = Choices()
        self.thread = StoreThread(lambda: open_store(folder / "spoke.db", bytes(32)))
        self.runner = Runner(self._submit, trouble=later.trouble_code)
        self.thread.call(self._begin)

    def close(self) -> None:
        self.thread.close()

    def context(self) -> UiContext:
        return UiContext(self.runner, self.choices, PLACE, CHO, clock=lambda: self.now)

    def act(self, action: Callable[..., Any], *args: Any) -> Any:
        return self.thread.call(lambda store: action(self._desk(store), *args))

    def register(self, **fields: Any) -> str:
        """A patient of this centre; what is not given is filled in."""
        age = {"value": 30, "unit": "years", "as_of": self.now.date().isoformat()}
        told = {"name": "Asha Devi", "gender": "female", "age": age, "village": "Barail", **fields}
        patient: str = self.act(register_patient, told)[1]
        return patient

    def visit(self, patient: str, days_ago: int, **fields: Any) -> str:
        """An earlier visit, as it lies in the record."""
        started = time_text(self.now - timedelta(days=days_ago))
        record = new_id()
        change = NewChange("visit", patient, {"started": started, "mode": "spoke", **fields}, record=record)
        self.write(change)
        return record

    def write(self, *changes: NewChange) -> None:
        self.thread.call(lambda store: journal.write(store, changes, author=CHO.id, now=self.now))

    def records(self, kind: str) -> list[dict[str, Any]]:
        """Fields of every record of a kind, oldest first."""
        from spoke_app.store.records import of_kind

        return [found.fields for found in self.thread.call(lambda store: list(of_kind(store, kind)))]

    def _desk(self, store: Store) -> Desk:
        return Desk(store, CHO, PLACE, lambda: self.now, Settings())

    def _submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        return self.thread.submit(lambda store: action(self._desk(store), *args))

    def _begin(self, store: Store) -> None:
        store.meta_set("device", "0123456789abcdef")
        store.meta_set("post_id", PLACE.id)
        store.meta_set("slip_letter", "B")
        own_chain.start_chain(store, "chain-1", now=self.now)
        desk = {
            "name": "Supaul hub",
            "name_hi": "सुपौल हब",
            "code": "SUP",
            "district": "223",
            "specialities": ["gynaecology", "medicine"],
        }
        staff = {"name": CHO.name, "role": "cho", "posts": [PLACE.id], "active": True}
        changes = [NewChange("desk", None, desk, record=HUB_DESK), NewChange("staff", None, staff, record=CHO.id)]
        journal.write(store, changes, author=CHO.id, now=self.now)
