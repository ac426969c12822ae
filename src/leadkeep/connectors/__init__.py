"""Connections to external systems: webhook targets and mail servers, one package each.

They implement the protocols of ``automation.services``; each has a Null version for tests.
"""
