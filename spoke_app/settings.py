"""What people set for this PC: language, text size, paper. No patient data, so it is a plain file."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

import msgspec

from spoke_app.whole_file import read_whole, write_whole

Language = Literal["hi", "en"]
Paper = Literal["A5", "A4"]
Attachments = Literal["always", "asked"]
TemperatureUnit = Literal["F", "C"]
SMALLEST, LARGEST = 100, 150


@dataclass(frozen=True)
class Settings:
    """`text_size` is in per cent, 100 to 150; `printer` '' is the system's own choice; `attachments`: pictures and PDFs
    go and come with every exchange, or only with one that somebody asked for; `temperature_unit` is how a
    temperature is typed: it is always kept in °F."""

    language: Language = "hi"
    text_size: int = 100
    paper: Paper = "A5"
    high_contrast: bool = False
    printer: str = ""
    attachments: Attachments = "always"
    temperature_unit: TemperatureUnit = "F"


def load_settings(path: Path) -> Settings:
    """The settings in the file; the default for each that is missing or makes no sense. Before there is a file, the
    language is the one that this PC was installed with."""
    try:
        found = msgspec.json.decode(read_whole(path))
    except FileNotFoundError:
        return _first()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Settings()
    settings = Settings()
    if isinstance(found, dict):
        for known in fields(Settings):
            if known.name in found:
                settings = _with(settings, known.name, found[known.name])
    return settings


def _first() -> Settings:
    from spoke_app import installed  # looks into the registry: only where nobody has chosen

    language = installed.read().language
    return Settings() if language is None else Settings(language=language)


def save_settings(path: Path, settings: Settings) -> None:
    """Replaces the file at once: a power cut leaves the old one or the new one. OSError if it cannot be written."""
    write_whole(path, msgspec.json.format(msgspec.json.encode(settings)))


def _with(settings: Settings, name: str, value: Any) -> Settings:
    if name == "text_size":
        if isinstance(value, int) and not isinstance(value, bool):
            return replace(settings, text_size=min(max(value, SMALLEST), LARGEST))
        return settings
    with contextlib.suppress(msgspec.ValidationError):
        return msgspec.convert({**msgspec.to_builtins(settings), name: value}, Settings)
    return settings
