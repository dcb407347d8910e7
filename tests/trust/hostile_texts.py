"""Texts that become something else where a program forgets that they are text, and records full of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from care_record.kinds import check_record

MARK = "zqk"
"""Every element, attribute and address that is born of one of these has this in its name."""

TEXTS: dict[str, str] = {
    "element": "<zqkel>x</zqkel><img src=file:///zqk.png onerror=zqk()>",
    "picture": '<img src="file:////zqk.example/share/x.png"><b>zqk</b>',
    "attribute": '" zqkattr=1 onmouseover="zqk()" x="',
    "script": "</script></title></textarea><script>zqk()</script><!--",
    "link": '<a href="http://zqk.example/">zqk</a>',
    "address": "javascript:zqk()",
    "template": "{{9000*7+1}}${9000*7+1}{%zqk%}{0}%s%n",
    "entity": "&lt;zqkel&gt;&#60;zqkel&#62;",
    "sql": "zqk'; DROP TABLE journal; DROP TABLE changes; --",
    "sql or": '" OR 1=1 UNION SELECT value FROM meta -- zqk',
    "search": 'NEAR(zqk* OR "x" AND NOT -y) ^z:*',
    "formula =": '=HYPERLINK("http://zqk.example/","zqk")',
    "formula +": "+cmd|' /C calc'!A0 zqk",
    "formula -": "-2+3+zqk",
    "formula @": "@SUM(1+9)*zqk",
    "formula behind a tab": "\t=1+zqk",
    "formula in full width": "＝1+zqk",
    "shell": "zqk; rm -rf ~ `id` $(id) %PATH% && ",
    "path": "../../../../zqk/../etc/passwd",
    "path on windows": '..\\..\\zqk.exe:x|<>?*"',
    "device": "NUL",
    "latex and zip": "\\input{/etc/passwd}\\zqk PK\x03\x04",
    "turned round": "\u202ezqk fdp.exe\u202c\u2066\u200f",
    "control": "a\x00b\x1b[31mzqk\x07\x08\ufeff\uffff",
    "many lines": "zqk\r\n\r\nSet-Cookie: zqk=1\r\n" * 3,
    "json": '"},{"kind":"staff","zqk":1},{"a":"',
    "very long": "zqk " * 300,
}


def hostile_record(kind: str, fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The record with this text wherever one may stand, whatever its limits: as a hostile peer sends it."""
    made = dict(fields)
    for path in list(_texts(made)):
        if path[-1] in ("id", "pregnant", "sugar_kind") or _is_time(_at(made, path)):
            continue
        was = {(problem.field, problem.code) for problem in check_record(kind, made)}
        tried = _put(made, path, text)
        new = {(problem.field, problem.code) for problem in check_record(kind, tried)} - was
        # Words of no list are shown as they are; an id that is none, or a state that nobody knows, hides the record.
        if all(code in ("too-long", "control-characters", "bad-format", "bad-phone") for _, code in new):
            made = tried
    return made


def _is_time(value: str) -> bool:
    return value[:4].isdigit() and value[4:5] == "-"


def _texts(value: Any, upto: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield upto
    keys: Any = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield from _texts(value[key], (*upto, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    if not path:
        return text
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = _put(value[path[0]], path[1:], text)
    return made
