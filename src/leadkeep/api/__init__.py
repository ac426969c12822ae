"""The Marketo REST API over HTTP: parse a request, call one verb, render its result.

Entry points: ``operations`` (the served operations) and ``openapi`` (their description).

In this package the *reference* is the vendor's list of operations (``operations.csv``), a *verb* is
a function of ``leadkeep.domain`` that does what an operation asks for, a *reply* is what a handler
returns, and the *envelope* is the JSON object around its ``result``. A *refusal* ends the whole
request; a record of a request can also be *skipped* alone. Either has a *reason*, to which
``errors`` gives a code and a text.
"""
