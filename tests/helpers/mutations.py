"""What a faulty peer, a bad line or an attacker makes of good lines: drawn by Hypothesis, so that a failure shrinks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

ODD_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["", "0" * 64, "f" * 64, "all", -1, 0, 2**53, "\x00", "\ud7ff\U0001f642"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn, lines: Sequence[bytes]) -> list[bytes]:
    """The lines after one to four things went wrong with them."""
    made = list(lines)
    for _ in range(draw(st.integers(1, 4))):
        if not made:
            break
        at = draw(st.integers(0, len(made) - 1))
        made[at : at + 1] = draw(_one(made, at))
    return made


def _one(lines: Sequence[bytes], at: int) -> st.SearchStrategy[list[bytes]]:
    line = lines[at]
    places = st.integers(0, max(0, len(line) - 1))
    return st.one_of(
        st.just([]),
        st.just([line, line]),
        st.sampled_from(list(lines)).map(lambda other: [other, line]),
        st.binary(max_size=40).map(lambda rubbish: [rubbish.replace(b"\n", b" "), line]),
        places.map(lambda n: [line[:n]]),
        st.tuples(places, st.integers(0, 255)).map(lambda p: [_flipped(line, *p)]),
        st.tuples(st.randoms(use_true_random=False), ODD_VALUES).map(lambda p: [_changed(line, p[0], p[1])]),
    )


def _flipped(line: bytes, at: int, bits: int) -> bytes:
    return (line[:at] + bytes([line[at] ^ bits]) + line[at + 1 :]).replace(b"\n", b" ") if line else line


def _changed(line: bytes, chance: Any, value: Any) -> bytes:
    """The line with one of its values, at any depth, replaced or taken out."""
    try:
        whole = json.loads(line)
    except ValueError:
        return line
    inside: Any = whole
    while isinstance(inside, dict | list) and inside:
        keys: list[Any] = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        key = chance.choice(keys)
        deeper = inside[key]
        if isinstance(deeper, dict | list) and deeper and chance.random() < 0.8:
            inside = deeper
            continue
        if chance.random() < 0.2:
            del inside[key]
        else:
            inside[key] = value
        break
    return json.dumps(whole, separators=(",", ":")).encode("utf-8", "surrogatepass")
