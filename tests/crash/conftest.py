"""Fixtures of the hub's tests."""

from tests.helpers.hub import centre, hub, postgres, services, store_url

__all__ = ["centre", "hub", "postgres", "services", "store_url"]
