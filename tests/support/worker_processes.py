"""Workers that run as processes of their own, from a program in ``tests/support``."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

PATIENCE_SECONDS = 60.0


def start_worker(program: ModuleType, url: str) -> "subprocess.Popen[str]":
    """Run a program as a worker of the database at a URL; return once it says that it is ready."""
    process = start_program(program, url)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def start_program(program: ModuleType, *arguments: str) -> "subprocess.Popen[str]":
    """Run a program of ``tests/support`` with its input and output in pipes."""
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, str(program.__file__), *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(root / "src"), str(root)))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def say_ready() -> None:
    """Say in such a program that the worker runs."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def end_worker(process: "subprocess.Popen[str]", number: signal.Signals) -> int:
    """Send a signal to a worker; return the exit code of its process."""
    process.send_signal(number)
    code: int = process.wait(PATIENCE_SECONDS)
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    return code
