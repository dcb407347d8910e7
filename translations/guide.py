"""The guide's copies for readers of the repository, and its pictures.

`resources/guide/<language>.md` is what the app shows (F1); `docs/user-guide.md` and `docs/user-guide.hi.md` are the
same text. `python -m translations.guide` writes them anew, with `--check` it only says what is out of date, and with
`--pictures` it also cuts the pictures out of the last `./run tour`.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, qRgb

ROOT = Path(__file__).parent.parent
GUIDE, DOCS, TOUR = ROOT / "resources" / "guide", ROOT / "docs", ROOT / "out" / "tour"
COPIES = {"en": "user-guide.md", "hi": "user-guide.hi.md"}
PICTURES: dict[str, tuple[str, tuple[int, int, int, int]]] = {
    "first-day": ("today-first-day", (208, 0, 1158, 668)),
    "new-patient": ("new-patient-likely", (208, 0, 1158, 668)),
    "visit": ("visit-red-flag-and-impossible", (208, 0, 1158, 668)),
    "refer": ("visit-refer-emergency", (208, 0, 1158, 668)),
    "answer": ("answer-and-prescription", (208, 0, 1158, 668)),
    "today": ("today", (208, 0, 1158, 668)),
    "registers": ("registers-opd", (208, 0, 1158, 668)),
    "usb": ("exchange-by-stick", (208, 0, 1158, 668)),
    "two-versions": ("conflict", (208, 0, 1158, 668)),
}
"""Name in the guide -> title of the tour's stop, and which part of the window (x, y, width, height)."""
WIDTH, COLOURS, MOST_BYTES = 780, 128, 60_000


def copy_of(language: str) -> str:
    """The text as it stands in `docs/`."""
    text = (GUIDE / f"{language}.md").read_text(encoding="utf-8")
    return text.replace("](pictures/", "](../resources/guide/pictures/")


def outdated() -> list[str]:
    """Which copies differ from their source."""
    return [
        name
        for language, name in COPIES.items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != copy_of(language)
    ]


def cut_pictures() -> None:
    """Each picture of the guide out of the tour's, small enough to be shipped."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QGuiApplication.instance() or QGuiApplication([])
    for name, (title, part) in PICTURES.items():
        for language in COPIES:
            taken = list(TOUR.glob(f"??-{title}-{language}.png"))
            if not taken:
                raise SystemExit(f"{TOUR} has no picture {title}: ./run tour first")
            whole = QImage(str(taken[0])).copy(QRect(*part))
            small = whole.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
            few = small.convertToFormat(QImage.Format.Format_Indexed8, _palette(small))
            few.save(str(GUIDE / "pictures" / f"{name}-{language}.png"), None, 0)


def _palette(picture: QImage) -> list[int]:
    """The colours that are used most as they are, then those of the edges of letters roughly: no title changes hue."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    data, line = bytes(plain.constBits()), plain.bytesPerLine()
    seen: Counter[tuple[int, int, int]] = Counter()
    for y in range(plain.height()):
        row = data[y * line : y * line + 3 * plain.width()]
        seen.update(zip(row[::3], row[1::3], row[2::3], strict=True))
    exact = {colour for colour, _ in seen.most_common(COLOURS // 2)}
    rough: Counter[tuple[int, int, int]] = Counter()
    for (r, g, b), often in seen.items():
        if (r, g, b) not in exact:
            rough[r & 0xF0 | 8, g & 0xF0 | 8, b & 0xF0 | 8] += often
    return [qRgb(*colour) for colour in (*exact, *(colour for colour, _ in rough.most_common(COLOURS - len(exact))))]


def main(arguments: list[str]) -> None:
    if "--check" in arguments:
        if old := outdated():
            raise SystemExit(f"not the guide's text: {', '.join(old)}; python -m translations.guide writes them anew")
        return
    if "--pictures" in arguments:
        cut_pictures()
    for language, name in COPIES.items():
        (DOCS / name).write_text(copy_of(language), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
