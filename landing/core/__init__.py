"""Pure answers to the questions of the route: no Django, no clock, no network, no randomness but a seed.

Every module answers one question, as a function on plain values and as ``answer(document) -> document`` in JSON.
"""
