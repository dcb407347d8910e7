"""Registering with few keys: spellings to choose, villages around, the age in words, the family's phone, a guardian,
and the typed details that go into a record that is there already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.actions.drafts import open_drafts
from spoke_app.actions.form_suggestions import on_this_phone, villages_like
from spoke_app.actions.open_patient import open_patient
from spoke_app.ui.models import patient_form
from spoke_app.ui.models.places import load_places
from spoke_app.ui.models.spellings import choices_in, name_ways, other_script
from spoke_app.ui.patients.new_patient import NewPatientScreen
from tests.spoke_app.ui.clinic import Clinic

Key = Qt.Key


class Form:
    """The new patient's form, used by keys."""

    def __init__(self, clinic: Clinic, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.screen = NewPatientScreen(clinic.context())
        qtbot.addWidget(self.screen)
        self.screen.resize(1158, 732)
        self.screen.show()
        self.screen.activateWindow()
        self.screen.opened()

    def field(self, name: str) -> Any:
        return self.screen.findChild(QWidget, f"new_patient.{name}")

    def type(self, name: str, text: str) -> None:
        self.field(name).setFocus()
        self.field(name).selectAll()
        self._qtbot.keyClicks(self.field(name), text)

    def key(self, name: str, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.field(name), key)

    def click(self, name: str) -> None:
        self._qtbot.mouseClick(self.screen.findChild(QPushButton, f"new_patient.{name}"), Qt.MouseButton.LeftButton)

    def offered(self, name: str) -> tuple[str, ...]:
        found: tuple[str, ...] = self.field(f"{name}.suggestions").texts()
        return found

    def until(self, condition: Any) -> None:
        self._qtbot.waitUntil(condition, timeout=30_000)


@pytest.fixture
def form(clinic: Clinic, qtbot: QtBot) -> Form:
    return Form(clinic, qtbot)


def test_spellings_of_a_name_in_either_direction() -> None:
    assert name_ways("sunita") == ("सुनीता", "सुनिता")
    assert name_ways("Sunita Devi")[:2] == ("सुनीता देवी", "सुनिता देवी")
    assert name_ways("सुनीता देवी")[:2] == ("Sunita Devi", "Suneeta Devi")
    assert name_ways("Ramchandar")[0].startswith("राम")
    assert len(name_ways("bebi")) > 1, "a name of no list has more than one way, too"
    assert name_ways(" . ") == ()
    assert other_script("Sunita Devi", choices_in("sunita", "सुनिता")) == "सुनिता देवी"


def test_the_other_spelling_is_chosen_by_key_and_stays_while_one_types_on(form: Form) -> None:
    form.type("name", "sunita")
    assert form.field("name_other_script").text() == "सुनीता"
    form.key("name", Key.Key_Down)
    assert form.offered("name") == ("सुनीता", "सुनिता")
    form.key("name", Key.Key_2)
    assert form.field("name_other_script").text() == "सुनिता"
    form.field("name").end(False)
    form._qtbot.keyClicks(form.field("name"), " devi")
    assert form.field("name_other_script").text() == "सुनिता देवी"
    form.key("name", Key.Key_Down, Key.Key_Escape)
    assert form.offered("name") == ()
    assert form.field("name").text() == "sunita devi", "Esc closed the list and nothing else"


def test_villages_of_this_centre_are_offered_those_of_most_patients_first(clinic: Clinic, form: Form) -> None:
    for village, count in (("Baruari", 1), ("Barail", 3), ("Sukhpur", 2)):
        for _ in range(count):
            clinic.register(village=village)
    clinic.register(village="बरैल")
    assert clinic.act(villages_like, "") == ("Barail", "Sukhpur", "Baruari")
    assert clinic.act(villages_like, "बर") == ("Barail", "Baruari")
    form.type("village", "bar")
    form.until(lambda: form.offered("village") == ("Barail", "Baruari"))
    form.key("village", Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert form.field("village").text() == "Baruari"
    assert form.offered("village") == ()


def test_enter_goes_on_past_an_open_list(clinic: Clinic, form: Form) -> None:
    clinic.register(village="Barail")
    form.type("village", "Bar")
    form.until(lambda: form.offered("village") == ("Barail",))
    form.key("village", Key.Key_Return)
    assert form.field("village").text() == "Bar"
    assert not form.field("village").hasFocus()


def test_the_age_is_said_back_in_words(form: Form) -> None:
    for typed, said in (
        ("27", "27 years, born about 1999"),
        ("~60", "About 60 years, born about 1966"),
        ("5m", "5 months"),
        ("2.5 y", "30 months"),
        ("1990", "About 36 years, born about 1990"),
        ("12/3/1990", "Born 12 March 1990: 36 years"),
        ("0", "Under two years: please type months or days, such as 5m or 10d."),
        ("1/1/2030", "This day is still to come: please check."),
    ):
        form.type("age_value", typed)
        assert form.screen.form.age_frame.hint.text() == said


def test_a_typed_unit_is_lit_and_lost_with_the_text(form: Form) -> None:
    form.type("age_value", "5m")
    assert form.screen.form.age_unit.value() == "months"
    form.type("age_value", "60")
    assert form.screen.form.age_unit.value() == "years"
    form.type("age_value", "5m")
    form.click("age_unit.weeks")
    assert (form.field("age_value").text(), form.screen.form.age_unit.value()) == ("5", "weeks")
    assert form.screen.form.age_frame.hint.text() == "5 weeks"


def test_a_child_is_asked_for_an_adult_and_her_father_is_filled_in(clinic: Clinic, form: Form, qtbot: QtBot) -> None:
    assert not form.field("guardian_name").isVisible()
    form.type("name", "Golu Kumar")
    form.click("gender.male")
    form.type("age_value", "5m")
    assert form.field("guardian_name").isVisible()
    assert form.screen.form.relation.value() == "father"
    form.type("village", "Barail")
    with qtbot.waitSignal(form.screen.navigate):  # without an adult it is saved all the same
        form.click("save")
    again = Form(clinic, qtbot)
    again.type("name", "Munni Kumari")
    again.click("gender.female")
    again.type("age_value", "10 days")
    again.type("relative_name", "Santosh Kumar")
    assert again.field("guardian_name").text() == "Santosh Kumar"
    again.type("village", "Ekma")
    with qtbot.waitSignal(again.screen.navigate) as went:
        again.click("save_and_visit")
    fields = clinic.act(open_patient, went.args[1]["patient"]).fields
    assert fields["guardian"] == {"name": "Santosh Kumar", "relation": "father"}
    assert fields["relation"] == "father"


def test_grown_up_again_she_has_no_guardian_and_a_husband(form: Form) -> None:
    form.click("gender.female")
    form.type("age_value", "2")
    form.type("relative_name", "Manoj Yadav")
    assert form.field("guardian_name").text() == "Manoj Yadav"
    form.type("age_value", "27")
    assert form.field("guardian_name").text() == ""
    assert not form.field("guardian_name").isVisible()
    assert form.screen.form.relation.value() == "husband"


def test_no_surname_no_phone_no_relative_and_an_age_about_60(clinic: Clinic, form: Form, qtbot: QtBot) -> None:
    form.type("name", "Phulo")
    form.click("gender.female")
    form.type("age_value", "about 60")
    form.type("village", "Balha")
    with qtbot.waitSignal(form.screen.navigate):
        form.click("save")
    [fields] = clinic.records("patient")
    assert fields["age"] == {"value": 60, "unit": "years", "as_of": "2026-11-24"}
    assert not {"birth_date", "phone", "relative_name", "relation"} & set(fields)


def test_who_has_the_same_phone_is_said_and_does_not_hinder(clinic: Clinic, form: Form, qtbot: QtBot) -> None:
    clinic.register(name="Lakhan Mandal", gender="male", phone="+919431022471")
    assert [row.name for row in clinic.act(on_this_phone, "94310 22471")] == ["Lakhan Mandal"]
    form.type("phone", "094310-22471")
    hint = form.screen.form.phone.hint
    form.until(lambda: hint.text() == "Same phone as Lakhan Mandal, Barail: family?")
    assert form.screen.actions_row.problem() == ""
    form.type("phone", "94310 2247")
    form.until(lambda: hint.text() == "9 digits so far; a mobile number has 10.")


def test_this_is_her_and_what_was_typed_is_offered_for_her_record(clinic: Clinic, form: Form, qtbot: QtBot) -> None:
    known = clinic.register(name="Sunita Devi", relation="husband", relative_name="Manoj Yadav")
    form.type("name", "Suneeta Devi")
    form.click("gender.female")
    form.type("age_value", "31")
    form.type("relative_name", "manoj yadaw")
    form.type("village", "Barail")
    form.type("phone", "94310 22471")
    form.until(lambda: form.field("same.1").isVisible())
    form.click("same.1")
    form.until(lambda: form.field("offer").isVisible())
    assert form.field("name").text() == "Sunita Devi", "her record, with what is new in it"
    assert form.field("phone").text() == "94310 22471"
    with qtbot.waitSignal(form.screen.navigate) as went:
        form.click("save_and_visit")
    assert went.args == ["visit", {"patient": known}]
    fields = clinic.act(open_patient, known).fields
    assert fields["phone"] == "+919431022471"
    assert (fields["name"], fields["relative_name"], fields["age"]["value"]) == ("Sunita Devi", "Manoj Yadav", 30)
    assert len(clinic.records("patient")) == 1
    form.until(lambda: clinic.act(open_drafts) == ())


def test_her_record_may_stay_as_it_was(clinic: Clinic, form: Form, qtbot: QtBot) -> None:
    known = clinic.register(name="Sunita Devi", relation="husband", relative_name="Manoj Yadav")
    form.type("name", "Sunita Devi")
    form.click("gender.female")
    form.type("relative_name", "Manoj Yadav")
    form.type("village", "Barail")
    form.type("phone", "94310 22471")
    form.until(lambda: form.field("same.1").isVisible())
    form.click("same.1")
    form.until(lambda: form.field("offer").isVisible())
    with qtbot.waitSignal(form.screen.navigate) as went:
        qtbot.mouseClick(form.field("offer.button"), Qt.MouseButton.LeftButton)
    assert went.args == ["visit", {"patient": known}]
    assert "phone" not in clinic.act(open_patient, known).fields
    form.until(lambda: clinic.act(open_drafts) == ())


def test_four_people_called_sunita_devi_are_told_apart(clinic: Clinic, form: Form) -> None:
    def age(years: int) -> dict[str, Any]:
        return {"value": years, "unit": "years", "as_of": "2026-11-24"}

    wanted = clinic.register(
        name="Sunita Devi", age=age(27), relation="husband", relative_name="Manoj Yadav", phone="+919431022471"
    )
    clinic.register(name="Suneeta Devi", age=age(41), village="Baruari", relation="husband", relative_name="Lakhan Sah")
    clinic.register(name="सुनीता देवी", age=age(35), relation="husband", relative_name="Bhola Sada")
    clinic.register(name="Sunita Devi", age=age(62), village="Sukhpur")
    form.type("name", "Sunita Devi")
    form.click("gender.female")
    form.type("age_value", "28")
    form.type("relative_name", "Manoj Yadav")
    form.type("village", "Barail")
    form.until(lambda: [one.row.id for one in form.screen.likely.shown()[:1]] == [wanted])
    first = form.screen.likely.shown()[0]
    assert set(first.agrees) == {"name", "relative", "village", "age"}
    form.type("age_value", "90")
    form.type("relative_name", "Ganesh Ram")
    form.type("village", "Ekma")
    form.until(lambda: form.screen.likely.shown() == ())


def test_what_was_typed_in_the_search_goes_into_its_fields() -> None:
    assert patient_form.carried_over("Sunita Devi 27") == {"name": "Sunita Devi", "age_value": "27"}
    assert patient_form.carried_over("sunita 94310 22471") == {"name": "sunita", "phone": "94310 22471"}
    assert patient_form.carried_over("Sunita w/o Manoj Yadav") == {"name": "Sunita", "relative_name": "Manoj Yadav"}


def test_the_block_comes_with_the_village(clinic: Clinic, qtbot: QtBot) -> None:
    places = load_places()
    first, second, *_ = (code for code, _ in places.block_options("223"))
    clinic.register(village="Ekma", district="223", subdistrict=second, pin_code="852130")
    clinic.now += timedelta(minutes=1)
    clinic.register(village="Barail", district="223", subdistrict=first, pin_code="852131")
    form = Form(clinic, qtbot)
    form.until(lambda: form.field("subdistrict").value() == first)
    assert form.field("pin_code").text() == "", "of no village in particular"
    form.field("subdistrict").set_value("")
    form.type("village", "ekma")
    form.field("name").setFocus()
    form.until(lambda: form.field("subdistrict").value() == second)
    assert form.field("pin_code").text() == "852130"
    form.type("village", "Barail")
    form.field("name").setFocus()
    form.until(lambda: not clinic.runner.busy)
    assert form.field("subdistrict").value() == second, "what stands there is not overwritten"
