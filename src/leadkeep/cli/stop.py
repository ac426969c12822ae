"""The signals that stop a process of leadkeep."""

import os
import signal
import sys
from types import FrameType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""Ctrl-C, and what service managers send."""
INTERRUPTED = 128 + signal.SIGINT
"""The exit code of a command that Ctrl-C has ended, as shells have it."""


def exit_on_stop_signals() -> None:
    """Let the process exit with 0 when it gets a signal to stop, from now on.

    A command calls this first: a signal during its start is not a failure. What runs later may
    replace the handlers.
    """
    for number in STOP_SIGNALS:
        signal.signal(number, _exit)


def _exit(_signal: int, _frame: object) -> None:
    sys.exit(0)


def end_interrupted(_signal: int, _frame: FrameType | None) -> None:
    """End the process by Ctrl-C with a line: while modules are loaded, and no store is open."""
    os.write(sys.stderr.fileno(), b"leadkeep: interrupted\n")
    os._exit(INTERRUPTED)


def raise_interruptions() -> None:
    """Let Ctrl-C raise ``KeyboardInterrupt`` again, where it was to end the process at once."""
    if signal.getsignal(signal.SIGINT) is end_interrupted:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Interruption:
    """Ctrl-C while a command does its work in steps, each completely or not at all.

    During the block, a first Ctrl-C ends the command by ``KeyboardInterrupt`` between two steps, in
    ``check``, and a second one at once. Where ``is_waiting`` is true, the first one does, too.
    """

    def __init__(self) -> None:
        """Nobody has asked to stop."""
        self.is_waiting = False
        self._is_asked = False

    def __enter__(self) -> Self:
        """Handle Ctrl-C from now on, unless the process ignores it."""
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *error: object) -> None:
        """Handle Ctrl-C as before."""
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        if self.is_waiting or self._is_asked:
            raise KeyboardInterrupt
        self._is_asked = True

    def check(self) -> None:
        """Raise ``KeyboardInterrupt`` if somebody has asked to stop."""
        if self._is_asked:
            raise KeyboardInterrupt
