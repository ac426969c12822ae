"""The signals that stop a process of leadkeep."""

import signal
import sys

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""Ctrl-C, and what service managers send."""


def exit_on_stop_signals() -> None:
    """Let the process exit with 0 when it gets a signal to stop, from now on.

    A command calls this first: a signal during its start is not a failure. What runs later may
    replace the handlers.
    """
    for number in STOP_SIGNALS:
        signal.signal(number, _exit)


def _exit(_signal: int, _frame: object) -> None:
    sys.exit(0)
