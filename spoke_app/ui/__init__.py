"""The window and its screens. They call actions and documents, and know neither store nor network."""

from spoke_app.ui.plain_imports import plain_imports

plain_imports()
