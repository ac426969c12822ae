"""The Marketo wire and nothing else: parse, call one verb, render.

Entry points: ``operations`` (what is served) and ``routes`` (how). May import domain faces, store,
settings, clock, ids and errors.
"""
