"""What `ScreenSettings` asks for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Choices:
    language: str = "en"
    text_size: float = 1.0
    high_contrast: bool = False
    paper: str = "A5"
    attachments: str = "always"
    temperature_unit: str = "F"

    def change(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
