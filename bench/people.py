"""Made-up patients for measurements: Bihar's common names in both scripts and spellings, villages, ages, phones.

Seeded: the same count gives the same people. None of them exists.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

WOMEN = [
    ("Sunita", "सुनीता"), ("Suneeta", "सुनीता"), ("Rekha", "रेखा"), ("Anita", "अनीता"), ("Geeta", "गीता"),
    ("Gita", "गीता"),
    ("Lalita", "ललिता"), ("Phulo", "फूलो"), ("Bechni", "बेचनी"), ("Kamli", "कमली"), ("Shabnam", "शबनम"),
    ("Rukhsana", "रुख़साना"), ("Gulshan", "गुलशन"), ("Meena", "मीना"), ("Mina", "मीना"), ("Poonam", "पूनम"),
    ("Savitri", "सावित्री"), ("Radha", "राधा"), ("Kiran", "किरण"), ("Nirmala", "निर्मला"), ("Chandni", "चाँदनी"),
    ("Shakuntala", "शकुंतला"), ("Indu", "इंदु"), ("Vimla", "विमला"), ("Bimla", "बिमला"), ("Asha", "आशा"),
]  # fmt: skip
MEN = [
    ("Ramesh", "रमेश"), ("Dinesh", "दिनेश"), ("Chandan", "चंदन"), ("Bindeshwar", "बिंदेश्वर"), ("Upendra", "उपेंद्र"),
    ("Manoj", "मनोज"), ("Ramji", "रामजी"), ("Lakhan", "लखन"), ("Bhola", "भोला"), ("Jagdev", "जगदेव"), ("Aarav", "आरव"),
    ("Santosh", "संतोष"), ("Rajesh", "राजेश"), ("Vijay", "विजय"), ("Bijay", "बिजय"), ("Irfan", "इरफ़ान"),
    ("Naushad", "नौशाद"), ("Shyam", "श्याम"), ("Ganesh", "गणेश"), ("Krishna", "कृष्ण"), ("Shivnath", "शिवनाथ"),
]  # fmt: skip
FAMILY_OF_WOMEN = [
    ("Devi", "देवी"),
    ("Kumari", "कुमारी"),
    ("Khatoon", "ख़ातून"),
    ("Parveen", "परवीन"),
    ("Rishidev", "ऋषिदेव"),
]
FAMILY_OF_MEN = [
    ("Yadav", "यादव"), ("Mandal", "मंडल"), ("Paswan", "पासवान"), ("Sharma", "शर्मा"), ("Mehta", "मेहता"), ("Sah", "साह"),
    ("Kumar", "कुमार"), ("Alam", "आलम"), ("Rishidev", "ऋषिदेव"), ("Mukhiya", "मुखिया"), ("Sada", "सादा"), ("", ""),
]  # fmt: skip
VILLAGES = ["Barail", "Parsarma", "Karihari", "Sukhpur", "Ekma", "Malhni", "Balha", "Basbitti", "Baruari", "Bariyarpur"]
ENDINGS = ["", " Tola", " East", " West", " Milik", " Dih", " Ghat", " Purwa", " Chowk", " Basti"]


def people(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`count` patients as the fields of a `patient` record."""
    chance = random.Random(seed)
    for n in range(count):
        woman = chance.random() < 0.6
        given, given_hi = chance.choice(WOMEN if woman else MEN)
        family, family_hi = chance.choice(FAMILY_OF_WOMEN if woman else FAMILY_OF_MEN)
        latin, hindi = f"{given} {family}".strip(), f"{given_hi} {family_hi}".strip()
        relative = f"{chance.choice(MEN)[0]} {chance.choice(FAMILY_OF_MEN)[0]}".strip()
        written_in_hindi = chance.random() < 0.3
        yield {
            "name": hindi if written_in_hindi else latin,
            "name_other_script": latin if written_in_hindi else hindi,
            "gender": "female" if woman else "male",
            "age": {"value": chance.randint(1, 85), "unit": "years", "as_of": "2026-11-23"},
            "relative_name": relative,
            "relation": "husband" if woman and chance.random() < 0.7 else "father",
            "phone": f"+919{chance.randrange(10**9):09d}",
            "village": chance.choice(VILLAGES) + chance.choice(ENDINGS),
            "slip_no": f"B-{n + 1:04d}",
        }
