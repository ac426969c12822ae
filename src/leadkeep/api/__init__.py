"""The Marketo REST API over HTTP: parse a request, call one verb, render its result.

Entry points: ``operations`` (the served operations) and ``openapi`` (their description).
"""
