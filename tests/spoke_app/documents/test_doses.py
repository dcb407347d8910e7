"""Doses in pictures and words, in both languages."""

from __future__ import annotations

import pytest

from spoke_app.documents import doses
from spoke_app.documents.from_records import item_of
from spoke_app.documents.paper import Both, PaperItem
from tests.spoke_app.documents.samples import ITEMS, item


def made(dose: str, frequency: str, days: int = 3, *, form: str = "tablet", en: str = "", hi: str = "") -> PaperItem:
    return item_of(item("x", form, "500 mg", dose, frequency, days, en, hi))


@pytest.mark.parametrize(
    ("frequency", "amounts"),
    [
        ("OD", ["1", "", ""]),
        ("BD", ["1", "", "1"]),
        ("TDS", ["1", "1", "1"]),
        ("QID", ["1", "1", "1", "1"]),
        ("HS", ["", "", "1"]),
    ],
)
def test_boxes_by_time_of_day(frequency: str, amounts: list[str]) -> None:
    assert [box.amount.en for box in doses.dose_boxes(made("1 tablet", frequency))] == amounts


@pytest.mark.parametrize("frequency", ["SOS", "STAT", "WEEKLY", "Q36H", ""])
def test_one_wide_box_with_words_where_the_times_are_not_known(frequency: str) -> None:
    (box,) = doses.dose_boxes(made("1", frequency))
    assert box.wide and box.amount == Both("1 tablet", "1 गोली")


def test_amounts_in_a_small_box() -> None:
    def amount(dose: str) -> str:
        return doses.dose_boxes(made(dose, "OD"))[0].amount.en

    assert [amount(d) for d in ("½", "1.5", "5 ml", "2 tablets", "10 units", "as shown")] == [
        "1/2",
        "1.5",
        "5 ml",
        "2",
        "10",
        "yes",
    ]


def test_the_sentence_says_dose_and_frequency_once() -> None:
    assert doses.how_to_take(made("1", "TDS", en="after food", hi="खाने के बाद")) == Both(
        "1 tablet three times a day, after food", "1 गोली दिन में तीन बार, खाने के बाद"
    )
    own = "1 tablet twice daily after food"
    assert doses.how_to_take(made("1", "BD", en=own)).en == own
    water = doses.how_to_take(item_of(ITEMS[2]))
    assert water.hi == "1 पैकेट ज़रूरत पड़ने पर, 1 लीटर साफ़ पानी में घोलें; 24 घंटे में पी लें"


@pytest.mark.parametrize(
    ("dose", "frequency", "days", "form", "quantity"),
    [
        ("1", "TDS", 3, "tablet", "9 tablets"),
        ("1 tablet", "STAT", 1, "tablet", ""),
        ("1/2", "BD", 5, "tablet", "5 tablets"),
        ("1 1/2", "OD", 3, "tablet", "5 tablets"),
        ("1", "WEEKLY", 56, "sachet", "8 sachets"),
        ("1", "OD", 1, "capsule", "1 capsule"),
        ("5 ml", "BD", 5, "syrup", ""),
        ("1", "SOS", 3, "tablet", ""),
        ("as shown", "BD", 3, "tablet", ""),
    ],
)
def test_quantity_only_where_it_is_certain(dose: str, frequency: str, days: int, form: str, quantity: str) -> None:
    assert doses.quantity_words(made(dose, frequency, days, form=form), "en") == quantity


@pytest.mark.parametrize(
    ("en", "hi", "icon"),
    [
        ("after food", "", "bowl-spoon"),
        ("before food", "", "bowl"),
        ("", "खाली पेट", "bowl"),
        ("mix in water", "", "droplet"),
        ("", "सोते समय", "moon"),
        ("", "", ""),
    ],
)
def test_the_picture_before_the_sentence(en: str, hi: str, icon: str) -> None:
    assert doses.instruction_icon(made("1", "OD", en=en, hi=hi)) == icon


def test_forms_routes_and_durations_in_both_languages() -> None:
    one = made("1", "BD", 1)
    assert doses.form_line(one, "hi") == "गोली 500 mg · मुँह से · BD"
    assert doses.duration_words(one, "en") == "1 day"
    assert doses.duration_words(made("1", "BD", 30), "hi") == "30 दिन"
