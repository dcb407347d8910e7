"""The components of the look, one per module. Import the module's own class: `from ...widgets.button import Button`."""
