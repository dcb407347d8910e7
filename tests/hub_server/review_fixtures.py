"""Fixtures of the tests of the hub's pages; a test file imports those that it uses, and says so in its `__all__`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium

from tests.hub_server.chromium import launched
from tests.hub_server.review_client import Browser
from tests.hub_server.review_sample import ReviewHub, review_hub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    """A served hub with doctors and desks, for one file of tests."""
    with review_hub(tmp_path_factory.mktemp("review")) as served:
        yield served


@pytest.fixture
def browser(hub: ReviewHub) -> Iterator[Browser]:
    """A browser without scripts in which nobody is signed in yet."""
    fresh = Browser(hub.url)
    yield fresh
    fresh.session.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A real browser, for one file of tests."""
    with launched() as browser:
        yield browser
