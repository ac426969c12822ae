"""The Marketo wire and nothing else: parse, call one verb, render.

Entry points: ``operations`` (what is served, and how) and ``openapi`` (its description).
"""
