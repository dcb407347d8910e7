"""The app's version, as the hub, the log and *About* show it."""

VERSION = "0.1.0"
