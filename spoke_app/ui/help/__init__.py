"""Help (F1): the keys of the page that was open, all keys, and the guide."""
