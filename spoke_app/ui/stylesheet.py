"""The application's stylesheet, generated from a theme. State comes from dynamic properties, never from code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spoke_app.ui.theme import Theme


def stylesheet(t: Theme) -> str:
    """All rules of the app for one theme."""
    return "\n".join((_base(t), _labels(t), _frames(t), _inputs(t), _choices(t), _lists(t), _scroll_bars(t)))


def _base(t: Theme) -> str:
    return f"""
* {{ font-family: "Noto Sans Devanagari"; }}
QWidget#window, QWidget[ground="canvas"] {{ background: {t.canvas}; }}
QWidget[ground="surface"] {{ background: {t.surface}; }}
QWidget[ground="clear"] {{ background: transparent; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget#qt_scrollarea_viewport, QListView > QWidget#qt_scrollarea_viewport {{
  background: transparent; }}
QToolTip {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.field_line}; padding: 4px 6px;
  font-size: {t.px(14)}px; }}
QMenu {{ background: {t.surface}; color: {t.ink}; border: {t.line_width}px solid {t.line}; padding: 4px; }}
QMenu::item {{ padding: {t.px(8)}px {t.px(16)}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent_tint}; }}
"""


def _labels(t: Theme) -> str:
    rules = []
    for role in ("caption", "label", "meta", "body", "field", "name", "section", "patient", "title", "big"):
        weight = 600 if t.is_bold(role) else 400
        rules.append(f'QLabel[role="{role}"] {{ font-size: {t.text_size(role)}px; font-weight: {weight}; }}')
    tones = {
        "ink": t.ink,
        "ink2": t.ink2,
        "ink3": t.ink3,
        "accent": t.accent,
        "red": t.red,
        "amber": t.amber,
        "green": t.green,
        "white": t.on_accent,
    }
    for tone, colour in tones.items():
        rules.append(f'QLabel[tone="{tone}"] {{ color: {colour}; }}')
    rules.append('QLabel[strong="true"] { font-weight: 600; }')
    return "\n".join(rules)


def _frames(t: Theme) -> str:
    w, chosen = t.line_width, t.focus_width
    rules = [
        f'QFrame[frame="card"] {{ background: {t.surface}; border: {w}px solid {t.line}; border-radius: 12px; }}',
        f'QFrame[frame="card"][attention="true"] {{ border-color: {t.amber_line}; }}',
        f'QFrame[frame="card"][chosen="true"] {{ border: {chosen}px solid {t.accent}; }}',
        f'QFrame[frame="rule"] {{ background: {t.inner}; border: none; max-height: {w}px; min-height: {w}px; }}',
        f'QFrame[frame="rail"] QFrame[frame="rule"] {{ background: {t.line}; }}',
        f'QFrame[frame="upright"] {{ background: {t.line}; border: none; max-width: {w}px; min-width: {w}px; }}',
        f'QFrame[frame="card_head"] {{ background: transparent; border: none; border-bottom: {w}px solid {t.inner}; }}',
        f'QFrame[frame="card_head"][attention="true"] {{ background: {t.amber_tint};'
        f" border-top-left-radius: 11px; border-top-right-radius: 11px; border-bottom: {w}px solid {t.amber_line}; }}",
        f'QFrame[frame="strip"] {{ background: {t.surface}; border: none; border-bottom: {w}px solid {t.line}; }}',
        f'QFrame[frame="action_bar"] {{ background: {t.surface}; border: none; border-top: {w}px solid {t.line}; }}',
        f'QToolButton[tile="true"] {{ background: {t.surface}; border: {w}px solid {t.line}; border-radius: 8px;'
        f" padding: 4px; color: {t.ink}; }}",
        f'QToolButton[tile="true"]:hover {{ background: {t.row_hover}; }}',
        f'QToolButton[tile="true"]:disabled {{ background: {t.sunken}; color: {t.disabled}; }}',
        f'QFrame[frame="status_bar"] {{ background: {t.surface}; border: none; border-top: {w}px solid {t.line}; }}',
        f'QFrame[frame="rail"] {{ background: {t.rail}; border: none; border-right: {w}px solid {t.line}; }}',
    ]
    for kind, tone in (("news", "accent"), ("look", "amber"), ("danger", "red"), ("done", "green")):
        c = t.tone(tone)  # type: ignore[arg-type]
        rules.append(
            f'QFrame[frame="notice"][kind="{kind}"] {{ background: {c.ground}; border: {w}px solid {c.line};'
            " border-radius: 12px; }"
        )
    return "\n".join(rules)


def _inputs(t: Theme) -> str:
    w, focus = t.line_width, t.focus_width
    edits = 'QLineEdit[input="line"], QPlainTextEdit[input="area"], QFrame[input="tokens"]'

    def each(suffix: str) -> str:
        return ", ".join(part.strip() + suffix for part in edits.split(","))

    return f"""
{edits} {{ background: {t.surface}; color: {t.ink}; border: {w}px solid {t.field_line}; border-radius: 8px;
  font-size: {t.text_size("field")}px; selection-background-color: {t.accent};
  selection-color: {t.on_accent}; padding: {1 + focus - w}px {t.px(12) - w}px {focus - w}px {t.px(12) - w}px; }}
QPlainTextEdit[input="area"] {{ padding: {t.px(6)}px {t.px(8)}px; }}
QFrame[input="tokens"] {{ padding: 0; }}
{each(":disabled")} {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line}; }}
{each(":focus")}, QFrame[input="tokens"][focused="true"] {{ border: {focus}px solid {t.accent}; }}
QLineEdit[input="line"]:focus {{ padding: 1px {t.px(12) - focus}px 0 {t.px(12) - focus}px; }}
QPlainTextEdit[input="area"]:focus {{ padding: {t.px(6) - focus + w}px {t.px(8) - focus + w}px; }}
{each('[state="abnormal"]')} {{ background: {t.amber_tint}; border: {focus}px solid {t.amber_field}; }}
{each('[state="critical"]')} {{ background: {t.red_tint}; border: {focus}px solid {t.red}; }}
{each('[state="error"]')} {{ border: {focus}px solid {t.red}; }}
QLineEdit[input="line"][state="abnormal"], QLineEdit[input="line"][state="critical"],
QLineEdit[input="line"][state="error"] {{ padding: 1px {t.px(12) - focus}px 0 {t.px(12) - focus}px; }}
QLineEdit[input="line"][centred="true"] {{ font-weight: 600; padding-left: 2px; padding-right: 2px; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {t.ink3}; }}
QLineEdit[input="bare"] {{ background: transparent; border: none; color: {t.ink}; padding: 1px 0 0 0;
  font-size: {t.text_size("field")}px; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit[input="search"] {{ background: {t.surface}; color: {t.ink}; border: {w}px solid {t.field_line};
  border-radius: 8px; font-size: {t.text_size("field")}px; selection-background-color: {t.accent};
  selection-color: {t.on_accent}; }}
QLineEdit[input="search"]:focus {{ border: {focus}px solid {t.accent}; }}
QComboBox {{ background: {t.surface}; color: {t.ink}; border: {w}px solid {t.field_line}; border-radius: 8px;
  font-size: {t.text_size("field")}px; padding: {1 + focus - w}px {t.px(4)}px {focus - w}px {t.px(12) - w}px; }}
QComboBox:focus, QComboBox:on {{ border: {focus}px solid {t.accent};
  padding: 1px {t.px(4)}px 0 {t.px(12) - focus}px; }}
QComboBox:disabled {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line}; }}
QComboBox[state="error"] {{ border: {focus}px solid {t.red}; }}
QComboBox::drop-down {{ border: none; width: {t.px(28)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView, QListView[popup="true"] {{ background: {t.surface}; color: {t.ink};
  border: {w}px solid {t.field_line}; font-size: {t.text_size("field")}px; outline: none; padding: 4px;
  selection-background-color: {t.accent_tint}; selection-color: {t.ink}; }}
QComboBox QAbstractItemView::item, QListView[popup="true"]::item {{ min-height: {t.px(36)}px; padding: 0 8px;
  border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected, QListView[popup="true"]::item:selected {{
  background: {t.accent_tint}; color: {t.ink}; }}
"""


def _choices(t: Theme) -> str:
    w = t.line_width
    parts = [
        f'QPushButton[segment="true"] {{ background: {t.surface}; color: {t.ink2};'
        f" border: {w}px solid {t.field_line}; border-left: none;"
        f" font-size: {t.text_size('body')}px; padding: 1px {t.px(8)}px 0 {t.px(8)}px; }}",
        f'QPushButton[segment="true"]:hover {{ background: {t.row_hover}; }}',
        f'QPushButton[segment="true"]:checked {{ background: {t.accent}; color: {t.on_accent}; font-weight: 600;'
        f" border-color: {t.accent}; }}",
        f'QPushButton[segment="true"][tone="red"]:checked {{ background: {t.red}; border-color: {t.red}; }}',
        f'QPushButton[segment="true"]:disabled {{ background: {t.sunken}; color: {t.disabled}; }}',
        f'QPushButton[segment="true"][state="error"] {{ border-color: {t.red}; }}',
        f'QPushButton[segment="true"][place="middle"], QPushButton[segment="true"][place="first"]'
        f" {{ border-right: {w}px solid {t.line}; }}",
        f'QPushButton[segment="true"][place="first"], QPushButton[segment="true"][place="only"] {{'
        f" border-left: {w}px solid {t.field_line}; border-top-left-radius: 8px; border-bottom-left-radius: 8px; }}",
        'QPushButton[segment="true"][place="last"], QPushButton[segment="true"][place="only"] {'
        " border-top-right-radius: 8px; border-bottom-right-radius: 8px; }",
        f'QPushButton[segment="true"][place="first"]:checked {{ border-left-color: {t.accent};'
        f" border-right-color: {t.accent}; }}",
        f'QPushButton[segment="true"][place="middle"]:checked {{ border-right-color: {t.accent}; }}',
    ]
    return "\n".join(parts)


def _lists(t: Theme) -> str:
    return f"""
QListView {{ background: transparent; border: none; outline: none; color: {t.ink}; }}
QProgressBar {{ background: {t.sunken}; border: {t.line_width}px solid {t.line}; border-radius: 4px;
  min-height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
"""


def _scroll_bars(t: Theme) -> str:
    handle = t.ink if t.high_contrast else "#AAB4BC"
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: none; }}
QScrollBar::handle:vertical {{ background: {handle}; border-radius: 4px; min-height: 40px; margin: 0 2px; }}
QScrollBar::handle:vertical:hover {{ background: {t.field_line}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: none; }}
QScrollBar::handle:horizontal {{ background: {handle}; border-radius: 4px; min-width: 40px; margin: 2px 0; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  border: none; width: 0; height: 0; }}
"""
