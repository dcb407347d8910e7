"""The marks are found wherever they hide: a grep that finds nothing in anything would prove nothing."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from tests.trust.marks import Marker, encoded, marker


@pytest.mark.parametrize("part", marker(12).split())
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_mark_is_found_in_every_spelling(part: str, before: str) -> None:
    text = f"{before}{part} behind it"
    hidden = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode().hex().encode()]
    hidden += [base64.b64encode(text.encode()), base64.b64encode(text.encode("utf-16-le")), json.dumps(text).encode()]
    for data in hidden:
        assert any(each in b"rubbish" + data + b"rubbish" for each in encoded()), data
    assert Marker().found_in(gzip.compress(text.encode())) == [], "and in nothing else"


def test_a_find_names_its_field() -> None:
    marks = Marker()
    made = marks.record("patient", {"name": "Sunita", "phone": "+919431024471", "gender": "female", "village": "x"})
    assert made["gender"] == "female" and made["phone"] != "+919431024471"
    assert "patient.name" in marks.found_in(made["name"].encode("utf-16-le"))
    assert marks.found_in(made["phone"].encode())
