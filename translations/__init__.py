"""The app's words in Hindi, and English plurals. `python -m translations.refresh` after a string has changed."""
