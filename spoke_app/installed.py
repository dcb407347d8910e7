"""What the installer or the district's Group Policy wrote for this PC: `HKLM\\Software\\Spoke`, the 64-bit view.

Everybody on the PC can read it and only administrators write it. A value that makes no sense counts as not given.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spoke_app.settings import Language

KEY = r"Software\Spoke"
_LONGEST_URL, _LONGEST_CODE = 2000, 64


@dataclass(frozen=True)
class Installed:
    """`''` and None: not given. `ignored` names the values that made no sense, for the log; never what they were."""

    hub_url: str = ""
    enrol_code: str = ""
    language: Language | None = None
    autostart: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def enrols(self) -> bool:
        """Whether a PC that belongs to no centre yet was given all that it takes to join one."""
        return bool(self.hub_url and self.enrol_code)


NOTHING = Installed()


def parse(values: Mapping[str, object]) -> Installed:
    """The registry's values as they stand there. Never fails."""
    texts = {name: value.strip() if isinstance(value, str) else "" for name, value in values.items()}
    hub_url = texts.get("HubUrl", "").rstrip("/")
    code, lang, autostart = (texts.get(name, "") for name in ("EnrolCode", "Lang", "Autostart"))
    sense = {
        "HubUrl": not hub_url or _is_address(hub_url),
        "EnrolCode": len(code) <= _LONGEST_CODE and code.isascii() and code.isprintable(),
        "Lang": lang in ("", "hi", "en"),
        "Autostart": autostart in ("", "0", "1"),
    }
    wrong = {name for name, value in values.items() if not isinstance(value, str)}
    return Installed(
        hub_url=hub_url if sense["HubUrl"] else "",
        enrol_code=code if sense["EnrolCode"] else "",
        language="hi" if lang == "hi" else "en" if lang == "en" else None,
        autostart=autostart == "1",
        ignored=tuple(name for name, good in sense.items() if not good or name in wrong),
    )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    plain = len(text) <= _LONGEST_URL and text.isprintable() and " " not in text
    return plain and parts.scheme in ("http", "https") and bool(host)


if sys.platform == "win32":
    import winreg

    def read() -> Installed:
        """What was written for this PC; nothing where nothing was, or where it may not be read."""
        values: dict[str, object] = {}
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
                for name in ("HubUrl", "EnrolCode", "Lang", "Autostart"):
                    try:
                        values[name] = winreg.QueryValueEx(key, name)[0]
                    except FileNotFoundError:
                        continue
        except OSError:
            return NOTHING
        return parse(values)

else:

    def read() -> Installed:
        """There is an installer for Windows only."""
        return NOTHING
