"""Run the command line."""

import os
import signal
import sys

from leadkeep.interpreter import collect_rarely

# Before other modules are loaded: what they define is no garbage. Server processes import this
# module, too.
collect_rarely()


def main() -> None:
    """Run the command line.

    Characters that the encoding of the output lacks are escaped. If the reader of the output has
    gone, as ``head`` does, the program ends with exit code 1 and without a message. Ctrl-C
    ends it with a line and exit code 130.
    """
    from leadkeep.cli.stop import end_interrupted  # noqa: PLC0415

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, end_interrupted)
    # Server processes import this module again (spawn), and need no command line.
    from leadkeep.cli.program import app  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        try:
            app()
        finally:
            sys.__stdout__.flush()  # type: ignore[union-attr]
    except BrokenPipeError:
        # What is still buffered has no reader; the flush at the end must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())  # type: ignore[union-attr]
        sys.exit(1)


if __name__ == "__main__":
    main()
