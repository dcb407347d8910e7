"""The main job as a test: two spokes, a doctor, a hub as a real process, on SQLite and on PostgreSQL.

A kill in mid-form, a hub that is away, a question back, a signed prescription on paper. On SQLite the doctor sits at a
real browser, on PostgreSQL at one without JavaScript (as where no browser can be installed).
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp

from tests.helpers.hub import postgres, store_url
from tests.stories import town
from tests.stories.the_loop import Story, play

__all__ = ["postgres", "store_url"]


def test_written_offline_answered_at_the_hub_printed_at_the_spoke(store_url: str, tmp_path: Path) -> None:
    told: list[str] = []
    hub = town.Hub(store_url, tmp_path)
    browser = store_url.startswith("sqlite")
    pdf = play(Story(hub, tmp_path, lambda title, _seconds: told.append(title), browser=browser))
    assert len(told) == 14, told
    document = pypdfium2.PdfDocument(pdf)
    millimetres = [round(points / 72 * 25.4) for points in document[0].get_size()]
    assert (len(document), millimetres) == (1, [148, 210])
    page = document[0].render(scale=4, grayscale=True)
    grey = memoryview(bytes(page.buffer)).cast("B", (page.height, page.stride))
    (code,) = zxingcpp.read_barcodes(grey)
    assert "PARACETAMOL" in code.text and "FERROUS" in code.text
    assert hub.command("check")["wrong"] == []
