"""Everything that is written can be read: the palette's contrast, calm and high, by WCAG 2.1's formula.

Text needs 4.5 to 1 on every ground that it stands on. What only helps to see (a field's border, an empty ring, the
second line of a chart) needs 3; cards' lines and tints are ornament, for the word stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from spoke_app.ui.theme import CALM, CONTRAST, Colours

TEXT, MARK = 4.5, 3.0

PAPER = ("surface", "canvas", "sunken", "row_hover", "accent_tint", "grey_tint")
"""Grounds of pages, cards, fields, rows under the hand and chosen rows."""
ON_TEXT: dict[str, tuple[str, ...]] = {
    "ink": (*PAPER, "rail", "rail_hover", "avatar", "mark", "red_tint", "amber_tint", "green_tint"),
    "ink2": (*PAPER, "rail", "rail_hover", "avatar", "amber_tint", "red_tint", "green_tint"),
    "ink3": (*PAPER, "rail", "amber_tint"),
    "disabled": ("surface", "canvas", "sunken"),
    "accent": ("surface", "canvas", "sunken", "row_hover", "accent_tint", "rail"),
    "accent_pressed": ("surface", "canvas", "accent_tint", "avatar"),
    "red": ("surface", "canvas", "red_tint", "accent_tint"),
    "amber": ("surface", "canvas", "amber_tint", "accent_tint"),
    "green": ("surface", "canvas", "green_tint", "accent_tint"),
    "on_accent": ("accent", "accent_pressed", "red", "deep"),
}
ON_MARK: dict[str, tuple[str, ...]] = {
    "field_line": ("surface", "canvas"),
    "amber_field": ("surface", "canvas", "amber_tint"),
    "second_line": ("surface",),
    "accent": ("rail", "canvas"),
    "deep": ("surface", "canvas"),
}
ORNAMENT = {"line", "inner", "grey_line", "accent_line", "red_line", "amber_line", "green_line"}


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    for table, least in ((ON_TEXT, TEXT), (ON_MARK, MARK)):
        for colour, grounds in table.items():
            for ground in grounds:
                yield colour, ground, least


@pytest.mark.parametrize("colours", [CALM, CONTRAST], ids=["calm", "high"])
def test_every_text_is_readable_on_its_ground(colours: Colours) -> None:
    faint = {
        f"{colour} on {ground}": round(found, 2)
        for colour, ground, least in pairs()
        if (found := contrast(getattr(colours, colour), getattr(colours, ground))) < least
    }
    assert faint == {}


def test_no_colour_of_the_palette_is_forgotten() -> None:
    known = {name for colour, ground, _ in pairs() for name in (colour, ground)} | ORNAMENT
    assert {field.name for field in fields(Colours)} - known == set()


def test_the_formula_gives_the_known_values() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21.0
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54
