"""Histories of several health centres and a hub in one process: seeded, with every fault that the protocol foresees.

The spokes' engine and store and the hub's intake and answers are the real ones; what stands between them (`wire`) and
what time it is (`world`) is not. A history is a list of steps made of plain numbers (`steps`), so it can be told again,
shortened, and drawn by Hypothesis. After it the network is good, and every invariant (`checks`) is asked for by name.
"""
