"""Connections to external services: webhook targets and mail servers, one package each.

They implement the protocols of ``automation.services``. Each package also has a Null version, which
records what it would send and sends nothing.
"""
