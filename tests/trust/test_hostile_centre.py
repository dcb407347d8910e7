"""Z1 from a health centre that has turned bad: its own people and PC, the ids of others' patients, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from care_record.ids import new_id
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.check import check
from tests.helpers.peer import Peer
from tests.hub_server.review_client import Browser
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub

VISIT = {"started": "2026-11-23T14:00:00+05:30", "mode": "spoke"}
CONSENT = {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True}


@dataclass
class Both:
    """A good centre with a patient, and a bad one that knows her id."""

    hub: ReviewHub
    good: Peer
    bad: Peer
    hers: dict[str, Any]
    facility: str
    cho: str

    def case_of(self, patient: str) -> str:
        """The bad centre's case about its own patient."""
        visit = self.bad.save("visit", self.cho, VISIT, patient=patient)["record"]
        asked = {"visit": visit, "desk": self.hub.medicine, "speciality": "medicine", "urgency": "urgent",
                 "question": "?", "consent": CONSENT, "reach": {"how": "waits"}}  # fmt: skip
        return str(self.bad.save("referral", self.cho, asked, patient=patient)["record"])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with review_hub(tmp_path_factory.mktemp("bad")) as hub:
        good = Peer(hub.url, str(make_enrol_code(hub.services, hub.centre)["code"]))
        allergy = [{"id": new_id(), "substance": "Hers alone"}]
        fields = {"name": "Sita of Barail", "gender": "female", "village": "Barail", "allergies": allergy}
        hers = good.save("patient", hub.cho, fields)
        good.save("visit", hub.cho, VISIT | {"examination": "Seen by the good centre"}, patient=hers["record"])
        assert good.exchange().quarantined() == {}
        facility = add_facility(hub.services, {"code": "BAD", "name": "HSC Bad", "district": "217"})
        cho = add_staff(hub.services, NewStaff("Somebody", "cho", (facility,)))
        bad = Peer(hub.url, str(make_enrol_code(hub.services, facility)["code"]))
        yield Both(hub, good, bad, hers, facility, cho)
        with hub.services.store.read() as conn:
            assert check(conn).wrong == ()


def test_no_patient_is_made_the_same_as_another_centres(both: Both) -> None:
    """Else a doctor reads both as one person: others' data on the page, and the wrong allergies."""
    fields = {"name": "Nobody", "gender": "female", "village": "x", "same_as": both.hers["record"]}
    case = both.case_of(both.bad.save("patient", both.cho, fields)["record"])
    answer = both.bad.exchange()
    assert answer.status == 200 and both.hers["id"] not in both.bad.held
    browser = Browser(both.hub.url)
    browser.sign_in("nivedita", PASSWORD)
    page = browser.get(f"/review/cases/{case}").text
    assert "Nobody" in page
    assert not [words for words in ("Sita of Barail", "Hers alone", "Seen by the good centre") if words in page]
    browser.session.close()


def test_nobodys_name_gives_it_anothers_patient(both: Both) -> None:
    """Lines in the name of an administrator, a doctor, the other centre's health worker, her own."""
    office = add_staff(both.hub.services, NewStaff("Office", "admin", (), None, "office", PASSWORD))
    authors = (office, both.hub.doctors["nivedita"], both.hub.cho, both.cho)
    patient = both.hers["record"]
    for author in authors:
        share = {"share": [{"id": new_id(), "facility": both.facility, "by": author, "at": "2026-11-24T09:00:00Z"}]}
        for said in (share, {"same_as": new_id()}, {"village": "Elsewhere"}):
            both.bad.save("patient", author, said, record=patient, base=[both.hers["id"]])
        both.bad.save("note", author, {"visit": new_id(), "text": "x"}, patient=patient)
    sent = both.bad.exchange().quarantined()
    assert len(sent) >= len(authors) * 4
    both.bad.exchange()
    assert both.hers["id"] not in both.bad.held
    assert both.good.exchange().changes(f"facility:{both.hub.centre}") == []


@pytest.mark.parametrize("kind", ["staff", "facility", "desk", "device", "notice", "recovery"])
def test_what_the_hub_alone_writes_comes_from_no_pc(both: Both, kind: str) -> None:
    fields = {"name": "Evil", "role": "admin", "posts": [], "active": True, "key": "A" * 43 + "=", "text": "x"}
    made = both.bad.save(kind, both.hub.doctors["nivedita"], fields)
    assert both.bad.exchange(early=[made]).quarantined()[made["id"]] == "role-may-not-write"
    assert made["id"] not in {change["id"] for change in both.good.exchange().changes("all")}
