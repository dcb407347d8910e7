"""The Today screen: where the day begins and where one comes back to."""
