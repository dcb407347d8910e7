"""A day of a health centre with two PCs and its hub: answered, told, given out, taken back; each thing once, nowhere
refused. The doctor is at the hub's own pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from hub_server.services.devices import make_enrol_code
from hub_server.services.quarantine import list_quarantine
from hub_server.services.staff import NewStaff, add_staff
from spoke_app import commands
from spoke_app.actions.case_news import case_news
from spoke_app.actions.case_page import case_page
from spoke_app.actions.desk import Desk
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.follow_ups import list_follow_ups
from spoke_app.actions.give_prescription import Handed, give_prescription
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.open_case import mark_seen
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.today import today
from spoke_app.actions.withdraw_referral import bring_back_referral, withdraw_referral
from spoke_app.headless import open_profile
from spoke_app.paths import Profile
from spoke_app.sync.engine import DONE
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub
from tests.stories.doctor import Answer, Medicine, at_the_hub

NAME, PIN = "Rekha Kumari", "246810"
ANSWER = Answer(
    "Plenty of water, rest.",
    "Viral fever",
    (Medicine("paracetamol", "PARACETAMOL", "1 tablet", "TDS", 3),),
    "2027-01-11",
)
T = TypeVar("T")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("hub")) as served:
        add_staff(served.services, NewStaff(NAME, "cho", (served.centre,), pin=PIN))
        yield served


class Pc:
    """One PC of the centre, with somebody signed in."""

    def __init__(self, hub: ReviewHub, folder: Path, stack: ExitStack) -> None:
        profile = Profile(folder)
        code = str(make_enrol_code(hub.services, hub.centre)["code"])
        assert commands.enrol(profile, hub.url, code, "PC").code == 0
        self._opened = stack.enter_context(open_profile(profile, NAME, PIN))
        self._exchanger = stack.enter_context(closing(self._opened.exchanger()))

    def act(self, action: Callable[..., T], *args: Any) -> T:
        return self._opened.store.call(lambda store: action(self._opened.desk(store), *args))

    def exchange(self) -> None:
        assert self._exchanger.run().outcome == DONE


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def refer(desk: Desk, hub: ReviewHub, name: str) -> str:
    """A new patient, seen and referred; the case."""
    age = {"value": 34, "unit": "years", "as_of": "2026-11-23"}
    _, patient = register_patient(desk, {"name": name, "gender": "female", "age": age, "village": "Parsarma"})
    asked = {
        "desk": hub.medicine,
        "speciality": "medicine",
        "urgency": "urgent",
        "question": "Fever for three days. What now?",
        "consent": {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True},
        "reach": {"how": "phone"},
    }
    finish_visit(
        desk, VisitForm(patient, desk.now(), fields={"complaints": [{"id": "c1", "text": "Fever"}]}, refer=asked)
    )
    [row] = [row for row in list_cases(desk).rows if row.patient.id == patient]
    return row.referral


def test_an_answer_is_told_and_given_out_once_on_two_pcs(hub: ReviewHub, tmp_path: Path, stack: ExitStack) -> None:
    one, other = Pc(hub, tmp_path / "one", stack), Pc(hub, tmp_path / "other", stack)
    referral = one.act(refer, hub, "Sunita Devi")
    one.exchange()
    with at_the_hub(hub.url, browser=False) as doctor:
        doctor.sign_in("nivedita", PASSWORD)
        doctor.open_case("Sunita Devi")
        doctor.answer(ANSWER, PASSWORD)
    for pc in (one, other):
        pc.exchange()
        [said] = pc.act(case_news).said
        assert (said.referral, said.question, said.name) == (referral, False, "Sunita Devi")
        [row] = pc.act(today).from_doctor
        assert (row.reach, row.receipt.state) == ("phone", "answered")
    # Both read and give it while neither knows of the other.
    for pc in (one, other):
        pc.act(mark_seen, referral)
        pc.act(give_prescription, referral, [Handed("PARACETAMOL", 9, "tablet")])
    for pc in (one, other, one):
        pc.exchange()
    for pc in (one, other):
        assert [due.due.isoformat() for due in pc.act(list_follow_ups).rows] == ["2027-01-11"]
        page = pc.act(case_page, referral)
        assert page.view.row.receipt.state == "given"
        assert page.given_out is not None
        assert [quantity for _, quantity, _ in page.given_out.items] == [9.0]
        assert pc.act(case_news).to_do == 0
    assert list_quarantine(hub.services) == []


def test_a_withdrawn_case_leaves_the_doctors_queue_and_comes_back(
    hub: ReviewHub, tmp_path: Path, stack: ExitStack
) -> None:
    pc = Pc(hub, tmp_path / "one", stack)
    referral = pc.act(refer, hub, "Kamli Devi")
    pc.exchange()
    with at_the_hub(hub.url, browser=False) as doctor:
        doctor.sign_in("nivedita", PASSWORD)
        assert doctor.waits("Kamli Devi")
        pc.act(withdraw_referral, referral, "went to the hospital herself")
        pc.exchange()
        assert not doctor.waits("Kamli Devi")
        pc.act(bring_back_referral, referral)
        pc.exchange()
        assert doctor.waits("Kamli Devi")
        doctor.open_case("Kamli Devi")
        doctor.ask_back("Since when?")
    pc.exchange()
    [said] = pc.act(case_news).said
    assert (said.referral, said.question) == (referral, True)
