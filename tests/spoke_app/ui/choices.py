"""What `ScreenSettings` asks for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Choices:
    language: str = "en"
    text_size: float = 1.0
    high_contrast: bool = False
    paper: str = "A5"
    attachments: str = "always"
