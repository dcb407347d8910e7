"""A photo from the health centre to the doctor's browser: attached in a visit, exchanged behind the text, looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from care_record.attachment import PIECE
from hub_server.services.devices import make_enrol_code
from hub_server.services.staff import NewStaff, add_staff
from spoke_app import commands
from spoke_app.actions.attach_file import attach_file, take_file
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.register_patient import register_patient
from spoke_app.commands import Person
from spoke_app.documents.pictures import read_attachment
from spoke_app.headless import Opened, open_profile
from spoke_app.paths import Profile
from spoke_app.settings import Settings, save_settings
from spoke_app.store import attachments
from spoke_app.sync.engine import DONE, ExchangeResult
from tests.hub_server.review_client import Browser
from tests.hub_server.review_sample import ReviewHub, review_hub

NAME, PIN = "Rekha Kumari", "246810"
WHO = Person(NAME, PIN)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("hub")) as served:
        add_staff(served.services, NewStaff(NAME, "cho", (served.centre,), pin=PIN))
        yield served


def enrolled(hub: ReviewHub, folder: Path) -> Profile:
    profile = Profile(folder)
    code = str(make_enrol_code(hub.services, hub.centre)["code"])
    assert commands.enrol(profile, hub.url, code, "PC").code == 0
    return profile


def photo(folder: Path) -> Path:
    """4000 x 3000, with noise, as a phone's camera takes it."""
    small = QImage(os.urandom(400 * 300 * 4), 400, 300, QImage.Format.Format_RGB32)
    path = folder / "wound.jpg"
    assert small.scaled(4000, 3000).save(str(path), "JPG", 90)  # type: ignore[call-overload]
    return path


def with_a_case(opened: Opened, hub: ReviewHub, *files: Path) -> tuple[str, str]:
    """A patient and her visit, referred, with these files; the patient and the case."""

    def work(store: Any) -> tuple[str, str]:
        desk = opened.desk(store)
        age = {"value": 34, "unit": "years", "as_of": "2026-11-23"}
        fields = {"name": "Sunita Devi", "gender": "female", "age": age, "village": "Parsarma"}
        _, patient = register_patient(desk, fields)
        refer = {
            "desk": hub.medicine,
            "speciality": "medicine",
            "urgency": "urgent",
            "question": "Does this wound need a stitch?",
            "consent": {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True},
            "reach": {"how": "waits"},
        }
        taken = tuple(take_file(desk, path, read_attachment) for path in files)
        complaint = {"complaints": [{"id": "c1", "text": "Wound"}]}
        finish_visit(desk, VisitForm(patient, desk.now(), fields=complaint, refer=refer, attachments=taken))
        [case] = [row for row in list_cases(desk, "current").rows if row.patient.id == patient]
        return patient, case.referral

    return opened.store.call(work)


def test_the_doctor_sees_the_photo_and_the_report(hub: ReviewHub, tmp_path: Path) -> None:
    profile = enrolled(hub, tmp_path / "profile")
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.4\n" + os.urandom(PIECE) + b"\n%%EOF\n")
    with open_profile(profile, NAME, PIN) as opened:
        _, referral = with_a_case(opened, hub, photo(tmp_path), report)
        [picture] = opened.store.call(
            lambda store: store.rows("SELECT record, sha, bytes FROM attachment_records WHERE media = 'image/jpeg'")
        )
        shrunk = opened.store.call(lambda store: attachments.read(store, picture["sha"]))
    assert QImage.fromData(shrunk).width() == 1600
    assert commands.status(profile, WHO).data["attachments"]["waiting"] == 2

    # A PC on a link that is paid by use: the text goes by itself, the photo waits to be asked for.
    save_settings(profile.settings_path, Settings(attachments="asked"))
    with open_profile(profile, NAME, PIN) as opened, closing(opened.exchanger()) as exchanger:
        assert exchanger.run().outcome == DONE
    told = commands.status(profile, WHO).data
    assert (told["waiting"], told["attachments"]["waiting"], told["all_sent"]) == (0, 2, False)
    doctor = Browser(hub.url)
    doctor.sign_in("nivedita")
    page = doctor.get(f"/review/cases/{referral}").text
    assert "wound · has not come yet" in page
    address = f"/review/cases/{referral}/attachments/{picture['record']}"
    assert doctor.get(address).status_code == 404

    said = commands.exchange(profile, WHO)  # *Exchange now* takes it along
    assert (said.code, said.data["all_sent"], said.data["attachments"]["waiting"]) == (0, True, 0)
    page = doctor.get(f"/review/cases/{referral}").text
    assert f'<img src="{address}" alt="wound"' in page
    assert ">report</span>" in page
    shown = doctor.get(address)
    assert (shown.status_code, shown.content) == (200, shrunk)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    pages = re.findall(rf'href="(/review/cases/{referral}/pictures/[^"]+)"', page)
    [paper] = [
        link for shown in pages for link in re.findall(r'id="picture_open" href="([^"]+)"', doctor.get(shown).text)
    ]
    kept = doctor.get(paper)
    assert kept.content == report.read_bytes()
    assert kept.headers["Content-Disposition"].startswith("attachment")

    # Another desk's doctor, nobody, and another case's address see nothing.
    surgeon, nobody = Browser(hub.url), Browser(hub.url)
    surgeon.sign_in("surgeon")
    assert surgeon.get(address).status_code == 404
    assert "/sign-in" in nobody.get(address, follow=False).headers["Location"]
    assert doctor.get(f"/review/cases/{hub.case()}/attachments/{picture['record']}").status_code == 404

    # A replaced PC has it again.
    other = enrolled(hub, tmp_path / "another")
    commands.exchange(other, WHO)
    with open_profile(other, NAME, PIN) as opened:
        assert opened.store.call(lambda store: attachments.read(store, picture["sha"])) == shrunk
    assert commands.check(other, WHO).code == 0


def test_a_photo_of_the_next_day_joins_the_case(hub: ReviewHub, tmp_path: Path) -> None:
    profile = enrolled(hub, tmp_path / "profile")
    plain = tmp_path / "next day.png"
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("darkred"))
    assert image.save(str(plain))
    with open_profile(profile, NAME, PIN) as opened:
        patient, referral = with_a_case(opened, hub)
        opened.store.call(
            lambda store: attach_file(opened.desk(store), patient, plain, read_attachment, referral=referral)
        )
        with closing(opened.exchanger()) as exchanger:
            steps: list[frozenset[str]] = []
            assert exchanger.run(step=lambda result: steps.append(result.kinds)).outcome == DONE
    assert frozenset({"attachment"}) in steps
    doctor = Browser(hub.url)
    doctor.sign_in("imran")
    assert 'alt="next day"' in doctor.get(f"/review/cases/{referral}").text
    assert datetime.fromisoformat(commands.status(profile, WHO).data["last_whole"]["started"])


def test_a_save_between_two_photos_goes_before_the_second(hub: ReviewHub, tmp_path: Path) -> None:
    profile = enrolled(hub, tmp_path / "profile")
    files = []
    for colour in ("darkgreen", "navy"):  # which nobody of this centre has sent before
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        files.append(tmp_path / f"{colour}.png")
        assert image.save(str(files[-1]))
    with open_profile(profile, NAME, PIN) as opened, closing(opened.exchanger()) as exchanger:
        with_a_case(opened, hub, *files)
        said: list[str] = []

        def step(result: ExchangeResult) -> None:
            if result.kinds == {"attachment"} and not result.sent:
                said.append("photo")
                if said.count("photo") == 1:
                    fields = {
                        "name": "Rekha Kumari",
                        "gender": "female",
                        "village": "Barail",
                        "birth_date": "1990-01-01",
                    }
                    opened.store.call(lambda store: register_patient(opened.desk(store), fields))
            elif result.sent:
                said.append("text")

        assert exchanger.run(step=step).outcome == DONE
    assert said[:4] == ["text", "photo", "text", "photo"]  # then comes what others of the centre sent
    told = commands.status(profile, WHO).data
    assert (told["waiting"], told["attachments"]["waiting"], told["all_sent"]) == (0, 0, True)
