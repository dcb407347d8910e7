"""The common ground of app and hub: what a record is, how changes fold, what the wire says.

Pure Python: no Qt, no files, no network. Only the standard library and msgspec (and `cryptography` in
`signature` and `credential`).
"""
