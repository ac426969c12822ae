"""Figures of the server, each beside a floor measured in the same run on the same machine.

Absolute times drift with the machine; the ratio to a floor does not. The floor does the least work
that could give the same answer: bare sqlite3 for writes, a bare handler for reads.

Entry point: ``python -m benchmarks [names] [--quick] [--out FILE]``; see :mod:`benchmarks.suite`
for the names. Nothing here is a test: no figure fails a build.
"""
