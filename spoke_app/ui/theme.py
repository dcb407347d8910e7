"""The look in numbers: colours, sizes, fonts and the one stylesheet made from them.

There is one theme per application, as there is one palette: `Theme.apply` gives it to the QApplication, and
`current_theme()` hands it to widgets when they lay out and paint. A change of text size or contrast makes a
new Theme and rebuilds the window; widgets may therefore keep measures taken when they were made.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from spoke_app.documents.typeface import FAMILY, load_typeface
from spoke_app.ui.stylesheet import stylesheet

FontRole = Literal[
    "caption", "keycap", "label", "meta", "body", "field", "name", "section", "patient", "title", "big", "button"
]
Tone = Literal["accent", "amber", "red", "green", "grey", "emergency"]
TEXT_SCALES = (1.0, 1.25, 1.5)
STYLE = "Fusion"
STYLED = "spoke_styled"
"""Property of the application: it has the style already."""

_SIZES: dict[str, tuple[int, bool]] = {
    "keycap": (12, False),
    "caption": (13, False),
    "label": (14, True),
    "meta": (14, False),
    "body": (15, False),
    "button": (15, True),
    "field": (16, False),
    "name": (16, True),
    "section": (18, True),
    "patient": (20, True),
    "title": (24, True),
    "big": (32, True),
}


@dataclass(frozen=True)
class Colours:
    """The tokens of the look; each is `#RRGGBB`."""

    canvas: str = "#F4F6F8"
    surface: str = "#FFFFFF"
    sunken: str = "#EEF2F4"
    rail: str = "#E9EEF1"
    rail_hover: str = "#DFE6EA"
    row_hover: str = "#F4F8FA"
    avatar: str = "#DDE6EB"
    line: str = "#D5DDE3"
    inner: str = "#E4EAEE"
    field_line: str = "#7A8793"
    ink: str = "#14212B"
    ink2: str = "#42515E"
    ink3: str = "#586673"
    disabled: str = "#626F7B"
    accent: str = "#0B6580"
    accent_pressed: str = "#084C61"
    accent_tint: str = "#E3F1F5"
    accent_line: str = "#9CC7D4"
    on_accent: str = "#FFFFFF"
    deep: str = "#0A3A49"
    red: str = "#A8201A"
    red_tint: str = "#FDECEA"
    red_line: str = "#E3A39E"
    amber: str = "#7F4A00"
    amber_tint: str = "#FFF2DC"
    amber_line: str = "#E0B469"
    amber_field: str = "#A86400"
    green: str = "#1B673A"
    green_tint: str = "#E5F4EA"
    green_line: str = "#9BCBAD"
    grey_tint: str = "#EEF2F4"
    grey_line: str = "#C9D2D9"
    mark: str = "#FFE9A8"
    second_line: str = "#4C93A7"


CALM = Colours()
CONTRAST = Colours(
    canvas="#FFFFFF",
    sunken="#FFFFFF",
    rail="#FFFFFF",
    rail_hover="#FFFFFF",
    row_hover="#FFFFFF",
    avatar="#FFFFFF",
    line="#000000",
    inner="#000000",
    field_line="#000000",
    ink="#000000",
    ink2="#000000",
    ink3="#333333",
    disabled="#333333",
    accent="#003B4D",
    accent_pressed="#000000",
    accent_tint="#FFFFFF",
    accent_line="#003B4D",
    deep="#003B4D",
    red="#8B0000",
    red_tint="#FFFFFF",
    red_line="#8B0000",
    amber="#5C3300",
    amber_tint="#FFFFFF",
    amber_line="#5C3300",
    amber_field="#5C3300",
    green="#00491E",
    green_tint="#FFFFFF",
    green_line="#00491E",
    grey_tint="#FFFFFF",
    grey_line="#000000",
    second_line="#333333",
)


@dataclass(frozen=True)
class ToneColours:
    """Text, ground and border of one meaning."""

    ink: str
    ground: str
    line: str


class Theme(Colours):
    """Colours as attributes, `px()` for every length, `font()` for every text."""

    def __init__(self, scale: float = 1.0, high_contrast: bool = False) -> None:
        super().__init__(**asdict(CONTRAST if high_contrast else CALM))
        object.__setattr__(self, "_scale", min(1.5, max(1.0, scale)))
        object.__setattr__(self, "_high_contrast", high_contrast)

    _scale: float
    _high_contrast: bool

    @property
    def scale(self) -> float:
        """Text size, 1.0 to 1.5."""
        return self._scale

    @property
    def high_contrast(self) -> bool:
        return self._high_contrast

    @property
    def folded(self) -> bool:
        """From 125 % the rail, the index and side columns fold: text is never shrunk."""
        return self._scale >= 1.25

    @property
    def page_edge(self) -> int:
        """The margin at both sides of every page, bar and notice, so that their edges stand in one line."""
        return 24 if self.folded else self.px(32)

    @property
    def line_width(self) -> int:
        return 2 if self._high_contrast else 1

    @property
    def focus_width(self) -> int:
        return 3 if self._high_contrast else 2

    @property
    def bar_width(self) -> int:
        """Width of the bar that marks a chosen row."""
        return 6 if self._high_contrast else 4

    def px(self, length: float) -> int:
        """A length drawn for 100 %, at this text size."""
        return round(length * self._scale)

    def font(self, role: FontRole) -> QFont:
        """The font of a role, in pixels."""
        size, bold = _SIZES[role]
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def text_size(self, role: FontRole) -> int:
        """Pixel size of a role's font."""
        return self.px(_SIZES[role][0])

    def is_bold(self, role: FontRole) -> bool:
        return _SIZES[role][1]

    def tone(self, tone: Tone) -> ToneColours:
        """Colours of a meaning: accent acts, amber needs you, red is danger, green is finished, grey waits."""
        if tone == "emergency":
            return ToneColours(self.on_accent, self.red, self.red)
        if tone == "accent":
            return ToneColours(self.accent, self.accent_tint, self.accent_line)
        if tone == "amber":
            return ToneColours(self.amber, self.amber_tint, self.amber_line)
        if tone == "red":
            return ToneColours(self.red, self.red_tint, self.red_line)
        if tone == "green":
            return ToneColours(self.green, self.green_tint, self.green_line)
        return ToneColours(self.ink2, self.grey_tint, self.grey_line)

    def palette(self) -> QPalette:
        """The palette behind the stylesheet, so that what it does not name has our colours too."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: self.canvas,
            QPalette.ColorRole.WindowText: self.ink,
            QPalette.ColorRole.Base: self.surface,
            QPalette.ColorRole.AlternateBase: self.sunken,
            QPalette.ColorRole.Text: self.ink,
            QPalette.ColorRole.Button: self.surface,
            QPalette.ColorRole.ButtonText: self.ink,
            QPalette.ColorRole.Highlight: self.accent,
            QPalette.ColorRole.HighlightedText: self.on_accent,
            QPalette.ColorRole.PlaceholderText: self.ink3,
            QPalette.ColorRole.ToolTipBase: self.surface,
            QPalette.ColorRole.ToolTipText: self.ink,
            QPalette.ColorRole.Link: self.accent,
        }
        for role, colour in roles.items():
            palette.setColor(role, QColor(colour))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.disabled))
        return palette

    def apply(self, app: QApplication) -> None:
        """Make this the application's theme: style, fonts, palette, stylesheet."""
        load_typeface()
        if not app.property(STYLED):
            app.setStyle(STYLE)
            app.setProperty(STYLED, True)
        app.setFont(self.font("body"))
        app.setPalette(self.palette())
        app.setProperty("spoke_theme", self)
        app.setStyleSheet(stylesheet(self))


def current_theme() -> Theme:
    """The application's theme; the plain one where none was applied (a widget alone in a test)."""
    app = QCoreApplication.instance()
    theme = app.property("spoke_theme") if app is not None else None
    return theme if isinstance(theme, Theme) else Theme()
