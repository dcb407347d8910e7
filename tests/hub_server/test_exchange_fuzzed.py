"""S3 and Z1 by generated requests: whatever a device sends, the hub answers or refuses, its books stay sound, and the
next good request goes through."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from care_record.chain import ZERO, extend
from care_record.ids import new_id, new_token
from care_record.kinds import KINDS
from care_record.wire import LineReader, Mark, RequestEnd, message
from hub_server.answer import Answering
from hub_server.context import Services, open_services
from hub_server.enrol import EnrolRequest, enrol, new_chain
from hub_server.exchange import Receiving, device_of
from hub_server.problems import Problem
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.check import check
from tests.helpers.hub import init_store
from tests.helpers.mutations import ODD_VALUES, mutated

EXAMPLES = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FIELDS = sorted((kind, name) for kind, each in KINDS.items() for name in each.fields)


class Desk:
    """A health centre's device, its chain rebuilt for each request from place 0."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.facility = add_facility(services, {"code": "HSC1", "name": "Health Sub-Centre 1", "district": "223"})
        self.cho = add_staff(services, NewStaff("Kumari Anjali", "cho", (self.facility,)))
        code = str(make_enrol_code(services, self.facility)["code"])
        self.token = new_token()
        self.enrolment = enrol(services, EnrolRequest(code, self.token))
        self.made = 0

    def line(self, kind: str, fields: dict[str, Any], patient: str | None, record: str) -> bytes:
        self.made += 1
        change = {
            "v": 1,
            "id": new_id(),
            "device": self.enrolment.device,
            "author": self.cho,
            "kind": kind,
            "record": record,
            "patient": patient,
            "clock": f"{1764053110000 + self.made:013d}-0000-{self.enrolment.device[:8]}",
            "at": "2026-11-23T14:05:10.123+05:30",
            "base": [],
            "set": fields,
        }
        return json.dumps(change).encode("utf-8", "surrogatepass")

    def request(self, lines: list[bytes]) -> list[bytes]:
        """A whole good request on a new chain."""
        chain = new_chain(self.services, device_of(self.services, f"Bearer {self.token}"))
        hello = {
            "protocol": 1,
            "request": "1",
            "device": self.enrolment.device,
            "chain": chain,
            "from_n": 1,
            "head": ZERO.hex(),
            "feeds": {},
            "sent_at": "2026-11-23T08:35:10Z",
            "app": "1",
            "budget": 4096,
        }
        head = ZERO
        for line in lines:
            head = extend(head, line)
        mark = message(Mark(len(lines), head.hex()))
        return [json.dumps({"hello": hello}).encode(), *lines, mark, message(RequestEnd(1))]

    def send(self, request: list[bytes]) -> list[dict[str, Any]]:
        """What the hub answered, message by message; nothing where it refused the whole."""
        receiving = Receiving(self.services, device_of(self.services, f"Bearer {self.token}"), compressed=True)
        try:
            receiving.feed(gzip.compress(b"".join(line + b"\n" for line in request)))
            asked = receiving.finish()
        except Problem as problem:
            assert problem.status < 500
            return []
        answer = b"".join(Answering(self.services, asked).pieces())
        return [json.loads(line) for line in LineReader().feed(answer)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = init_store(f"sqlite:///{tmp_path / 'hub.db'}")
    yield Desk(open_services(store))
    store.close()


def test_mutated_requests_leave_the_hubs_books_sound(desk: Desk) -> None:
    @given(st.data())
    @settings(EXAMPLES, max_examples=120)
    def send(data: st.DataObject) -> None:
        patient, visit = new_id(), new_id()
        lines = [
            desk.line("patient", {"name": "Sunita Devi", "gender": "female", "village": "Parsarma"}, patient, patient),
            desk.line("visit", {"started": "2026-11-23T14:00:00+05:30", "vitals": {"pulse": 90}}, patient, visit),
        ]
        request = desk.request(lines)
        desk.send(data.draw(mutated(request)))
        # The same device's good request goes through whatever it sent before.
        said = desk.send(desk.request(lines))
        assert [message["ack"]["n"] for message in said if "ack" in message] == [2]

    send()
    with desk.services.store.read() as conn:
        assert check(conn).wrong == ()


def test_odd_values_in_any_field_of_any_kind_stop_nobody(desk: Desk) -> None:
    @given(st.lists(st.tuples(st.sampled_from(FIELDS), ODD_VALUES), min_size=20, max_size=20))
    @settings(EXAMPLES, max_examples=40)
    def send(odd: list[tuple[tuple[str, str], Any]]) -> None:
        patient = new_id()
        lines = [desk.line("patient", {"name": "Sunita Devi"}, patient, patient)]
        lines += [desk.line(kind, {name: value}, patient, new_id()) for (kind, name), value in odd]
        said = desk.send(desk.request(lines))
        assert [message["ack"]["n"] for message in said if "ack" in message] == [len(lines)]

    send()
    with desk.services.store.read() as conn:
        assert check(conn).wrong == ()
