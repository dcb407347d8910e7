"""An old register of a centre, for the demo's window and the tour: nine people with visits of the last months."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.stories import town

ROOT = Path(__file__).parent.parent.parent

PEOPLE = (
    ("Shabnam Khatoon", "शबनम ख़ातून", "female", 24, "Sukhpur", "Md. Irfan", "husband", "Headache"),
    ("Lalita Rishidev", "ललिता ऋषिदेव", "female", 31, "Karihari", "Ramji Rishidev", "husband", "Cough"),
    ("Chandan Kumar Mehta", "चंदन कुमार मेहता", "male", 38, "Parsarma", "Lakhan Mehta", "father", "Itching"),
    ("Gulshan Ara", "गुलशन आरा", "female", 63, "Basbitti", "Naushad Alam", "husband", "Weakness"),
    ("Phulo Devi", "फूलो देवी", "female", 58, "Balha", "Jagdev Sada", "husband", "Joint pain"),
    ("Suneeta Devi", "सुनीता देवी", "female", 41, "Baruari", "Lakhan Mandal", "husband", "Fever"),
    ("Sunita Kumari", "सुनीता कुमारी", "female", 19, "Barail", "Ramji Yadav", "father", "Headache"),
    ("सुनीता देवी", "Sunita Devi", "female", 35, "Barail", "Bhola Sada", "husband", "Fever"),
    ("Bindeshwar Yadav", "बिंदेश्वर यादव", "male", 61, "Malhni", "Ramesh Yadav", "father", "Breathlessness"),
)


def old_register(path: Path) -> None:
    """The people above, each with visits of the last months; pressure and weight of the first rise."""
    rows: list[dict[str, Any]] = []
    now = datetime.now(UTC)
    for n, (name, other, gender, age, village, relative, relation, complaint) in enumerate(PEOPLE):
        for visit in range(5 if n == 0 else 1):
            day = now - timedelta(days=(150 - 35 * visit) if n == 0 else 3 * n)
            visited: dict[str, Any] = {"visit_date": day.date().isoformat(), "complaint": complaint}
            if n == 0:
                visited |= {"bp_systolic": 118 + 6 * visit, "bp_diastolic": 76 + 3 * visit, "weight_kg": 52 + 2 * visit}
            patient = {"name": name, "name_other_script": other, "gender": gender, "age": age, "village": village}
            more = {"relative_name": relative, "relation": relation, "phone": f"94310{22470 + n}"}
            rows.append({"patient": patient | more, "visit": visited})
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def import_register(data: Path, profile: Path) -> None:
    """By the command, as IT would."""
    register = data / "register.json"
    old_register(register)
    command = [sys.executable, "-m", "spoke_app", "--profile", str(profile), "import", str(register)]
    person = ["--staff", town.CHO, "--pin-stdin"]
    subprocess.run([*command, *person], cwd=ROOT, input=town.PIN.encode(), check=True, capture_output=True)
