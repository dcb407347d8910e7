"""An enrolled PC with a store of its own, and a hub that does no more than enrol it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from care_record.credential import make_credential
from care_record.ids import new_device_id, new_id
from spoke_app.access.enrolment import Enrolment, enrol
from spoke_app.access.sign_in import before_first_sign_in
from spoke_app.paths import Profile
from spoke_app.store.database import Store, open_store
from spoke_app.sync.transport import Enrolled, Health, NoConnection
from tests.helpers.spoke import CHEAP, Clock, Elsewhere

WANTED = Enrolment("http://hub.example", "CODE-1", "PC 1", "0.1", "Linux")


@dataclass
class HubDesk:
    """What the hub's enrolment does: the same code and token, the same answer."""

    facility: str = field(default_factory=new_id)
    hub: str = field(default_factory=new_id)
    lose_answers: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    given: dict[tuple[str, str], Enrolled] = field(default_factory=dict)

    def health(self) -> Health:
        return Health(self.hub, "", [1])

    def enrol(
        self, code: str, token: str, name: str, app: str, os_name: str, *, former: str = "", post: str = ""
    ) -> Enrolled:
        self.asked.append((code, token))
        place = {"kind": "facility", "id": self.facility}
        fresh = Enrolled(new_device_id(), new_id(), place, "C", self.hub, "hub key", "sign key", "")
        answer = self.given.setdefault((code, token), fresh)
        if self.lose_answers:
            self.lose_answers -= 1
            raise NoConnection("broken")
        return answer


@dataclass
class Pc:
    profile: Profile
    hub: HubDesk
    clock: Clock = field(default_factory=Clock)
    admin: Elsewhere = field(default_factory=Elsewhere)
    credentials: dict[str, dict[str, Any]] = field(default_factory=dict)

    def open(self) -> Store:
        key = before_first_sign_in(self.profile)
        assert key is not None
        return open_store(self.profile.store_path, key)

    def staff(self, name: str, pin: str, *, active: bool = True, post: object = None) -> tuple[str, list[bytes]]:
        """Lines of a member of staff and her credential, as the hub sends them."""
        staff, now = new_id(), self.clock()
        public, sealed = make_credential(pin, CHEAP)
        self.credentials[staff] = sealed
        posts = [self.hub.facility if post is None else post]
        return staff, [
            self.admin.line("staff", {"name": name, "role": "cho", "posts": posts, "active": active}, now=now,
                            record=staff),
            self.admin.line("credential", {"staff": staff, "public_key": public, "sealed": sealed}, now=now),
        ]  # fmt: skip


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[Pc]:
    hub = HubDesk()
    made = Pc(Profile(tmp_path / "profile"), hub)
    enrol(made.profile, hub, WANTED, now=made.clock())
    yield made
