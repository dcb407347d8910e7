"""One name, many spellings, two scripts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.rules import names

SAME = """
Sunita Suneeta Sunitaa सुनीता
Kamla Kamala कमला
Chaudhary Choudhary Chaudhari Choudhry चौधरी
Laxmi Lakshmi Lakshmee लक्ष्मी
Khatoon Khatun ख़ातून खातून
Irfan इरफ़ान इरफान
Md Md. Mohd Mohammad Muhammad मोहम्मद मो.
Shabnam Sabnam शबनम
Ramvati Ramawati रामवती
Paswan Pasvan पासवान
Singh सिंह
Krishna Krishn कृष्ण कृष्णा
Mishra Misra मिश्रा मिश्र
Yadav Yadaw यादव
Shah Sah साह शाह
Rajkumar राजकुमार
Phulo Foolo फूलो
Munia Muniya मुनिया
Vijay Vijai विजय
Zarina Jarina Jareena ज़रीना जरीना
Bindeshwar Bindeswar बिंदेश्वर
Gyan ज्ञान
Rukhsana Ruksana रुखसाना
Chhotu Chotu छोटू
Shambhu Sambhu शंभु शम्भु
Dharmendra धर्मेंद्र धर्मेन्द्र
Pandey Pande पांडे पांडेय
Rai Ray राय
Saurabh Sourabh सौरभ
""".strip().splitlines()


@pytest.mark.parametrize("line", SAME)
def test_spellings_of_one_name_have_one_key(line: str) -> None:
    assert len({names.search_key(word) for word in line.split()}) == 1, line


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sunita", "Anita"), ("Ramesh", "Suresh"), ("Kamla", "Kamal"), ("Sita", "Gita"), ("Dinesh", "Mahesh")],
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert names.search_key(one) != names.search_key(other)


def test_b_and_v_meet_in_the_skeleton() -> None:
    assert names.search_key("Bijay") != names.search_key("Vijay")
    assert names.skeleton("Bijay") == names.skeleton("विजय")
    assert names.skeleton("Anjli Devi") == names.skeleton("अंजलि देवी")


def test_the_key_of_a_whole_name() -> None:
    assert names.search_key("Smt. Suneeta  DEVI") == "sunita devi"
    assert names.search_key("श्रीमती सुनीता देवी") == "sunita devi"
    assert names.search_key("") == ""
    assert names.search_key("Dr") == "dr"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Shabnam Khatoon", "SK"),
        ("Chandan Kumar Mehta", "CM"),
        ("Dr Nivedita Jha", "NJ"),
        ("sunita", "S"),
        ("शबनम ख़ातून", "श"),
        ("कुमारी अंजलि", "कु"),
        ("प्रिया", "प्रि"),
        ("अंजलि", "अं"),
        ("ज़रीना", "ज़"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert names.initials(name) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize(
    ("devanagari", "latin"),
    [
        ("सुनीता देवी", "Sunita Devi"),
        ("राजकुमार यादव", "Rajkumar Yadav"),
        ("शबनम ख़ातून", "Shabnam Khatun"),
        ("बिंदेश्वर पासवान", "Bindeshwar Paswan"),
        ("राम सिंह", "Ram Singh"),
        ("निर्मला", "Nirmala"),
        ("रामवती", "Ramvati"),
        ("कृष्ण", "Krishna"),
        ("मो. इरफ़ान", "Md. Irfan"),
    ],
)
def test_devanagari_as_people_write_it_in_latin(devanagari: str, latin: str) -> None:
    assert names.transliterate_to_latin(devanagari) == latin


@pytest.mark.parametrize(
    ("latin", "devanagari"),
    [
        ("Suneeta Devi", "सुनीता देवी"),
        ("Mohd Irfan", "मोहम्मद इरफ़ान"),
        ("Bindeshwar Yadaw", "बिंदेश्वर यादव"),
        ("Tetri Devi", "तेत्री देवी"),
        ("Lakshmi Bai", "लक्ष्मी बाई"),
        ("सुनीता", "सुनीता"),
    ],
)
def test_a_suggestion_in_devanagari(latin: str, devanagari: str) -> None:
    assert unicodedata.normalize("NFC", names.to_devanagari(latin)) == unicodedata.normalize("NFC", devanagari)


@given(st.text())
def test_any_text_has_a_key_and_letter_case_never_counts(text: str) -> None:
    key = names.search_key(text)
    assert key == key.strip() and "  " not in key
    assert len(names.skeleton(text).split()) == len(key.split())
    assert names.to_devanagari(text) is not None
    assert names.transliterate_to_latin(text) is not None
    assert len(names.initials(text)) <= 12


def test_a_name_of_a_whole_line_does_not_stop_the_search() -> None:
    assert names.search_key("bababa" * 10_000) == names.search_key("bababa" * 40)


@given(st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1))
def test_capitals_and_spaces_do_not_change_a_key(text: str) -> None:
    assert names.search_key(text) == names.search_key("  " + text.upper().replace(" ", "  "))


DEVANAGARI = st.text("कखगघचछजझटठडढतथदधनपफबभमयरलवशषसहअआइईउऊएऐओऔािीुूेैोौ्ंँ़ृः")


@given(DEVANAGARI)
def test_any_devanagari_becomes_latin(text: str) -> None:
    assert not any("\u0900" <= c <= "\u097f" for c in names.transliterate_to_latin(text))
