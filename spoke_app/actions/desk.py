"""What every action works on: the open store, who is signed in, at which centre, and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from care_record.change import BadChange, Change
from care_record.roles import Action, may
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import Changed, Person, Place
from spoke_app.settings import Settings
from spoke_app.store import trail
from spoke_app.store.database import Store
from spoke_app.store.journal import NewChange, write


@dataclass(frozen=True)
class Desk:
    """The context of the actions. It belongs to the store thread, as its store does; `clock` gives aware times."""

    store: Store
    staff: Person
    place: Place
    clock: Callable[[], datetime]
    settings: Settings = Settings()  # noqa: RUF009 - frozen

    def now(self) -> datetime:
        return self.clock()

    def require(self, action: Action, kind: str) -> None:
        """Raises Refused for what her role may not do."""
        if not may(self.staff.role, action, kind):
            raise refuse(kind, "not-allowed", self.staff.role)

    def note(self, what: str, record: str = "") -> None:
        """An entry of the trail, in her name."""
        trail.note(self.store, self.staff.id, what, record, now=self.now())

    def write(self, changes: Iterable[NewChange]) -> list[Change]:
        """Writes as the person signed in. Raises Refused for what her role may not write, and for too much text."""
        new = list(changes)
        for change in new:
            if not may(self.staff.role, "write", change.kind, change.set):
                raise refuse(change.kind, "not-allowed", self.staff.role)
        try:
            return write(self.store, new, author=self.staff.id, now=self.now())
        except BadChange as error:
            raise refuse(new[0].kind, error.code, error.detail) from error


def changed(written: Iterable[Change], *, drafts: bool = False, masked: Iterable[str] = ()) -> Changed:
    """What was touched: the records and their patients, and the list of drafts if one went."""
    kinds: set[str] = {"draft"} if drafts else set()
    ids: set[str] = set()
    for change in written:
        kinds.add(change.kind)
        ids.add(change.record)
        if change.patient:
            ids.add(change.patient)
    return Changed(frozenset(kinds), frozenset(ids), frozenset(masked))
