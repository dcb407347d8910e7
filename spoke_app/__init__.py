"""The desktop app of the health centre."""

from spoke_app.none_guard import hold_none

hold_none()
