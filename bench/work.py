"""Made-up work of a health centre for measurements: patients, visits and signed notes in the clinic's own words.

Seeded: the same count gives the same words. The notes are as hard to compress as written ones: about as many bits a
word as a vocabulary of this size carries.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.people import people
from care_record.ids import new_id
from spoke_app.store.journal import NewChange

_SPOKEN = """
fever cough cold headache vomiting loose stools blood pain abdomen chest burning urine weakness dizzy swelling face
feet rash itching wound boil ear discharge eye red watering throat sore breath fast wheeze crepitation clear spleen
liver palpable tender soft pale icterus absent oedema pitting pulse regular weak pressure high low sugar fasting
random malaria test negative positive dengue card typhoid tablet paracetamol three times daily after food days five
seven ORS zinc amoxicillin syrup spoon morning night advised boiled water rest come back if worse tomorrow week
husband says mother reports since yesterday Monday evening works field rice brick kiln returned Delhi Punjab
pregnant months second third delivery institutional planned iron folic calcium given haemoglobin nine eight gram
weight kilo child feeding breast bottle stopped vaccination due seen anganwadi weighed muac yellow green known
diabetic hypertensive takes metformin amlodipine irregular money finished refuses referral agrees sadar hospital
ambulance called family waits tobacco khaini quit counselled tuberculosis contact sputum sent asha follows home
visit no yes not only some much little more left right both upper lower side before improved same better drinks well
alert drowsy irritable
"""
_SYLLABLES = (
    "ba",
    "bi",
    "chau",
    "da",
    "dhe",
    "ga",
    "gha",
    "ja",
    "jha",
    "ka",
    "kha",
    "li",
    "mi",
    "nau",
    "pha",
    "ra",
    "sha",
    "ya",
)
_RARE = 1500
"""So many names of hamlets, people and medicines come into the notes beside the common words."""
_COMPLAINTS = [
    ("fever", "Fever"), ("cough", "Cough"), ("headache", "Headache"), ("loose_motion", "Loose motions"),
    ("abdominal_pain", "Pain in abdomen"), ("weakness", "Weakness"), ("body_ache", "Body ache"),
]  # fmt: skip


def _rare() -> list[str]:
    chance = random.Random(0)
    return ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_RARE)]


_COMMON_WORDS, _RARE_WORDS = _SPOKEN.split(), _rare()


def words(chance: random.Random, size: int) -> str:
    """About `size` characters of a note."""
    text = ""
    while len(text) < size:
        sentence = [
            chance.choice(_COMMON_WORDS if chance.random() < 0.6 else _RARE_WORDS) for _ in range(chance.randint(4, 12))
        ]
        sentence.append(str(chance.randint(2, 180)))
        text += " ".join(sentence).capitalize() + ". "
    return text[:size].rstrip()


def note(visit: str, chance: random.Random, size: int) -> dict[str, Any]:
    return {"visit": visit, "text": words(chance, size), "signed": True}


def visit(started: datetime, chance: random.Random) -> dict[str, Any]:
    return {
        "started": started.isoformat(timespec="milliseconds"),
        "mode": "spoke",
        "reason": chance.choice(["new", "follow_up"]),
        "complaints": [
            {"id": new_id(), "code": code, "text": text, "duration": {"value": chance.randint(1, 20), "unit": "days"}}
            for code, text in chance.sample(_COMPLAINTS, chance.randint(1, 3))
        ],
        "vitals": {
            "temperature_f": round(chance.uniform(97, 104), 1),
            "pulse": chance.randint(60, 130),
            "bp_systolic": chance.randint(110, 170),
            "bp_diastolic": chance.randint(55, 105),
            "spo2": chance.randint(88, 100),
            "weight_kg": round(chance.uniform(8, 80), 1),
        },
        "examination": words(chance, 90),
        "outcome": chance.choice(["treated", "referred"]),
    }


def work(count: int, seed: int = 1) -> Iterator[NewChange]:
    """`count` changes: for each patient the registration, two visits, a note to each, and so on."""
    chance = random.Random(seed)
    began = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)
    made = 0
    for fields in people(count, seed):
        patient = new_id()
        changes = [NewChange("patient", patient, fields, record=patient)]
        for _ in range(2):
            this = new_id()
            when = began + timedelta(minutes=17 * (made + len(changes)))
            changes.append(NewChange("visit", patient, visit(when, chance), record=this))
            changes.append(NewChange("note", patient, note(this, chance, chance.randint(80, 400))))
        for change in changes:
            if made == count:
                return
            made += 1
            yield change
